"""Dates, amounts, counts, events and ties in English sentences."""

from __future__ import annotations

import datetime
import time

import pytest


@pytest.mark.parametrize(
    ("phrase", "value", "inferred"),
    [
        ("9th-11th of November", "2012-11-09/2012-11-11", True),
        ("November 9-11, 2011", "2011-11-09/2011-11-11", False),
        ("on 3 December", "2012-12-03", True),
        ("from 2 to 5 May", "2012-05-02/2012-05-05", True),
        ("October 20th to November 2nd 2010", "2010-10-20/2010-11-02", False),
        ("12 March 2009", "2009-03-12", False),
        ("in June 2008", "2008-06", False),
        ("2013-06-14", "2013-06-14", False),
    ],
)
def test_dates_are_resolved(read, phrase, value, inferred):
    found = read(f"They met {phrase} again.", date=datetime.date(2012, 11, 20))
    assert [m.attributes for m in found.mentions if m.kind == "date"] == [
        {"value": value, "inferred": inferred}
    ]


def test_day_after_the_page_belongs_to_the_year_before(read):
    found = read("They met on 3 December.", date=datetime.date(2013, 1, 5))
    assert [m.attributes["value"] for m in found.mentions if m.kind == "date"] == ["2012-12-03"]


@pytest.mark.parametrize(
    ("phrase", "amount", "currency"),
    [
        ("US$1.2 million", "1200000", "USD"),
        ("RMB 300,000", "300000", "CNY"),
        ("€50,000", "50000", "EUR"),
        ("VND 2 billion", "2000000000", "VND"),
        ("84.5 billion yuan", "84500000000", "CNY"),
        ("HK$2.4 million", "2400000", "HKD"),
        ("VND500,000", "500000", "VND"),
        ("£20,000", "20000", "GBP"),
    ],
)
def test_amounts_are_read(read, phrase, amount, currency):
    found = read(f"The fund gave {phrase} for it.")
    money = [m for m in found.mentions if m.kind == "money"]
    assert [(m.text, m.attributes["amount"], m.attributes["currency"]) for m in money] == [
        (phrase, amount, currency)
    ]


@pytest.mark.parametrize(
    ("sentence", "value", "unit", "qualifier"),
    [
        ("104 CSO management representatives came.", "104", "CSO management representatives", ""),
        ("More than 300 organisations came.", "300", "organisations", "over"),
        ("It studied over 140 cases.", "140", "cases", "over"),
        ("Twenty-five local NGOs came.", "25", "local NGOs", ""),
        ("About 5,600 migrant workers were helped.", "5600", "migrant workers", "about"),
    ],
)
def test_counts_are_read(read, sentence, value, unit, qualifier):
    counts = [m.attributes for m in read(sentence).mentions if m.kind == "count"]
    assert counts == [{"value": value, "unit": unit, "qualifier": qualifier, "about": ""}]


def test_years_shares_and_numbers_of_things_are_no_counts(read):
    text = "In 2012 members met. It took 3 days. About 60 per cent agreed. Article 25 members. Room 301."
    assert [m.text for m in read(text).mentions if m.kind == "count"] == []


def test_a_repeated_figure_is_marked(read):
    counts = [m for m in read("40 groups came. The 40 groups left.").mentions if m.kind == "count"]
    assert [m.attributes.get("repeat", False) for m in counts] == [False, True]


def test_event_carries_day_place_and_organisers(read):
    found = read(
        "On 12 March 2015 the Lotus Foundation and UNDP held a workshop on community forestry in Hanoi."
    )
    event = next(m for m in found.mentions if m.kind == "event")
    assert event.attributes == {
        "name": "workshop on community forestry",
        "date": "2015-03-12",
        "date_inferred": False,
        "place": "Hanoi",
        "organisers": ["Lotus Foundation", "UNDP"],
    }


def test_a_bare_noun_adds_to_the_event_named_before(read):
    found = read(
        "The Ninth Mekong Youth Conference\n\nThe conference was hosted by the Lotus Foundation in Vientiane."
    )
    events = [m.attributes for m in found.mentions if m.kind == "event"]
    assert [(e["name"], e["place"], e["organisers"]) for e in events] == [
        ("Ninth Mekong Youth Conference", "Vientiane", ["Lotus Foundation"])
    ]


def test_a_tie_may_speak_of_the_sentence_before(read):
    found = read("The Lotus Foundation was founded in 1992. It is a member of the Mekong Youth Network.")
    assert ("member_of", "Lotus Foundation", "Mekong Youth Network") in ties(found)


def ties(found):
    return [(r.kind, r.subject.text, r.object.text) for r in found.relations]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The Lotus Foundation is a member of the Mekong Youth Network.",
            ("member_of", "Lotus Foundation", "Mekong Youth Network"),
        ),
        (
            "The Lotus Foundation works under the guidance of the Ministry of Health.",
            ("guided_by", "Lotus Foundation", "Ministry of Health"),
        ),
        (
            "The Reed Bank Trust received a grant of $4,000 from the Lotus Foundation.",
            ("funded_by", "Reed Bank Trust", "Lotus Foundation"),
        ),
        (
            "The Lotus Foundation has observer status with the Blue Hills Council of Youth.",
            ("observer_of", "Lotus Foundation", "Blue Hills Council of Youth"),
        ),
        (
            "The Mekong Youth Network is operated by the Reed Bank Trust.",
            ("operated_by", "Mekong Youth Network", "Reed Bank Trust"),
        ),
        (
            "The Mekong Youth Network was founded together with the Reed Bank Trust.",
            ("initiated_with", "Mekong Youth Network", "Reed Bank Trust"),
        ),
        (
            "The Reed Bank Trust works in partnership with the Lotus Foundation.",
            ("partner_of", "Reed Bank Trust", "Lotus Foundation"),
        ),
    ],
)
def test_ties_are_read(read, sentence, expected):
    assert ties(read(sentence)) == [expected]


def test_consultative_status_names_its_level(read):
    found = read("The Lotus Foundation holds special consultative status with ECOSOC.")
    assert [(r.kind, r.object.text, r.attributes) for r in found.relations] == [
        ("consultative_status", "ECOSOC", {"level": "special"})
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "Green ",
        "A (",
        "Center of ",
        "1,",
        "Director of ",
        "received a grant ",
        "May 1 to ",
        "Women's ",
        "a@",
        ",",
    ],
)
def test_hostile_repetition_is_read_in_linear_time(read, piece):
    text = piece * (60_000 // len(piece))
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 12, "5,000 characters a second is the least we promise"
