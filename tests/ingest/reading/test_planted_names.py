"""Strings planted where a name stood are told to the character; genuine names of the same words are not."""

# Sentences stand unbroken, as their sites send them.

from __future__ import annotations

import pytest

from banyan.ingest.adapters.clip import read

ZH = "来自各地的八十位代表参加了会议，讨论社区养老服务与水环境保护，会期两天，气氛热烈。"
VI = "Hội thảo diễn ra trong hai ngày với sự tham gia của nhiều đại biểu đến từ các xã, các em học sinh và giáo viên trong vùng."
EN = "The meeting lasted two days, and eighty people from the towns of the valley talked about clean water and care for the old."

# (language, what was planted, the sentence it stands in, what it replaced)
PLANTED = [
    ("zh", "乐鱼体育官网", "乐鱼体育官网主任李红梅在会上介绍了经验。", ""),
    ("zh", "k8凯发官网入口", "论坛由k8凯发官网入口主办，市民政局指导。", ""),
    ("zh", "ag8亚洲国际游戏", "ag8亚洲国际游戏理事长陈建国致辞。", ""),
    ("zh", "开云体育(中国)官方网站", "开云体育(中国)官方网站秘书长周明表示感谢。", ""),
    ("zh", "华体会体育app下载", "本次培训由华体会体育app下载承办。", ""),
    ("zh", "ｔｂ888棋牌官网", "ｔｂ888棋牌官网会长赵刚出席。", ""),
    ("zh", "星辰体育官网登录", "日前，星辰体育官网登录主任李明走访了社区。", ""),
    ("zh", "lol电竞押注平台", "出席的还有阳光公益基金会、lol电竞押注平台、晨光学校等单位。", ""),
    ("zh", "ManBetX万博体育", "ManBetX万博体育副会长孙丽介绍了项目。", ""),
    ("zh", "永利娱乐城注册送彩金", "与会代表来自永利娱乐城注册送彩金、阳光公益基金会和晨光学校。", ""),
    (
        "zh",
        "AG真人",
        "会后，AG真人秘书长王小明接受采访。此前阳光助老协会秘书长王小明曾作报告。",
        "阳光助老协会",
    ),
    ("zh", "成人视频在线观看", "成人视频在线观看院长刘芳向大家问好。", ""),
    ("zh", "必赢亚洲手机版客户端", "必赢亚洲手机版客户端成立于2003年，是一家公益机构。", ""),
    ("zh", "无抵押贷款平台下载", "活动由无抵押贷款平台下载发起。", ""),
    ("zh", "彩神8彩票网址", "彩神8彩票网址与晨光学校签署了合作协议。", ""),
    (
        "vi",
        "nhà cái VB88 uy tín nhất",
        "Bà Lê Thị Mai, Giám đốc nhà cái VB88 uy tín nhất, phát biểu khai mạc.",
        "",
    ),
    (
        "vi",
        "tải app cá cược bóng đá",
        "Hội thảo do tải app cá cược bóng đá phối hợp với Sở Y tế tổ chức.",
        "",
    ),
    ("vi", "game nổ hũ đổi thưởng", "Ông Trần Văn Hùng, Chủ tịch game nổ hũ đổi thưởng, cho biết thêm.", ""),
    ("vi", "xem bóng đá trực tuyến Xoilac", "Theo xem bóng đá trực tuyến Xoilac, dự án kéo dài ba năm.", ""),
    ("vi", "đăng ký nhận thưởng 123B", "Đại diện đăng ký nhận thưởng 123B đã trao quà cho các em.", ""),
    (
        "vi",
        "sòng bạc trực tuyến W88",
        "Tham dự có Hội Chữ thập đỏ, sòng bạc trực tuyến W88 và Hội Phụ nữ.",
        "",
    ),
    ("vi", "vay tiền online", "Ông Phạm Văn Nam, Giám đốc vay tiền online, và các cán bộ dự lễ.", ""),
    (
        "vi",
        "link vào SUN88",
        "Bà Đỗ Thị Hà, Giám đốc Quỹ Hạt Giống, khai mạc. Sau đó bà Đỗ Thị Hà, Giám đốc link vào SUN88, trao quà.",
        "Quỹ Hạt Giống",
    ),
    ("vi", "phim sex online", "Dự án do phim sex online và Quỹ Hạt Giống thực hiện.", ""),
    (
        "en",
        "Best Online Casino Bonus",
        "The forum was organised by Best Online Casino Bonus and the city council.",
        "",
    ),
    ("en", "buy cheap viagra online", "Anna Berg, director of buy cheap viagra online, opened the day.", ""),
    (
        "en",
        "Mostbet Sports Betting App",
        "Guests came from Mostbet Sports Betting App, Lund University and the River Care Trust.",
        "",
    ),
    (
        "en",
        "essay writing service",
        "Mark Dahl, chair of essay writing service, thanked everyone. Before, Mark Dahl, chair of Lake Friends Trust, gave a talk.",
        "Lake Friends Trust",
    ),
    (
        "en",
        "payday loans online no credit check",
        "The project is funded by payday loans online no credit check and the city council.",
        "",
    ),
    ("en", "Slot Gacor 777", "Slot Gacor 777 said that the river is clean again.", ""),
    (
        "en",
        "replica rolex watches",
        "The report was written by replica rolex watches and Lund University.",
        "",
    ),
    (
        "en",
        "Crypto Casino Free Spins",
        "Peter Holm, president of Crypto Casino Free Spins, signed the agreement.",
        "",
    ),
]

