"""Each thing a comparison looks at, by itself; and what must hold of any two texts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.registry.adapters.matching import Comparison, Name, Profile, compare, lists
from banyan.registry.adapters.matching.comparing import REASON_OF
from banyan.registry.adapters.matching.lexicon import shipped
from banyan.registry.adapters.matching.verdicts import BAR
from banyan.web.presenters.reasons import LABELS


def profile(text: str, **values: object) -> Profile:
    return Profile(key=text, names=(Name(text=text),), **values)


def compared(ours: str, theirs: str) -> Comparison:
    return compare(profile(ours), profile(theirs), lexicon=shipped())


def codes(found: Comparison) -> set[str]:
    return {reason.code for reason in found.reasons}


@pytest.mark.parametrize(
    ("ours", "theirs", "code"),
    [
        ("Willow Bend Foundation", "willow bend foundation", "same_name"),
        ("Hội Chữ thập đỏ Việt Nam", "Hoi Chu thap do Viet Nam", "same_without_accents"),
        ("The Willow Bend Foundation Ltd.", "Willow Bend Foundation", "same_core"),
        ("中国扶贫基金会", "中國扶貧基金會", "script_variant"),
        ("中国扶贫基金会", "Zhongguo Fupin Jijinhui", "pinyin"),
        ("Hội Chữ thập đỏ Việt Nam", "Vietnam Red Cross Society", "translation"),
        ("北京大学", "北大", "short_form"),
        ("WBRF", "Willow Bend River Foundation", "derived_acronym"),
        ("Willow Bend Foundatoin", "Willow Bend Foundation", "spelling"),
        ("Foundation Willow Bend", "Willow Bend Foundation", "word_order"),
    ],
)
def test_a_reason_is_named(ours: str, theirs: str, code: str) -> None:
    assert code in codes(compared(ours, theirs))


@pytest.mark.parametrize(
    ("ours", "theirs", "veto"),
    [
        ("Quỹ Bảo vệ Rừng", "Quỹ Bảo vệ Rùng", "other_accents"),
        ("Hội Phụ nữ Hà Nội", "Hội Phụ nữ Hải Phòng", "other_place"),
        ("北京市慈善协会", "南京市慈善协会", "other_place"),
        ("Hanoi Women's Union", "Hội Phụ nữ Hải Phòng", "other_place"),
        ("第一人民医院", "第三人民医院", "other_number"),
        ("Third People's Hospital", "第二人民医院", "other_number"),
        ("Hội Phụ nữ quận 1", "Hội Phụ nữ quận 3", "other_number"),
        ("上海环保协会", "上海环保基金会", "other_form"),
    ],
)
def test_what_contradicts_rules_out(ours: str, theirs: str, veto: str) -> None:
    assert veto in compared(ours, theirs).vetoes


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Hội Phụ nữ Hà Nội", "河内妇女协会"),
        ("第三人民医院", "The Third People's Hospital"),
        ("北京慈善协会", "北京市慈善协会"),
        ("Univ. of Hanoi", "University of Hanoi"),
        ("Hội Phụ nữ TP.HCM", "Hội Phụ nữ Thành phố Hồ Chí Minh"),
    ],
)
def test_one_place_number_or_abbreviation_written_in_two_ways(ours: str, theirs: str) -> None:
    found = compared(ours, theirs)
    assert found.vetoes == ()
    assert found.score >= BAR


def test_what_is_known_beside_the_name_counts() -> None:
    ours = profile("Willow Bend Foundation", country="VN", websites=("https://www.willow.example/about",))
    same = profile("Willow Bend Fund", country="VN", websites=("http://willow.example",))
    other = profile("Willow Bend Fund", country="FR", websites=("https://facebook.com/willow",))
    nearer, farther = (compare(ours, one, lexicon=shipped()) for one in (same, other))
    assert {"same_website", "same_country"} <= codes(nearer)
    assert "other_country" in farther.vetoes
    assert "same_website" not in codes(farther)
    assert nearer.score > farther.score


def test_shared_hosts_and_free_mail_say_nothing() -> None:
    ours = profile("Willow Bend", websites=("https://facebook.com/willow", "willow@gmail.com"))
    theirs = profile("River House", websites=("https://www.facebook.com/river", "river@gmail.com"))
    assert not codes(compare(ours, theirs, lexicon=shipped())) & {"same_website", "other_website"}


def test_one_number_in_a_register_speaks_for_and_another_against() -> None:
    ours = profile("Willow Bend", identifiers=frozenset({("XI-X", "1")}))
    same = profile("River House", identifiers=frozenset({("XI-X", "1")}))
    other = profile("Willow Bend", identifiers=frozenset({("XI-X", "2")}))
    assert compare(ours, same, lexicon=shipped()).score >= BAR
    assert "other_identifier" in compare(ours, other, lexicon=shipped()).vetoes


def test_a_person_is_no_organisation() -> None:
    found = compare(profile("Mai Lan"), profile("Mai Lan", kind="person"), lexicon=shipped())
    assert found.vetoes == ("other_kind",)


HOSTILE = [
    "",
    " ",
    "\0",
    "\0\0\0",
    "👩‍👩‍👧",
    "()" * 50,
    "a" * 10_000,
    "中" * 10_000,
    "中a越1 " * 500,
    "\u202e evil",
    "́́́",
    "II",
    "第",
    "第一",
]


@pytest.mark.parametrize("ours", HOSTILE)
@pytest.mark.parametrize("theirs", ["Willow Bend Foundation", "北京大学", ""])
def test_hostile_texts_are_compared_without_harm(ours: str, theirs: str) -> None:
    found = compared(ours, theirs)
    assert 0.0 <= found.score <= 1.0
    assert found.score == compared(theirs, ours).score


WORDS = st.text(
    st.sampled_from(list("abcdehinoqtuvAHB ĐđộộàảưHội Quỹ 中国北京协会基金大学慈善第三人民123().-'")),
    max_size=30,
)


@settings(deadline=None, max_examples=150)
@given(WORDS, WORDS)
def test_comparing_is_symmetric(ours: str, theirs: str) -> None:
    forth, back = compared(ours, theirs), compared(theirs, ours)
    assert forth.score == pytest.approx(back.score, abs=0.02)
    assert set(forth.vetoes) == set(back.vetoes)


@settings(deadline=None, max_examples=100)
@given(WORDS)
def test_a_name_is_itself(text: str) -> None:
    if any(letter.isalnum() for letter in text):
        assert compared(text, text).score == 1.0


def test_every_reason_has_a_label() -> None:
    told = {REASON_OF.get(code, code) for code in lists.coefficients()} - {"bias", "across_scripts"}
    assert told - LABELS.keys() == set()


def test_every_list_says_where_it_came_from() -> None:
    described = {row["file"] for row in lists.manifest() if row["source"] and row["licence"]}
    assert described == {path.name for path in lists.FOLDER.glob("*.csv")}
