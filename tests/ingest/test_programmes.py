"""Programmes are found where the text marks them as names, and nowhere else."""

from __future__ import annotations

import pytest

from banyan.ingest.adapters.programmes import with_programmes
from banyan.ingest.adapters.reading import Found, Mention, Page


def names(text: str, language: str, found: Found | None = None) -> list[tuple[str, str]]:
    result = with_programmes(found=found or Found(), page=Page(text=text, language=language))
    for mention in result.mentions:
        assert text[mention.start : mention.end] == mention.text
    return [(item.text, item.attributes["canonical"]) for item in result.mentions if item.type == "programme"]


def test_short_name_in_parentheses_stands_for_the_full_one_ever_after() -> None:
    text = (
        "由某中心发起的“公益伙伴”之青苗计划——乡村儿童阅读支持项目(简称:青苗计划)启动。青苗计划收到申请30份。"
    )
    full = "青苗计划——乡村儿童阅读支持项目"
    assert names(text, "zh") == [(full, full), ("青苗计划", full), ("青苗计划", full)]


def test_name_in_quotation_marks_is_a_programme() -> None:
    assert names("三家机构获“山桥行动”资助。", "zh") == [("山桥行动", "山桥行动")]
    assert names("Quỹ công bố dự án “Ngõ sạch phố xanh” tại Huế.", "vi") == [
        ("dự án “Ngõ sạch phố xanh”", "dự án Ngõ sạch phố xanh")
    ]


def test_capitals_before_the_word_are_a_programme_in_english() -> None:
    text = "The Clear Stream Initiative (CSI) opened. Nine groups joined CSI."
    assert names(text, "en") == [
        ("Clear Stream Initiative", "Clear Stream Initiative"),
        ("CSI", "Clear Stream Initiative"),
        ("CSI", "Clear Stream Initiative"),
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("项目组共收到项目书80份，该计划顺利完成。", "zh"),
        ("The project has been extended, and this programme too.", "en"),
        ("Dự án đã kết thúc, chương trình được mở rộng.", "vi"),
    ],
)
def test_bare_word_is_no_name(text: str, language: str) -> None:
    assert names(text, language) == []


def test_organisation_with_such_a_word_in_its_name_stays_an_organisation() -> None:
    text = "The World Seed Programme opened an office."
    body = Mention("organisation", "World Seed Programme", 4, 24, 0.9, "intergovernmental")
    assert names(text, "en", Found(mentions=(body,))) == []


def test_hostile_text_is_read_in_linear_time() -> None:
    assert names("“" * 50_000, "zh") == []
    assert names("A " * 50_000 + "Programme", "en") != [("", "")]
