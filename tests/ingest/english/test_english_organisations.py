"""Organisations in English sentences; every name here is invented or a world body."""

from __future__ import annotations

import pytest

from banyan.ingest.adapters.reading import KnownName


def names(found):
    return [mention.text for mention in found.mentions if mention.kind == "organisation"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A grant came from the Clear River Foundation.", ["Clear River Foundation"]),
        (
            "The Centre for Rural Health and Nutrition opened a clinic.",
            ["Centre for Rural Health and Nutrition"],
        ),
        (
            "Staff of the Ministry of Labour, Invalids and Social Affairs came.",
            ["Ministry of Labour, Invalids and Social Affairs"],
        ),
        (
            "The Ministry of Health and the Blue Hills Association signed.",
            ["Ministry of Health", "Blue Hills Association"],
        ),
        ("The Lao Women's Union and UNICEF train midwives.", ["Lao Women's Union", "UNICEF"]),
        ("They visited the Embassy of Norway in Hanoi.", ["Embassy of Norway in Hanoi"]),
        ("The China Iron and Steel Association met.", ["China Iron and Steel Association"]),
        (
            "The China Federation of Logistics and Purchasing agreed.",
            ["China Federation of Logistics and Purchasing"],
        ),
        (
            "The People's Committee of Lao Cai province agreed.",
            ["People's Committee of Lao Cai province"],
        ),
        ("The Hong Kong Red Cross sent a team.", ["Hong Kong Red Cross"]),
        (
            "It went to Hoi An People's Committee and An Giang University.",
            ["Hoi An People's Committee", "An Giang University"],
        ),
        (
            "The Research Office of the Sunrise Academy of Agriculture replied.",
            ["Sunrise Academy of Agriculture"],
        ),
    ],
)
def test_grammar_finds_whole_names(read, sentence, expected):
    assert names(read(sentence)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "NGOs and CSOs asked how the SDGs and the MDGs help an ICSO.",
        "The Charity Law and the Environmental Protection Law were revised.",
        "They met at the Riverside International Convention Center.",
        "The Third National Workshop on Water Governance ended.",
        "Civil Society Forum delegates spoke about the Five-Year Plan.",
        "The Standing Committee and the Board of Directors met; the Finance Department reported.",
        "World Water Day and Women's Day are near.",
        "In April the villagers began to collect samples from the Yellow River.",
    ],
)
def test_grammar_leaves_other_capitals_alone(read, sentence):
    assert names(read(sentence)) == []


def test_initials_in_brackets_carry_the_full_name_to_later_uses(read):
    found = read("The Asia Forest Network (AFN) met. Later AFN published a report.")
    spans = [
        (m.text, m.attributes["canonical"], m.attributes["name_kind"])
        for m in found.mentions
        if m.kind == "organisation"
    ]
    assert spans == [
        ("Asia Forest Network", "Asia Forest Network", "official"),
        ("AFN", "Asia Forest Network", "acronym"),
        ("AFN", "Asia Forest Network", "acronym"),
    ]


def test_initials_of_a_thing_are_no_organisation(read):
    found = read("Disaster Risk Management (DRM) matters. DRM is part of all work of the Lotus Foundation.")
    assert names(found) == ["Lotus Foundation"]


def test_initials_before_a_bracketed_name_are_joined_to_it(read):
    found = read("QRC (Quiet Rivers Council) was founded in 1999.")
    assert {m.attributes["canonical"] for m in found.mentions if m.kind == "organisation"} == {
        "Quiet Rivers Council"
    }


def test_undefined_initials_are_believed_for_their_neighbours_only(read):
    assert names(read("BRYNA’s project officer Li Na spoke.")) == ["BRYNA"]
    assert names(read("The PPT on BRYNA ended.")) == []


def test_heading_in_capitals_shares_the_name_of_the_text(read):
    found = read("MOON LAKE FOUNDATION OPENS SCHOOL\n\nThe Moon Lake Foundation opened a school.")
    assert [(m.text, m.attributes["canonical"]) for m in found.mentions if m.kind == "organisation"] == [
        ("MOON LAKE FOUNDATION", "Moon Lake Foundation"),
        ("Moon Lake Foundation", "Moon Lake Foundation"),
    ]


def test_described_names_need_no_head_word(read):
    found = read("Quiet Steps, a Vietnamese NGO, and the charity Kindlight work together.")
    assert names(found) == ["Quiet Steps", "Kindlight"]


def test_register_names_are_found_as_they_are(read):
    known = (KnownName(text="Kindlight", record="o1"),)
    found = read("We thank Kindlight for this.", known=known)
    assert [(m.text, m.attributes["evidence"]) for m in found.mentions if m.kind == "organisation"] == [
        ("Kindlight", "known")
    ]


def test_blocked_stretches_and_page_furniture_yield_nothing(read):
    text = (
        "Lotus Star Foundation cheap shoes\n\nHome | Donors | River Trust | Links\n\nThe Reed Bank Trust met."
    )
    assert names(read(text, blocked=((0, 33),))) == ["Reed Bank Trust"]


def test_types_follow_the_head_word(read):
    found = read(
        "The Lotus Foundation, the Ministry of Finance, Blue Hills University, "
        "the Mekong Youth Network and UNDP met."
    )
    assert [m.type for m in found.mentions if m.kind == "organisation"] == [
        "foundation",
        "government",
        "academic",
        "network",
        "intergovernmental",
    ]
