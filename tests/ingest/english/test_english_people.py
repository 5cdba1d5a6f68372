"""People, titles and posts in English sentences; every name here is invented."""

from __future__ import annotations

import pytest


def posts(found):
    return [
        (r.subject.text, r.attributes["title"], r.object.text) for r in found.relations if r.kind == "post"
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("TARNA’s project coordinator Sun Li attended.", ("Sun Li", "project coordinator", "TARNA")),
        (
            "Assistant Secretary-General from UNDP, Erik Lundqvist, shared his view.",
            ("Erik Lundqvist", "Assistant Secretary-General", "UNDP"),
        ),
        (
            "Pham Thi Lan, Deputy Director of the Lotus Foundation, agreed.",
            ("Pham Thi Lan", "Deputy Director", "Lotus Foundation"),
        ),
        (
            "Ms. Đỗ Thị Vân – Chairwoman, Blue Hills Association",
            ("Đỗ Thị Vân", "Chairwoman", "Blue Hills Association"),
        ),
        ("TARNA director Nguyen Phuong Mai agreed.", ("Nguyen Phuong Mai", "director", "TARNA")),
        ("Le Minh Duc (TARNA) asked why.", ("Le Minh Duc", "", "TARNA")),
        ("Chen Xiaoyan from the Reed Bank Trust asked.", ("Chen Xiaoyan", "", "Reed Bank Trust")),
        (
            "Huang Yifei, head of the Research Department of the Reed Bank Trust, asked.",
            ("Huang Yifei", "head of the Research Department", "Reed Bank Trust"),
        ),
        (
            "Dr. Anna Berg, Policy Advisor at UNDP Vietnam, asked.",
            ("Anna Berg", "Policy Advisor", "UNDP Vietnam"),
        ),
    ],
)
def test_posts_are_read_from_the_usual_patterns(read, sentence, expected):
    assert posts(read(sentence)) == [expected]


def test_a_body_spoken_of_by_its_noun_is_found_again(read):
    found = read("The Lotus Charity Federation met. Fan Baoli, president of the federation, spoke.")
    assert posts(found) == [("Fan Baoli", "president", "Lotus Charity Federation")]


def test_each_speaker_of_a_list_keeps_the_title_beside_the_name(read):
    found = read(
        "Present were Mrs. Tran Thi Thu, President of the Lotus Foundation, Mr. Erik Lund, Manager of the "
        "Reed Bank Trust, and Vice Minister of Health Li Weiguo."
    )
    assert posts(found) == [
        ("Tran Thi Thu", "President", "Lotus Foundation"),
        ("Erik Lund", "Manager", "Reed Bank Trust"),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The Lotus Foundation was represented by its Chairman Nguyen Van Thanh.",
            ("Nguyen Van Thanh", "Chairman", "Lotus Foundation"),
        ),
        (
            "The Lotus Foundation, whose director Zhang Konglin spoke, agreed.",
            ("Zhang Konglin", "director", "Lotus Foundation"),
        ),
        (
            "Zhang Shuang, TARNA's China program director, spoke.",
            ("Zhang Shuang", "program director", "TARNA"),
        ),
        (
            "Lotus Biodiversity Centre\nChairman: Tran Huu Vy",
            ("Tran Huu Vy", "Chairman", "Lotus Biodiversity Centre"),
        ),
    ],
)
def test_posts_are_read_from_rarer_patterns(read, sentence, expected):
    assert posts(read(sentence)) == [expected]


def test_surnames_alone_lead_back_to_the_full_name(read):
    text = (
        "Anders Kjelsted, director of the Lotus Foundation, came with Ms. Tran Thi Lan Huong. "
        "Kjelsted thanked Ms. Huong."
    )
    people = [(m.text, m.attributes["canonical"]) for m in read(text).mentions if m.kind == "person"]
    assert people == [
        ("Anders Kjelsted", "Anders Kjelsted"),
        ("Tran Thi Lan Huong", "Tran Thi Lan Huong"),
        ("Kjelsted", "Anders Kjelsted"),
        ("Huong", "Tran Thi Lan Huong"),
    ]


def test_places_and_days_are_no_people(read):
    found = read("In Ha Giang and An Giang, on Monday, New York met Hong Kong. Thai Nguyen agreed.")
    assert [m.text for m in found.mentions if m.kind == "person"] == []


def test_titles_without_a_body_stay_on_the_person(read):
    found = read("The lawyer and activist spoke to Minister of Civil Affairs Li Weiguo.")
    person = next(m for m in found.mentions if m.kind == "person")
    assert (person.text, person.attributes["position"]) == ("Li Weiguo", "Minister of Civil Affairs")
    assert posts(found) == []
