"""Organisation names: endings, joins, departments, short names and what is no organisation at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from banyan.ingest.adapters.reading import Found

Read = Callable[..., Found]


def named(found: Found, kind: str = "organisation") -> list[str]:
    return [mention.text for mention in found.mentions if mention.kind == kind]


def canonical(found: Found) -> dict[str, str]:
    return {m.text: m.attributes["canonical"] for m in found.mentions if m.kind == "organisation"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("来自青海省雪豹保护协会的代表出席了会议。", ["青海省雪豹保护协会"]),
        ("由云南大学民族学与社会学学院主办。", ["云南大学民族学与社会学学院"]),
        ("参观了南京市妇女儿童法律援助与研究中心。", ["南京市妇女儿童法律援助与研究中心"]),
        ("河南省民政厅和郑州市慈善总会共同出席。", ["河南省民政厅", "郑州市慈善总会"]),
        ("感谢比利时鲁汶大学医院的帮助。", ["比利时鲁汶大学医院"]),
        ("湖南省湘西州花垣县十八洞村村民委员会负责施工。", ["湖南省湘西州花垣县十八洞村村民委员会"]),
        ("联合国儿童基金会与世界卫生组织发布报告。", ["联合国儿童基金会", "世界卫生组织"]),
        (
            "贵阳市黔仁生态公益发展中心、贵州省环保联合会等机构参与。",
            ["贵阳市黔仁生态公益发展中心", "贵州省环保联合会"],
        ),
    ],
)
def test_names_are_cut_at_both_edges(read: Read, text: str, expected: list[str]) -> None:
    assert named(read(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "越来越多的社会组织、基金会和志愿服务队参与到社区治理中。",
        "NGO、INGO和CSO在实现SDG方面发挥了作用。",
        "我们的工作中心是为儿童提供服务,建立儿童保护专业委员会。",
        "各级民政部门、街道办事处和居委会要加强对社会组织的管理。",
        "国有企业、商业银行和政策银行共同出资。",
    ],
)
def test_kinds_of_organisations_are_no_names(read: Read, text: str) -> None:
    assert named(read(text)) == []


def test_a_department_with_the_ending_of_a_foundation_is_no_organisation(read: Read) -> None:
    found = read("浙江省社会组织总会基金会处处长林晓梅发言。")
    assert named(found) == ["浙江省社会组织总会"]


def test_a_defined_short_name_and_its_later_uses_share_the_full_name(read: Read) -> None:
    found = read(
        "厦门市湖里区暖阳社会工作服务中心（简称：厦门暖阳）成立于2015年。厦门暖阳中心主任何秋菊介绍，厦门暖阳服务了3个社区。"
    )
    full = "厦门市湖里区暖阳社会工作服务中心"
    assert canonical(found) == {full: full, "厦门暖阳": full, "厦门暖阳中心": full}


def test_an_acronym_in_brackets_stands_for_the_name_before_it(read: Read) -> None:
    found = read("广西生物多样性研究和保护协会(BRC)发布年报。BRC成立于2014年。")
    assert canonical(found)["BRC"] == "广西生物多样性研究和保护协会"
    kinds = {m.text: m.attributes["name_kind"] for m in found.mentions if m.kind == "organisation"}
    assert kinds["BRC"] == "acronym"


def test_a_name_without_its_place_is_the_same_organisation(read: Read) -> None:
    found = read("陕西省慈安桥梁公益基金会公布年报。慈安桥梁公益基金会去年修桥12座。")
    assert canonical(found)["慈安桥梁公益基金会"] == "陕西省慈安桥梁公益基金会"


def test_a_leading_post_names_an_organisation_without_an_ending(read: Read) -> None:
    found = read("绿色潇湘理事长刘科女士致辞。会后,绿色潇湘还将开展培训。")
    assert named(found) == ["绿色潇湘", "绿色潇湘"]


def test_the_source_of_a_page_is_credited(read: Read) -> None:
    found = read("河长制论坛举行\n来源：钱江晚报  作者：林晓梅\n正文。")
    assert [(m.text, m.type) for m in found.mentions if m.kind == "organisation"] == [("钱江晚报", "media")]
    assert [(m.text, m.attributes["position"]) for m in found.mentions if m.kind == "person"] == [
        ("林晓梅", "作者")
    ]


def test_traditional_characters_keep_their_own_spelling(read: Read) -> None:
    found = read("臺北市松德社會福利基金會執行長林玉華致詞。")
    assert named(found) == ["臺北市松德社會福利基金會"]
    assert [(m.text, m.attributes["organisation"]) for m in found.mentions if m.kind == "person"] == [
        ("林玉華", "臺北市松德社會福利基金會")
    ]


def test_the_register_knows_names_grammar_cannot_tell(read: Read) -> None:
    text = "自然田野在当地工作多年。"
    assert named(read(text)) == []
    assert named(read(text, known=("自然田野",))) == ["自然田野"]


def test_nothing_is_read_from_a_blocked_stretch(read: Read) -> None:
    text = "彩票App下载中心/海口市蓝丝带海洋保护协会主办了活动。"
    assert named(read(text, blocked=((0, 9),))) == ["海口市蓝丝带海洋保护协会"]


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("辽宁省民政厅通知。", "government"),
        ("湖北省工商业联合会通知。", "umbrella"),
        ("兰州大学县域经济发展研究院通知。", "academic"),
        ("宏达环保科技有限公司通知。", "company"),
        ("山西省左权县人民医院通知。", ""),
        ("银川市社会组织管理中心通知。", "government"),
        ("联合国开发计划署驻华代表处通知。", "intergovernmental"),
    ],
)
def test_the_ending_tells_the_sort(read: Read, text: str, sort: str) -> None:
    found = read(text)
    assert [m.type for m in found.mentions if m.kind == "organisation"] == [sort]
