"""Short invented articles, each with every post and tie it tells of, neither more nor less."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from banyan.ingest.adapters.reading import Found

Read = Callable[..., Found]

ARTICLES = [
    (
        "春蕾教育基金会成立二十周年。春蕾教育基金会设在成都。基金会理事长陈志远表示，将继续努力。",
        {"post 陈志远 春蕾教育基金会"},
    ),
    (
        "晨光社会工作服务中心主任由李文担任。中心主任周晓梅介绍了情况，中心副主任吴刚在座。",
        {
            "post 李文 晨光社会工作服务中心",
            "post 周晓梅 晨光社会工作服务中心",
            "post 吴刚 晨光社会工作服务中心",
        },
    ),
    (
        "成都市志愿服务联合会第二届理事会选举产生。\n会长：张建国\n副会长：刘红、陈伟强\n秘书长：赵敏",
        {
            "post 张建国 成都市志愿服务联合会",
            "post 刘红 成都市志愿服务联合会",
            "post 陈伟强 成都市志愿服务联合会",
            "post 赵敏 成都市志愿服务联合会",
        },
    ),
    (
        "原民政部副部长王振华、四川省慈善总会原会长杨光明出席。",
        {"post 王振华 民政部", "post 杨光明 四川省慈善总会"},
    ),
    (
        "孙立平当选为贵州省环境保护协会会长，何静兼任秘书长。",
        {"post 孙立平 贵州省环境保护协会", "post 何静 贵州省环境保护协会"},
    ),
    (
        "蓝天助学基金会聘请林小芳为形象大使，聘请李国强为顾问。",
        {"post 林小芳 蓝天助学基金会", "post 李国强 蓝天助学基金会"},
    ),
    (
        "中国水环境联盟成员单位包括绿色江河环境保护促进会、蓝天助学基金会和晨光社会工作服务中心。",
        {
            "member_of 绿色江河环境保护促进会 中国水环境联盟",
            "member_of 蓝天助学基金会 中国水环境联盟",
            "member_of 晨光社会工作服务中心 中国水环境联盟",
        },
    ),
    (
        "晨光社会工作服务中心于2015年加入中国公益组织联盟。",
        {"member_of 晨光社会工作服务中心 中国公益组织联盟"},
    ),
    ("华泰集团向蓝天助学基金会捐赠50万元。", {"funded_by 蓝天助学基金会 华泰集团"}),
    (
        (
            "社区养老论坛在成都举行。\n主办单位：成都市民政局\n承办单位：晨光社会工作服务中心\n"
            "支持单位：蓝天助学基金会、华泰集团\n指导单位：四川省民政厅"
        ),
        {
            "organised 成都市民政局 社区养老论坛",
            "organised 晨光社会工作服务中心 社区养老论坛",
            "supported_by 社区养老论坛 蓝天助学基金会",
            "supported_by 社区养老论坛 华泰集团",
            "guided_by 社区养老论坛 四川省民政厅",
        },
    ),
    (
        "中国水利科学研究院直属于水利部。水利部下属的黄河水资源研究院也参加了调研。",
        {"part_of 中国水利科学研究院 水利部", "part_of 黄河水资源研究院 水利部"},
    ),
    ("蓝天助学基金会与华泰集团签署战略合作协议。", {"partner_of 蓝天助学基金会 华泰集团"}),
    (
        "姓名 | 职务 | 单位\n李明 | 会长 | 绿色家园协会\n阳光基金会 | 秘书长 | 王芳",
        {"post 李明 绿色家园协会", "post 王芳 阳光基金会"},
    ),
    (
        "南京市残疾人福利基金会是南京市残疾人联合会主管的公募基金会，业务主管单位为南京市民政局。",
        {
            "guided_by 南京市残疾人福利基金会 南京市残疾人联合会",
            "guided_by 南京市残疾人福利基金会 南京市民政局",
        },
    ),
    (
        "2021年7月，河南省慈善总会收到腾讯公益慈善基金会捐款1000万元，用于防汛救灾。",
        {"funded_by 河南省慈善总会 腾讯公益慈善基金会"},
    ),
    (
        "中华环境保护基金会副理事长李伟（原国家环保总局副局长）出席仪式。",
        {"post 李伟 中华环境保护基金会"},
    ),
    ("他说，许多基金会都在寻找合作机会。会长说，协会要服务会员。", set()),
    ("外国学者来访。来访的学者与绿色江河环境保护促进会座谈。", set()),
    ("年检结果公布，4家社区社会组织榜上有名。", set()),
]


@pytest.mark.parametrize(("text", "wanted"), ARTICLES)
def test_posts_and_ties_of_an_article_are_read(read: Read, text: str, wanted: set[str]) -> None:
    found = read(text)
    assert {f"{each.kind} {each.subject.text} {each.object.text}" for each in found.relations} == wanted


def test_visitors_are_no_person_and_a_list_of_honour_is_no_unit(read: Read) -> None:
    assert [each.text for each in read("外国学者来访。来访的学者参观了学校。").mentions] == []
    (count,) = read("4家社区社会组织榜上有名。").mentions
    assert (count.kind, count.text, count.attributes["unit"]) == ("count", "4家社区社会组织", "社区社会组织")