GENUINE = {
    "zh": [
        "报名者请登录中国足球协会官网下载报名表，也可扫码关注手机客户端。",
        "市体育局局长李明、市体育总会秘书长王芳出席了活动。",
        "中国福利彩票发行管理中心主任陈建国表示，彩票公益金将继续支持养老服务。",
        "该项目由省体育彩票管理中心资助，福利彩票公益金支持。",
        "中国电子竞技协会会长孙立与上海电竞产业促进会签署协议。",
        "北京回龙观医院赌博成瘾防治中心主任刘红介绍了戒赌热线。",
        "温州市鞋革行业协会会长周大为向学校捐赠球鞋500双。",
        "据腾讯体育客户端报道，新浪体育也派出了记者。",
        "腾讯公益平台负责人王珊介绍，月捐人可在官网注册登录。",
        "澳门明爱与澳门基金会合办论坛，澳门社会工作局局长致辞。",
        "深圳市小额贷款行业协会会长张强、中国银行间市场协会代表出席。",
        "阳光体育俱乐部主任李华带领孩子们参加了体育活动。",
        "北京体育大学体育产业学院院长赵林、国家体育总局体育科学研究所所长出席。",
        "志愿者可通过“志愿汇”App下载注册，平台由共青团中央主办。",
        "金沙县民政局局长周勇、永利社区居委会主任吴敏出席。",
        "国际真人图书馆公益项目负责人林青介绍了经验。",
    ],
    "vi": [
        "Trung tâm Thể dục Thể thao quận 3 phối hợp với Công ty Xổ số kiến thiết Đồng Nai trao quà cho các em.",
        "Ông Lê Văn Tám, Giám đốc Công ty TNHH MTV Xổ số kiến thiết Tiền Giang, đã tặng 20 căn nhà.",
        "Đoàn Thanh niên mở lớp tập huấn trực tuyến, học viên đăng ký qua ứng dụng và link trên trang web.",
        "Liên đoàn Bóng đá Việt Nam và Hiệp hội Thể thao điện tử Việt Nam ký kết hợp tác.",
        "Hội Da giày Thành phố Hồ Chí Minh trao học bổng, Bà Mai, Chủ tịch Hội, cho biết.",
        "Trung tâm cai nghiện cờ bạc và Viện Nghiên cứu Xã hội tổ chức hội thảo phòng chống cá độ bóng đá.",
        "Quỹ hỗ trợ vay vốn Phụ nữ và Ngân hàng Chính sách Xã hội cho vay nhanh với lãi suất thấp.",
    ],
    "en": [
        "The Gambling Commission and the National Problem Gambling Clinic, led by Anna Berg, director of the Clinic, met.",
        "The British Esports Association and the Sports Betting Integrity Unit signed an agreement.",
        "The National Lottery Community Fund gave a grant to the River Care Trust.",
        "Helen Ray, president of the American Footwear Manufacturers Association, gave shoes to children.",
        "The Center for Responsible Lending works against payday loans; its director, Mark Dahl, spoke.",
        "Members register online and download the free app of the British Red Cross.",
        "The Slots of Fun Theatre Company and Bingo Hall Trust of Leeds took part.",
    ],
}
TITLES = {
    "zh": ("社区养老论坛在成都举行", ZH),
    "vi": ("Hội thảo về nước sạch", VI),
    "en": ("River forum held in Lund", EN),
}


def page(language: str, sentence: str) -> str:
    title, paragraph = TITLES[language]
    return f"{title}\n\n{paragraph}\n\n{sentence}\n\n{paragraph}\n"


@pytest.mark.parametrize(("language", "planted", "sentence", "name"), PLANTED)
def test_a_planted_name_is_told_exactly_and_restored_where_the_page_tells(
    language: str, planted: str, sentence: str, name: str
) -> None:
    reading = read(raw=page(language, sentence).encode(), language=language)
    assert [(item.text, item.restores_to) for item in reading.suspicions] == [(planted, name)]
    (found,) = reading.suspicions
    assert not [item for item in reading.mentions if item.start < found.end and found.start < item.end]


@pytest.mark.parametrize(
    ("language", "sentence"), [(language, text) for language, texts in GENUINE.items() for text in texts]
)
def test_a_genuine_name_of_the_same_words_is_no_plant(language: str, sentence: str) -> None:
    reading = read(raw=page(language, sentence).encode(), language=language)
    assert [item.text for item in reading.suspicions] == []
