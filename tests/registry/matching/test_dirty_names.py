"""Names as people write them: slips, abbreviations, what is added and what is left out."""

from __future__ import annotations

import pytest

from banyan.registry.adapters.matching import Comparison, Name, Profile, compare
from banyan.registry.adapters.matching.lexicon import shipped
from banyan.registry.adapters.matching.parsing import parse
from banyan.registry.adapters.matching.slips import slips_between
from banyan.registry.adapters.matching.verdicts import BAR

RECORD = Profile(
    key="r",
    names=(
        Name("Willow Bend Foundation for Nature", "en"),
        Name("Quỹ Thiên nhiên Bãi Liễu", "vi"),
        Name("柳湾自然保护基金会", "zh"),
        Name("WBNT", "", "acronym"),
    ),
    country="VN",
    seats=("Hội An", "Quảng Nam"),
)


def asked(text: str) -> Comparison:
    return compare(Profile(key="", names=(Name(text),)), RECORD, lexicon=shipped())


@pytest.mark.parametrize(
    "text",
    [
        "Wilow Bend Foundation for Nature",
        "Willow Bend Fuondation for Natrue",
        "Willow Bend Fdn for Nature",
        "Willow Bend Foundation for Nature (WBNT)",
        "Willow Bend Foundation for Nature, Hoi An",
        "Willow Bend Foundation for Nature (Quảng Nam)",
        "Willow Bend Foundation for Nature, Vietnam",
        "Willow Bend Foundation for Nature – Quỹ Thiên nhiên Bãi Liễu",
        "柳湾自然保护基金会 Willow Bend Foundation for Nature",
        "Nature Willow Bend Foundation",
        "WILLOW BEND FOUNDATION FOR NATURE INC.",
        "柳灣自然保護基金會",
        "Ｗｉｌｌｏｗ Ｂｅｎｄ Foundation for Nature",
        "quy thien nhien bai lieu",
    ],
)
def test_dirt_does_not_hide_the_record(text: str) -> None:
    found = asked(text)
    assert found.score >= BAR
    assert found.vetoes == ()


def test_the_seat_of_another_record_is_left_over() -> None:
    here, there = asked("Willow Bend Foundation for Nature, Hoi An"), asked("Willow Bend Foundation, Hue")
    assert here.score > 0.9 > there.score


@pytest.mark.parametrize(
    ("ours", "theirs", "slips"),
    [
        ("Willow Bend Hospital", "Wilow Bend Hospital", 1),
        ("Willow Bend Hospital", "Willow Bedn Hopsital", 2),
        ("Institute of Urology", "Institute of Neurology", 0),  # both are words
        ("Cancer Council NT", "Cancer Council SA", 0),  # a short word that differs is another
        ("Hospital of Hanoi", "Hospital of Hunan", 0),  # two places
        ("Willow House 12", "Willow House 13", 0),  # two numbers
        ("Willow", "Wilow", 0),  # too short to tell
        ("国家凝固技术重点实验室", "国家凝固技重点实验室", 1),
        ("河北大学附属医学院", "河北大学附属医院", 0),  # another form
    ],
)
def test_a_slip_makes_a_word_that_nobody_writes(ours: str, theirs: str, slips: int) -> None:
    one, other = (parse(text, "", shipped()) for text in (ours, theirs))
    assert slips_between(one, other, shipped()) == slips
    assert slips_between(other, one, shipped()) == slips


def test_an_acronym_that_repeats_its_name_says_nothing_more() -> None:
    lexicon = shipped()
    assert parse("Willow Bend River Trust (WBRT)", "", lexicon).core_key == "willowbendrivertrust"
    assert parse("Willow Bend River Trust (QXZT)", "", lexicon).core_key == "willowbendrivertrustqxzt"
