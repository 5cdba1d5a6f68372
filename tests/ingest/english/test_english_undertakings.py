"""What is said of an undertaking is not said of the organisation that announced it."""

from __future__ import annotations

import pytest

from banyan.ingest.adapters.reading import Found


def ties(found: Found) -> set[tuple[str, str, str]]:
    kinds = ("post", "organised")
    return {(r.kind, r.subject.text, r.object.text) for r in found.relations if r.kind not in kinds}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The Coastal Communities Alliance announced a programme run by the Mangrove Trust and financed by the Nordic Climate Fund.",
            set(),
        ),
        (
            "The Coastal Communities Alliance is funded by the Nordic Climate Fund.",
            {("funded_by", "Coastal Communities Alliance", "Nordic Climate Fund")},
        ),
        (
            "The Coastal Communities Alliance met in Manila. It was founded in 1998 by the Rural Reconstruction Society together with the Fishers Union.",
            {
                ("initiated_with", "Coastal Communities Alliance", "Rural Reconstruction Society"),
                ("initiated_with", "Coastal Communities Alliance", "Fishers Union"),
            },
        ),
    ],
)
def test_ties_are_told_of_whom_they_are_said(read, text: str, wanted: set[tuple[str, str, str]]) -> None:
    assert ties(read(text)) == wanted


def test_two_are_elected_in_one_sentence(read) -> None:
    found = read(
        "Delegates of the Coastal Communities Alliance elected Maria Lopez as chairperson and re-elected Dennis Okafor"
        " as treasurer."
    )
    posts = {
        (r.subject.text, r.attributes["title"], r.object.text) for r in found.relations if r.kind == "post"
    }
    assert posts == {
        ("Maria Lopez", "chairperson", "Coastal Communities Alliance"),
        ("Dennis Okafor", "treasurer", "Coastal Communities Alliance"),
    }


def test_a_field_of_learning_is_no_organisation(read) -> None:
    found = read("Tom Ford, professor of Pacific History, spoke.")
    assert [mention.text for mention in found.mentions if mention.kind == "organisation"] == []
