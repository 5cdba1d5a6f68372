"""Dates, sums, counts, gatherings and ties."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable

import pytest

from banyan.ingest.adapters.chinese import ChineseEngine
from banyan.ingest.adapters.reading import Found, Page

Read = Callable[..., Found]


def ties(found: Found) -> list[tuple[str, str, str]]:
    return [(r.kind, r.subject.text, r.object.text) for r in found.relations if r.kind != "post"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("于2018年3月5日成立。", "2018-03-05"),
        ("于二〇一三年成立。", "2013"),
        ("5月3日公布。", "2022-05-03"),
        ("12月3日公布。", "2021-12-03"),
        ("4月1日至20日报名。", "2022-04-01/2022-04-20"),
        ("2021年12月30日-2022年1月2日举行。", "2021-12-30/2022-01-02"),
        ("民國110年4月22日舉行。", "2021-04-22"),
        ("去年8月举行。", "2021-08"),
        ("２０２０年１０月举行。", "2020-10"),
    ],
)
def test_dates_are_resolved(read: Read, text: str, value: str) -> None:
    assert [m.attributes["value"] for m in read(text).mentions if m.kind == "date"] == [value]


def test_that_day_is_the_day_named_before(read: Read) -> None:
    found = read("名单于5月17日公布。当天,签约仪式举行。")
    assert [m.attributes["value"] for m in found.mentions if m.kind == "date"] == ["2022-05-17", "2022-05-17"]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("捐赠165万元。", "1650000", "CNY"),
        ("合计2.5亿元人民币。", "250000000", "CNY"),
        ("资助50万美元。", "500000", "USD"),
        ("捐出港幣80萬元。", "800000", "HKD"),
        ("共收到3,200元。", "3200", "CNY"),
    ],
)
def test_sums_of_money_are_read(read: Read, text: str, amount: str, currency: str) -> None:
    found = [m.attributes for m in read(text).mentions if m.kind == "money"]
    assert [(each["amount"], each["currency"]) for each in found] == [(amount, currency)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("共有23家社会组织参加。", "23", "社会组织", ""),
        ("大赛收到申报书96份。", "96", "申报书", ""),
        ("协会拥有6000名律师的公益网络。", "6000", "律师", ""),
        ("分析了超过140个成功案例。", "140", "成功案例", "over"),
        ("会员300余家。", "300", "会员", "over"),
        ("培训近3.5万人次。", "35000", "人次", "about"),
    ],
)
def test_counts_are_read_with_what_they_count(
    read: Read, text: str, value: str, unit: str, qualifier: str
) -> None:
    found = [m.attributes for m in read(text).mentions if m.kind == "count"]
    assert [(each["value"], each["unit"], each["qualifier"]) for each in found] == [(value, unit, qualifier)]


def test_small_talk_makes_no_counts(read: Read) -> None:
    found = read("会议分为四个环节,提出了五条建议、七个问题,为期3天,预计2小时,详见第12条。")
    assert [m.text for m in found.mentions if m.kind == "count"] == []


def test_a_count_said_again_is_marked(read: Read) -> None:
    found = read("17家社会服务机构获得资助。其中17家社会服务机构已签约。")
    repeats = [m.attributes.get("repeat", False) for m in found.mentions if m.kind == "count"]
    assert repeats == [False, True]


def test_a_gathering_has_date_place_and_organisers(read: Read) -> None:
    found = read(
        "2022年6月2日,由青海省登山协会主办、西宁市户外运动协会承办的“高原生态保护论坛”在西宁宾馆举行。"
    )
    events = [m.attributes for m in found.mentions if m.kind == "event"]
    assert len(events) == 1
    assert events[0]["name"] == "高原生态保护论坛"
    assert events[0]["date"] == "2022-06-02"
    assert events[0]["place"] == "西宁宾馆"
    assert events[0]["organisers"] == ["青海省登山协会"]
    assert ties(found) == [
        ("organised", "青海省登山协会", "高原生态保护论坛"),
        ("hosted_by", "高原生态保护论坛", "西宁市户外运动协会"),
    ]


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        (
            "云南省健康与发展研究会是全国艾滋病信息联盟的会员单位。",
            ("member_of", "云南省健康与发展研究会", "全国艾滋病信息联盟"),
        ),
        (
            "陕西省红凤工程志愿者协会获得正大慈善基金会资助。",
            ("funded_by", "陕西省红凤工程志愿者协会", "正大慈善基金会"),
        ),
        ("正大慈善基金会向临夏县教育局捐赠50万元。", ("funded_by", "临夏县教育局", "正大慈善基金会")),
        (
            "海淀区社会组织服务中心及其运营方北京市明途社会工作事务所发布公告。",
            ("operated_by", "海淀区社会组织服务中心", "北京市明途社会工作事务所"),
        ),
        (
            "重庆市渝北区社会组织孵化中心由重庆市冬青社会工作服务中心运营。",
            ("operated_by", "重庆市渝北区社会组织孵化中心", "重庆市冬青社会工作服务中心"),
        ),
        (
            "成都市同行社会工作服务中心联合宏远慈善基金会发起“暖冬计划”。",
            ("initiated_with", "成都市同行社会工作服务中心", "宏远慈善基金会"),
        ),
        (
            "四川省环保政策法制研究会与成都理工大学签署合作备忘录。",
            ("partner_of", "四川省环保政策法制研究会", "成都理工大学"),
        ),
        (
            "中国环境保护基金会获得联合国经社理事会特别咨商地位。",
            ("consultative_status", "中国环境保护基金会", "联合国经社理事会"),
        ),
        (
            "在安徽省民政厅指导下,安徽省社会工作协会开展培训。",
            ("guided_by", "安徽省社会工作协会", "安徽省民政厅"),
        ),
        (
            "江西省农村发展研究中心隶属于江西省社会科学院。",
            ("part_of", "江西省农村发展研究中心", "江西省社会科学院"),
        ),
        ("青芽计划/上海浦东青芽公益发展中心", None),
        (
            "广州公益慈善书院/广东省千禾社区公益基金会主办。",
            ("same_as", "广州公益慈善书院", "广东省千禾社区公益基金会"),
        ),
    ],
)
def test_ties_between_organisations_are_read(read: Read, text: str, tie: tuple[str, str, str] | None) -> None:
    found = [each for each in ties(read(text)) if each[0] not in ("organised", "hosted_by")]
    assert found == ([tie] if tie else [])


def test_grammar_alone_still_reads_a_plain_page() -> None:
    text = "四川省绿叶环保协会秘书长陈国栋、四川大学教授李红梅出席。"
    found = ChineseEngine(words=None).find(
        page=Page(text=text, language="zh", date=datetime.date(2022, 1, 1))
    )
    assert [m.text for m in found.mentions if m.kind == "organisation"] == ["四川省绿叶环保协会", "四川大学"]
    assert [m.text for m in found.mentions if m.kind == "person"] == ["陈国栋", "李红梅"]


@pytest.mark.parametrize(
    "piece",
    [
        "在",
        "由",
        "(",
        "“",
        "中心",
        "北京",
        "与",
        "会\n",
        "主任王",
        "北京市民政局",
        "绿叶环保协会会长李红梅、",
        "“春风论坛”在北京举行。",
        "捐赠5万元给3家机构",
        "甲乙环保协会(AB)",
    ],
)
def test_hostile_pages_are_read_in_time_that_grows_with_their_length(piece: str) -> None:
    engine = ChineseEngine(words=None)

    def seconds(size: int) -> float:
        begun = time.process_time()
        engine.find(page=Page(text=(piece * size)[:size], language="zh"))
        return time.process_time() - begun

    seconds(1000)
    assert seconds(10_000) < 20.0
