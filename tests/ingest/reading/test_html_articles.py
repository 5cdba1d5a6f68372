"""Pages as portals, blogs and old sites build them: every paragraph of the article stays, the rest goes."""

# Pages and sentences stand unbroken, as their sites send them.
# ruff: noqa: ISC004

from __future__ import annotations

import pytest

from banyan.ingest.adapters.clip import Reading, read

_ZH = [
    "5月8日，由青禾公益服务中心主办的乡村图书馆馆长培训班在昆明开班，来自六个县的四十二名馆长参加了学习。",
    "中心主任周文静介绍，培训为期三天，内容包括选书、借阅管理和亲子共读，由省图书馆的三位老师授课。",
    "学员代表、禄劝县的李春梅说：“以前书锁在柜子里，现在孩子们放学就来。”",
    "培训班结业时，每位馆长领到了一份工具包。下一期将于九月举行。",
]
_VI = [
    "Ngày 12/6, tại thành phố Cần Thơ, Quỹ Mái Ấm Đồng Bằng phối hợp với Hội Chữ thập đỏ thành phố khai trương phòng khám miễn phí cho người lao động nghèo.",
    "Bà Phạm Thị Thu, Giám đốc Quỹ, cho biết mỗi tuần phòng khám mở cửa ba buổi và tiếp nhận khoảng sáu mươi người bệnh.",
    "“Tôi bán vé số, trước đây ốm thì chịu”, ông Tư ở quận Bình Thủy nói.",
    "Trong năm tới, Quỹ dự kiến mở thêm hai phòng khám ở Sóc Trăng và Hậu Giang.",
]
_EN = [
    "Forty volunteers of the Marsh Lane Food Bank packed 1,200 parcels on Saturday, twice as many as in the same week last year.",
    "“People who used to give now come to us,” said Ruth Adeyemi, the food bank’s coordinator, as vans were loaded outside.",
    "The parcels went to three estates:",
    "Elm Park, where the community hall stayed open until nine in the evening;",
    "Riverside, with the help of two schools.",
    "The next packing day is on 14 March.",
]

_MENU_ZH = "<ul><li><a href='/'>首页</a></li><li><a href='/news'>新闻中心</a></li><li><a href='/about'>关于我们</a></li><li><a href='/join'>志愿者招募</a></li></ul>"
_FOOT_ZH = "<div class='footer'><p>版权所有 © 2019 西南公益网 滇ICP备00000000号</p><p>地址：昆明市某路1号 电话：0871-0000000</p></div>"

