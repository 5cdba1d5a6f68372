"""Posts and ties told by bare heads, elections, lists and givers in English sentences."""

from __future__ import annotations

import time

import pytest

LOTUS = "The Lotus Foundation was founded in 1999. The Lotus Foundation works in Hue. "
NETWORK = "The Upland Seeds Network met. The Upland Seeds Network is new. "


def posts(found):
    return {
        (r.subject.text, r.attributes["title"], r.object.text) for r in found.relations if r.kind == "post"
    }


def ties(found):
    return {
        (r.kind, r.subject.text, r.object.text)
        for r in found.relations
        if r.kind not in {"post", "organised", "spoke_at"}
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            LOTUS + "The Foundation’s director, Harold Penning, was there.",
            {("Harold Penning", "director", "Lotus Foundation")},
        ),
        (
            LOTUS + "Mary Ellis, who chairs the Foundation, agreed.",
            {("Mary Ellis", "", "Lotus Foundation")},
        ),
        (
            LOTUS + "The Foundation is headed by Mary Ellis.",
            {("Mary Ellis", "", "Lotus Foundation")},
        ),
        (
            "Mary Ellis, director of the Highland Honey Trust, was elected President of the Beekeepers Union.",
            {
                ("Mary Ellis", "director", "Highland Honey Trust"),
                ("Mary Ellis", "President", "Beekeepers Union"),
            },
        ),
        (
            LOTUS + "The new board: Chair – Mary Ellis; members: Pedro Alvarez.",
            {
                ("Mary Ellis", "Chair", "Lotus Foundation"),
                ("Pedro Alvarez", "members", "Lotus Foundation"),
            },
        ),
        (
            LOTUS + "\n\nStaff\n\nExecutive Director: Mary Ellis\n\nDr Felix Adeyemi, Treasurer\n",
            {
                ("Mary Ellis", "Executive Director", "Lotus Foundation"),
                ("Felix Adeyemi", "Treasurer", "Lotus Foundation"),
            },
        ),
        (
            "Nguyen Thi Hoa, representing the Institute of Fisheries, signed.",
            {("Nguyen Thi Hoa", "", "Institute of Fisheries")},
        ),
        (
            "Anong Suksai from the Centre for Native Crops spoke.",
            {("Anong Suksai", "", "Centre for Native Crops")},
        ),
        (
            "Ann Whitfield joined Lotus Link as programme director in June.",
            {("Ann Whitfield", "programme director", "Lotus Link")},
        ),
        (
            "Media contact: Lucy Farrell, communications officer, Sunrise Charity",
            {("Lucy Farrell", "communications officer", "Sunrise Charity")},
        ),
        (
            "Ms Marta Lindgren, Deputy Head of Mission at the Embassy of Sweden, came.",
            {("Marta Lindgren", "Deputy Head", "Embassy of Sweden")},
        ),
        (
            "Nguyen Van Tho, Head of the Environment Division, Hue Department of Planning, spoke.",
            {("Nguyen Van Tho", "Head", "Hue Department of Planning")},
        ),
        # a minister is no officer of the body a page is about
        (LOTUS + "Minister Harold Penning came.", set()),
    ],
)
def test_post_is_found_with_its_body(read, text, expected):
    assert posts(read(text)) == expected


def test_former_post_says_so(read):
    found = read("John Hale, former director of the Lotus Foundation, died.")
    assert [r.attributes.get("former") for r in found.relations if r.kind == "post"] == [True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            NETWORK + "The founding members of the Network are the Lao Farmers Association and Terra Viva.",
            {
                ("member_of", "Lao Farmers Association", "Upland Seeds Network"),
                ("member_of", "Terra Viva", "Upland Seeds Network"),
            },
        ),
        (
            "The Rivers Coalition comprises the Foundation for Clean Rivers and the Fisheries Action Network.",
            {
                ("member_of", "Foundation for Clean Rivers", "Rivers Coalition"),
                ("member_of", "Fisheries Action Network", "Rivers Coalition"),
            },
        ),
        (
            NETWORK + "The River Life Institute joined the Network as an observer.",
            {("observer_of", "River Life Institute", "Upland Seeds Network")},
        ),
        (
            "On 2 March the Bluewater Trust and Lakeside University signed a memorandum of understanding.",
            {("partner_of", "Bluewater Trust", "Lakeside University")},
        ),
        (
            "A grant of €120,000 from the Ford Foundation to the Lotus Foundation paid for it.",
            {("funded_by", "Lotus Foundation", "Ford Foundation")},
        ),
        (
            "The Bluewater Trust will provide a grant of $40,000 to Lakeside University.",
            {("funded_by", "Lakeside University", "Bluewater Trust")},
        ),
        (
            LOTUS + "In 2014 the Foundation received grants from the Ford Foundation, Misereor and UNICEF.",
            {
                ("funded_by", "Lotus Foundation", "Ford Foundation"),
                ("funded_by", "Lotus Foundation", "Misereor"),
                ("funded_by", "Lotus Foundation", "UNICEF"),
            },
        ),
        (
            LOTUS + "The Foundation belongs to the Global Youth Forum.",
            {("part_of", "Lotus Foundation", "Global Youth Forum")},
        ),
        (
            "The Ministry of Health, together with the Lotus Foundation, held talks.",
            {("partner_of", "Ministry of Health", "Lotus Foundation")},
        ),
        # what stands behind "from" is not the one that is supported
        ("A man from the Lotus Foundation spoke of the house, which is hosted by Terra Viva.", set()),
    ],
)
def test_tie_is_found(read, text, expected):
    assert ties(read(text)) == expected


@pytest.mark.parametrize(
    "piece", ["Chair: John Smith, Mary Brown, the Foundation, ", "the Network and the Fund by the Network "]
)
def test_hostile_lists_are_read_in_bounded_time(read, piece):
    started = time.process_time()
    read(piece * (40_000 // len(piece)))
    assert time.process_time() - started < 8
