"""Dates, numbers and money as people write them, names that fit, and data that cannot break out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from banyan.core.i18n import Text
from banyan.web.pictures import ties
from banyan.web.presenters import formats
from banyan.web.presenters.excerpts import excerpt
from banyan.web.templatetags import texts


@pytest.mark.parametrize(
    ("text", "vi", "zh", "en"),
    [
        ("2021-04-09", "9/4/2021", "2021年4月9日", "9 April 2021"),
        ("2021-04", "tháng 4 năm 2021", "2021年4月", "April 2021"),
        ("2021", "2021", "2021年", "2021"),
        ("", "", "", ""),
        ("spring", "spring", "spring", "spring"),
    ],
)
def test_partial_date_is_written_in_each_language(text, vi, zh, en):
    for language, words in (("vi", vi), ("zh-hans", zh), ("en", en)):
        with override(language):
            assert formats.partial_date(text) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2011-11-09", "2011-11-11", "9–11 Nov 2011"),
        ("2019", "2021", "2019–2021"),
        ("2019", "", "2019"),
        ("2019-05", "2021", "May 2019 – 2021"),
        ("2026-06-09", "2026-06-09", "9 June 2026"),
    ],
)
def test_period_is_one_stretch(start, end, words):
    with override("en"):
        assert formats.period(start, end) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-06-09", "2026-06-11", "9–11/6/2026"),
        ("2026-10-29", "2026-11-02", "29/10–2/11/2026"),
        ("2025-12-30", "2026-01-02", "30/12/2025–2/1/2026"),
        ("2026-04", "2026-12", "tháng 4–12 năm 2026"),
        ("2025-04", "2026-12", "tháng 4 năm 2025 – tháng 12 năm 2026"),
        ("2019", "2021", "2019–2021"),
    ],
)
def test_period_in_vietnamese_is_written_with_strokes(start, end, words):
    with override("vi"):
        assert formats.period(start, end) == words


@pytest.mark.parametrize(
    ("value", "currency", "vi", "zh", "en"),
    [
        (1_650_000, "CNY", "1,65 triệu CNY", "165万元人民币", "1.65 million CNY"),
        (80_000, "CNY", "80.000 CNY", "8万元人民币", "80,000 CNY"),
        (1_234_567, "CNY", "1.234.567 CNY", "1,234,567元人民币", "1,234,567 CNY"),
        ("99.50", "USD", "99,5 USD", "99.5美元", "99.5 USD"),
        (2_000_000_000, "VND", "2 tỷ VND", "20亿越南盾", "2 billion VND"),
    ],
)
def test_money_is_written_in_each_language_and_never_rounded(value, currency, vi, zh, en):
    for language, words in (("vi", vi), ("zh-hans", zh), ("en", en)):
        with override(language):
            assert formats.money(Decimal(value), currency).replace("\xa0", " ") == words


def test_text_in_another_language_says_which():
    text = Text(value="项目总监", language="zh", is_fallback=True)
    with override("en"):
        assert texts.said(text) == (
            '<span lang="zh-Hans">项目总监</span> <span class="in-language">Chinese</span>'
        )
        assert texts.named(Text(value="<b>", language="zh", is_fallback=True)) == (
            '<span lang="zh-Hans">&lt;b&gt;</span>'
        )


def test_data_in_a_page_cannot_end_its_element():
    assert texts.jsonld({"name": "</script><b>&"}) == (
        '<script type="application/ld+json">{"name":"\\u003C/script\\u003E\\u003Cb\\u003E\\u0026"}</script>'
    )


def test_marks_surround_only_what_was_typed():
    assert texts.marked([("Clear <", False), ("River", True)]) == "Clear &lt;<mark>River</mark>"


def test_long_names_are_broken_and_cut():
    assert ties.wrapped("Liên hiệp các Hội Nước sạch và Vệ sinh nông thôn") == [
        "Liên hiệp các Hội Nước",
        "sạch và Vệ sinh nông thôn",
    ]
    assert ties.wrapped("中国清洁水民间组织促进会协北京办事处发展部项目组") == [
        "中国清洁水民间组织促进会协",
        "北京办事处发展部项目组",
    ]
    assert ties.wrapped("a" * 60)[-1].endswith("…")


def test_picture_draws_twelve_at_most():
    neighbours = [
        ties.Neighbour(name=f"Group {number}", words=("Member of",), has_ended=False) for number in range(40)
    ]
    svg = ties.draw(name="Centre", neighbours=neighbours, label="x")
    assert svg.count('r="11"') == 12
    assert ties.draw_tall(name="Centre", neighbours=neighbours, label="x").count('r="8"') == 12


def test_sentence_stands_whole_and_a_long_quote_only_around_its_names():
    sentence = "Clear River Foundation took part."
    assert excerpt(sentence, ["Clear River Foundation"]) == sentence
    long = (
        "当天，"
        + "代表们座谈交流。" * 30
        + "清河公益基金会项目总监林舒安出席并主持签约仪式。"
        + "活动结束。" * 30
    )
    shown = excerpt(long, ["清河公益基金会", "林舒安"])
    assert "清河公益基金会项目总监林舒安出席并主持签约仪式" in shown
    assert (shown[0], shown[-1], len(shown) < 90) == ("…", "…", True)
    assert len(excerpt("长" * 900)) == 122
    assert len(excerpt("long " * 200)) == 241


def test_lists_use_the_comma_of_the_script():
    with override("zh-hans"):
        assert formats.listed(["资助方", "发起方"]) == "资助方、发起方"
    with override("vi"):
        assert formats.listed(["Huế", "Việt Nam"]) == "Huế, Việt Nam"