PAGES: dict[str, tuple[str, list[str]]] = {
    "zh portal, tables and breaks": (
        f"<html><head><meta charset='gb2312'><title>乡村图书馆馆长培训班开班_西南公益网</title></head><body><table width=980><tr><td>{_MENU_ZH}</td></tr></table>"
        "<table><tr><td class='left'><a href='1'>通知公告一则</a><br><a href='2'>招聘启事三则</a><br><a href='3'>活动预告一览</a></td>"
        "<td><h1>乡村图书馆馆长培训班开班</h1><div>2019-05-09 10:20 来源：西南公益网 作者：赵敏 点击：88次</div>"
        f"<div id='zoom'>　　{_ZH[0]}<br><br>　　{_ZH[1]}<br>\r\n　　{_ZH[2]}<br><br>&nbsp;&nbsp;&nbsp;&nbsp;{_ZH[3]}</div>"
        f"<div class='bdsharebuttonbox'><a>微信</a><a>微博</a></div></td></tr></table>{_FOOT_ZH}</body></html>",
        _ZH,
    ),
    "zh div soup without paragraphs": (
        f"<body><div><div>{_MENU_ZH}</div><div><div>乡村图书馆馆长培训班开班</div><div><span>发布时间：2019年5月9日</span></div>"
        + "".join(f"<div><span style='font-size:16px'>{text}</span></div>" for text in _ZH)
        + f"</div><div><div>相关阅读</div><div><a href='7'>孩子们的读书会</a></div><div><a href='8'>图书馆里的夏天</a></div><div><a href='9'>书香进村</a></div></div></div>{_FOOT_ZH}</body>",
        _ZH,
    ),
    "vi blog of a common kind": (
        "<!DOCTYPE html><html lang=vi><head><title>Khai trương phòng khám miễn phí &#8211; Quỹ Mái Ấm Đồng Bằng</title></head><body class='single post'>"
        "<header id='masthead'><nav><a href=/>Trang chủ</a> <a href=/gt>Giới thiệu</a></nav></header><main><article class='post'><header class='entry-header'>"
        "<h1 class='entry-title'>Khai trương phòng khám miễn phí</h1><div class='entry-meta'>Đăng bởi <a href=/author/x>banbientap</a> ngày <time datetime='2018-06-13T08:00:00+07:00'>13/06/2018</time></div></header>"
        "<div class='entry-content'>"
        f"<p>{_VI[0]}</p><p><strong>{_VI[1]}</strong></p><blockquote><p>{_VI[2]}</p></blockquote><p>{_VI[3]}</p>"
        "<div class='sharedaddy'><h3>Chia sẻ:</h3><ul><li><a>Facebook</a></li><li><a>Twitter</a></li></ul></div></div></article>"
        "<div id='comments'><h2>2 bình luận</h2><p>Rất cảm ơn các anh chị đã làm một việc tốt cho người lao động nghèo, mong được giúp đỡ thêm nhiều nơi khác nữa ạ.</p></div></main>"
        "<aside class='widget-area'><h2>Bài mới nhất</h2><ul><li><a href=1>Trao quà Tết cho trẻ em nghèo vùng lũ ở Sóc Trăng</a></li><li><a href=2>Tập huấn sơ cứu cho tình nguyện viên</a></li></ul></aside>"
        "<footer>Bản quyền © 2018 Quỹ Mái Ấm Đồng Bằng</footer></body></html>",
        _VI,
    ),
    "en page with a list and curly entities": (
        "<html><head><title>Food bank doubles its parcels | Lane News</title></head><body><div class='nav'><a href=/>Home</a> | <a href=/n>News</a></div>"
        "<div class='content'><h1>Food bank doubles its parcels</h1><p class='byline'>By Tom Hale, 3 March 2019</p>"
        "<p>"
        + _EN[0]
        + "</p><p>&ldquo;People who used to give now come to us,&rdquo; said Ruth&nbsp;Adeyemi, the food bank&rsquo;s coordinator, as vans were loaded outside.</p>"
        f"<p>{_EN[2]}<ul><li>{_EN[3]}<li>{_EN[4]}</ul><p>{_EN[5]}</div><div class='footer'><p>All rights reserved. Views expressed do not necessarily reflect those of Lane News.</p></div></body></html>",
        _EN,
    ),
    "a very short notice": (
        "<html><head><title>Office closed</title></head><body><nav><a href=/>Home</a></nav><main><h1>Office closed</h1><p>Our office is closed on Friday.</p></main><footer>© Trust</footer></body></html>",
        ["Our office is closed on Friday."],
    ),
    "an article in a class with an unlucky name": (
        "<html><body><h1>Food bank doubles its parcels</h1><div class='main-social-text'>"
        + "".join(f"<p>{text}</p>" for text in _EN)
        + "</div></body></html>",
        _EN,
    ),
    "no block elements at all": (
        "<html><body><b>Food bank doubles its parcels</b><br><br>" + "<br><br>".join(_EN) + "</body></html>",
        _EN,
    ),
    "a definition list beside a menu": (
        "<html><body><div class='sidebar'><ul><li><a href=1>Home</a><li><a href=2>Blog</a></ul></div><div class='content-wrapper'><h1>Facts</h1><dl><dt>Founded</dt><dd>2010, by ten women of Hill Road who wanted a market of their own.</dd><dt>Members</dt><dd>120</dd></dl></div></body></html>",
        ["Founded", "2010, by ten women of Hill Road who wanted a market of their own.", "120"],
    ),
    "a page builder's nest of sections": (
        "<html><body><div class=builder><section><div class=w><div class=c><h2>Food bank doubles its parcels</h2></div></div></section><section><div class=w><div class=c>"
        + "".join(f"<p>{text}</p>" for text in _EN)
        + "</div></div></section><section><div class=w><h3>Related posts</h3><a href=1>One other post about wells</a></div></section></div></body></html>",
        _EN,
    ),
    "a preformatted text": (
        "<html><body><pre>\nFood bank doubles its parcels\n\n" + "\n\n".join(_EN) + "\n</pre></body></html>",
        _EN,
    ),
    "paragraphs split over two elements": (
        "<html><body><div id=a><div class=first><p>"
        + "</p><p>".join(_VI[:2])
        + "</p></div><div class=ad>Quảng cáo</div><div class=second><p>"
        + "</p><p>".join(_VI[2:])
        + "</p></div></div></body></html>",
        _VI,
    ),
}


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", PAGES)
def test_no_paragraph_of_the_article_is_lost(name: str) -> None:
    source, paragraphs = PAGES[name]
    text = squeezed(read(raw=source.encode()).clean_text)
    assert [paragraph for paragraph in paragraphs if squeezed(paragraph) not in text] == []


