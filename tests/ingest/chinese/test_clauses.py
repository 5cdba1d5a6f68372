"""What later clauses and sentences say of a subject named once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from banyan.ingest.adapters.reading import Found

Read = Callable[..., Found]


def ties(found: Found) -> set[tuple[str, str, str]]:
    return {(r.kind, r.subject.text, r.object.text) for r in found.relations if r.kind != "post"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "绿叶环保基金会成立于2009年,由松江企业家协会与蓝岸集团联合发起,是全国海洋公益联盟的理事单位。",
            {
                ("initiated_with", "绿叶环保基金会", "松江企业家协会"),
                ("initiated_with", "绿叶环保基金会", "蓝岸集团"),
                ("member_of", "绿叶环保基金会", "全国海洋公益联盟"),
            },
        ),
        (
            "绿叶环保基金会在会上致辞。2016年,基金会获得联合国经社理事会特别咨商地位。",
            {("consultative_status", "绿叶环保基金会", "联合国经社理事会")},
        ),
        (
            "松江公益支持中心接受松江市妇女联合会的业务指导,已加入西部公益组织网络。",
            {
                ("guided_by", "松江公益支持中心", "松江市妇女联合会"),
                ("member_of", "松江公益支持中心", "西部公益组织网络"),
            },
        ),
        (
            "松江公益支持中心在会上致辞。次年,中心与香港社区发展基金会建立了长期合作伙伴关系。",
            {("partner_of", "松江公益支持中心", "香港社区发展基金会")},
        ),
        (
            "绿叶环保协会秘书处设在松江大学,受松江市生态环境局监督管理,并获松江矿业公司资助。",
            {
                ("hosted_by", "绿叶环保协会", "松江大学"),
                ("guided_by", "绿叶环保协会", "松江市生态环境局"),
                ("funded_by", "绿叶环保协会", "松江矿业公司"),
            },
        ),
    ],
)
def test_clauses_speak_of_the_subject_named_before(
    read: Read, text: str, wanted: set[tuple[str, str, str]]
) -> None:
    assert ties(read(text)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        # Each clause has a subject of its own.
        "绿叶环保基金会出席会议,本次项目由蓝岸集团资助。",
        # A bare kind that fits nobody named before it.
        "绿叶环保基金会出席会议。协会获得蓝岸集团资助。",
        # Those who act together are no subject of what follows.
        "绿叶环保协会、松江公益支持中心出席会议,活动由松江市民政局指导。",
    ],
)
def test_clauses_of_another_subject_tie_nobody(read: Read, text: str) -> None:
    assert ties(read(text)) == set()


def test_a_university_is_not_the_short_name_of_its_school(read: Read) -> None:
    found = read("秘书处设在松江大学社会学院。松江大学教授邓文博担任理事长。")
    posts = [(r.subject.text, r.object.text) for r in found.relations if r.kind == "post"]
    assert ("邓文博", "松江大学") in posts


def test_that_a_position_is_held_now_is_no_part_of_its_name(read: Read) -> None:
    found = read("绿叶环保协会现任会长罗勇介绍了情况。")
    titles = [r.attributes["title"] for r in found.relations if r.kind == "post"]
    assert titles == ["会长"]
