"""
Filling a demonstration: pages are clipped, and decisions written down in a file are taken on what they say.

The decisions go through the very functions that a person's click calls.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from banyan.accounts.models import User
from banyan.events.models import Event
from banyan.ingest.domain import clippings
from banyan.ingest.models import Clipping
from banyan.registry.domain import proposals
from banyan.registry.enums import ProposalState
from banyan.registry.models import (
    Activity,
    Organisation,
    OrganisationName,
    Person,
    PersonName,
    Post,
    ProposedChange,
    Tie,
)
from banyan.search.domain.normalise import fold

#: What lies in a folder and can be read; anything else is passed over.
READABLE = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")


class DecisionFindsNothing(ValueError):
    """A line of the file of decisions matches no waiting suggestion."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a demonstration holds."""

    clippings: int
    organisations: int
    people: int
    posts: int
    events: int
    activities: int
    ties: int
    waiting: int

    def __str__(self) -> str:
        return (
            f"{self.clippings} clippings, {self.organisations} organisations, {self.people} people, "
            f"{self.posts} posts, {self.events} events, {self.activities} activities, {self.ties} ties, "
            f"{self.waiting} waiting"
        )


def count() -> Counts:
    """Count what is there."""
    return Counts(
        clippings=Clipping.objects.count(),
        organisations=Organisation.objects.count(),
        people=Person.objects.count(),
        posts=Post.objects.count(),
        events=Event.objects.count(),
        activities=Activity.objects.count(),
        ties=Tie.objects.count(),
        waiting=ProposedChange.objects.filter(state=ProposalState.WAITING).count(),
    )


def readable_files(folder: Path) -> list[Path]:
    """Return the texts and pages of a folder in the order of their names."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in READABLE and path.is_file())


def clip_files(
    *, files: Sequence[Path], by: User | None, now: datetime.datetime
) -> Iterator[tuple[Path, Clipping]]:
    """Save and read each file; one that was clipped before is given as it is."""
    for path in files:
        try:
            clipping = clippings.save_page(
                raw=path.read_bytes(), by=by, now=now, title=path.name, read_later=False
            )
        except clippings.PageIsClippedAlready as error:
            clipping = error.clipping
        yield path, clippings.read(clipping_id=clipping.pk, now=now)


def describe(proposal: ProposedChange) -> str:
    """
    Return what a suggestion said at first, in one line, as the file of decisions names it.

    ``post: A @ B``, ``tie: A member_of B``, ``figure: 193 of B``, ``organisation: A``.
    """
    payload = proposal.as_suggested["payload"] if proposal.as_suggested else proposal.payload
    if proposal.kind == "post":
        words = f"{payload['person']['name']} @ {payload['organisation']['name']}"
    elif proposal.kind == "tie":
        words = f"{payload['subject']['name']} {payload['kind']} {payload['object']['name']}"
    elif proposal.kind == "figure":
        words = (
            f"{payload['value']} {payload['currency'] or payload['measure']} of {payload['subject']['name']}"
        )
    elif proposal.kind == "appearance":
        words = f"{payload['person']['name']} @ {payload['event']['name']}"
    else:
        words = payload["name"]
    return f"{proposal.kind}: {' '.join(words.split())}"


def _key_of(name: str) -> str:
    """Return the public id of the record with this name."""
    folded = fold(name)
    organisation = OrganisationName.objects.filter(folded=folded).first()
    if organisation is not None:
        return organisation.organisation.public_id
    person = PersonName.objects.filter(folded=folded).first()
    if person is None:
        raise DecisionFindsNothing(name)
    return person.person.public_id


def apply_decisions(
    *, clipping: Clipping, decisions: Sequence[dict[str, Any]], by: User | None, now: datetime.datetime
) -> int:
    """
    Take the decisions of one page in the order of the file.

    Each is ``{"on": as `describe` words it, "do": "accept" or "reject", "changes": {…}, "link_to": name}``.

    :return: how many suggestions were decided
    :raises DecisionFindsNothing: if a line matches no suggestion: the file and the grammar have parted
    """
    decided = 0
    for line in decisions:
        rows = ProposedChange.objects.filter(source=clipping.source)
        match = next((row for row in rows if describe(row) == line["on"]), None)
        if match is None:
            raise DecisionFindsNothing(line["on"])
        if match.state != ProposalState.WAITING:
            continue
        if line["do"] == "reject":
            proposals.reject(proposal_id=match.pk, by=by, now=now)
        else:
            link_to = _key_of(line["link_to"]) if line.get("link_to") else None
            proposals.accept(
                proposal_id=match.pk, by=by, now=now, changes=line.get("changes"), link_to=link_to
            )
        decided += 1
    return decided


def decisions_of(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the decisions by file name of the page."""
    decisions: dict[str, list[dict[str, Any]]] = json.loads(path.read_text())
    return decisions