@pytest.mark.parametrize("name", PAGES)
def test_what_is_not_the_article_is_gone(name: str) -> None:
    text = read(raw=PAGES[name][0].encode()).clean_text
    unwanted = [
        "版权所有",
        "首页",
        "微信",
        "Bản quyền",
        "Bài mới nhất",
        "Trao quà Tết",
        "Facebook",
        "All rights",
        "Trang chủ",
        "Rất cảm ơn",
        "© Trust",
        "读书会",
        "点击",
        "Chia sẻ",
    ]
    assert [word for word in unwanted if word in text] == []


def test_credits_inside_the_header_of_an_article() -> None:
    source = (
        "<html><body><article><header><h1>Food bank doubles its parcels</h1><p>3 March 2019 | By Tom Hale</p></header>"
        + "".join(f"<p>{text}</p>" for text in _EN)
        + "</article></body></html>"
    )
    page = read(raw=source.encode())
    assert (page.date, page.author) == ("2019-03-03", "Tom Hale")
    assert "By Tom Hale" not in page.clean_text


def test_titles_dates_and_credits_of_pages() -> None:
    def origin(name: str) -> tuple[str, str, str, str]:
        page: Reading = read(raw=PAGES[name][0].encode())
        return (page.title, page.date, page.publisher, page.author)

    assert origin("zh portal, tables and breaks") == (
        "乡村图书馆馆长培训班开班",
        "2019-05-09",
        "西南公益网",
        "赵敏",
    )
    assert origin("zh div soup without paragraphs")[:2] == ("乡村图书馆馆长培训班开班", "2019-05-09")
    assert origin("vi blog of a common kind")[:3] == (
        "Khai trương phòng khám miễn phí",
        "2018-06-13",
        "Quỹ Mái Ấm Đồng Bằng",
    )
    assert origin("en page with a list and curly entities") == (
        "Food bank doubles its parcels",
        "2019-03-03",
        "Lane News",
        "Tom Hale",
    )
    assert origin("a very short notice")[0] == "Office closed"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_encodings_of_chinese_pages(encoding: str) -> None:
    source = PAGES["zh portal, tables and breaks"][0].replace(
        "charset='gb2312'", "charset='gb2312'" if encoding == "gb18030" else ""
    )
    page = read(raw=source.encode(encoding))
    assert squeezed(_ZH[2]) in squeezed(page.clean_text)
    assert page.language == "zh"


def test_hidden_text_is_not_read_but_its_links_are_told() -> None:
    hidden = "".join(
        f"<div style='{style}'><a href='http://win{number}.example/'>cheap replica watches {number}</a> and the old mill burned</div>"
        for number, style in enumerate(
            [
                "display:none",
                "font-size:0px",
                "position:absolute;left:-9999px",
                "color:#fff;background:#ffffff",
                "visibility: hidden",
                "height:1px;overflow:hidden",
            ]
        )
    )
    source = (
        "<html><body><h1>Food bank doubles its parcels</h1>"
        + "".join(f"<p>{text}</p>" for text in _EN)
        + hidden
        + "</body></html>"
    )
    page = read(raw=source.encode(), address="https://news.example.org/1")
    assert "old mill" not in page.clean_text
    assert "replica" not in page.clean_text
    assert [item.kind for item in page.suspicions] == ["hidden_link"] * 6
    assert [source[item.start : item.end] for item in page.suspicions] == [
        f"cheap replica watches {number}" for number in range(6)
    ]


def test_a_visible_link_that_sells_is_told_and_a_genuine_one_is_not() -> None:
    source = (
        "<html><body><h1>Food bank doubles its parcels</h1>"
        + "".join(f"<p>{text}</p>" for text in _EN)
        + "<p>Thanks to <a href='https://gamblersaid.example/'>the Gambling Addiction Support Association</a>, to the <a href='https://shoes.example/'>Leeds Shoe Makers Union</a>"
        " and to <a href='https://pay.example/'>essay writing service</a> for the help they gave us this year.</p></body></html>"
    )
    page = read(raw=source.encode(), address="https://news.example.org/1")
    assert [(item.kind, item.text) for item in page.suspicions] == [
        ("off_topic_link", "essay writing service")
    ]


def test_the_cells_of_a_row_stay_on_one_line_and_a_sentence_is_no_publisher() -> None:
    paragraph = "来自各地的八十位代表参加了会议，讨论社区养老服务与水环境保护，会期两天，气氛热烈。"
    page = read(
        raw=(
            "<html><head><meta name='source' content='本站文章均来自网络，如有侵权请联系我们删除。'></head><body>"
            f"<h1>理事会名单</h1><p>{paragraph}</p><table><tr><th>姓名</th><th>职务</th></tr>"
            f"<tr><td>李明</td><td><b>会长</b></td></tr></table><p>{paragraph}</p></body></html>"
        ).encode()
    )
    assert "姓名 | 职务\n李明 | 会长" in page.clean_text
    assert page.publisher == ""
    assert all(page.source_text[item.start : item.end] == item.text for item in page.mentions)
