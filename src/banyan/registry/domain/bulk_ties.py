"""Many ties at once: the same rules, log lines and index notes as one, in few statements."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.registry.documents import weighed_by
from banyan.registry.domain import living
from banyan.registry.domain.bulk import cite_many
from banyan.registry.domain.organisations import TITLES
from banyan.registry.enums import SYMMETRIC_TIES, TieKind
from banyan.registry.models import Organisation, Source, Tie
from banyan.search.domain import outbox


@dataclass(frozen=True, slots=True)
class NewTie:
    """A tie to be written: keys of both ends, read from the subject's side, and the words that say so."""

    subject_id: int
    object_id: int
    kind: str
    grade: str = ""
    from_date: str = ""
    to_date: str = ""
    quote: str = ""

    @property
    def is_one(self) -> tuple[int, int, str, str]:
        """What makes it the same tie as another, from whichever end it was stated; dates aside."""
        first, second = self.subject_id, self.object_id
        if self.kind in SYMMETRIC_TIES and first > second:
            first, second = second, first
        return (first, second, self.kind, self.grade)


@transaction.atomic
def add_many(
    *, wanted: Sequence[NewTie], source: Source, by: User | None, now: datetime.datetime
) -> list[Tie | None]:
    """
    Write the ties that are not there yet; None for one that is, is stated twice, or binds one organisation.

    :raises ValidationError: if a kind or date is malformed; nothing is then written
    """
    wanted = of_the_living(wanted)
    held = _held(wanted)
    found: list[Tie | None] = []
    for one in wanted:
        periods = held.setdefault(one.is_one, [])
        if one.subject_id == one.object_id or any(_meet(one, *period) for period in periods):
            found.append(None)
            continue
        periods.append((one.from_date, one.to_date))
        tie = Tie(
            subject_id=one.subject_id,
            object_id=one.object_id,
            kind=one.kind,
            grade=one.grade,
            from_date=one.from_date,
            to_date=one.to_date,
            created_at=now,
            created_by=by,
            updated_at=now,
            updated_by=by,
        )
        tie.clean_fields(exclude=["subject", "object", "created_by", "updated_by"])
        found.append(tie)
    new = [tie for tie in found if tie is not None]
    Tie.objects.bulk_create(new, batch_size=500)
    quotes = [one.quote for one, tie in zip(wanted, found, strict=True) if tie is not None]
    label = Tie._meta.label_lower
    cite_many(
        source=source,
        by=by,
        now=now,
        rows=((label, tie.pk, "", quote) for tie, quote in zip(new, quotes, strict=True)),
    )
    shown = Organisation.objects.only("public_id", *TITLES)  # what the log and the index call them
    ends = shown.in_bulk({key for tie in new for key in (tie.subject_id, tie.object_id)})
    for tie in new:
        tie.subject, tie.object = ends[tie.subject_id], ends[tie.object_id]
    audit.record_many(
        key="registry.tie.added",
        lines=(
            (
                tie,
                None,
                {
                    "subject": tie.subject.public_id,
                    "object": tie.object.public_id,
                    "kind": str(tie.kind),
                    "grade": tie.grade,
                    "source": source.public_id,
                },
            )
            for tie in new
        ),
        by=by,
        now=now,
    )
    outbox.enqueue_many(kind="organisation", keys=sorted({weighed_by(tie) for tie in new}))
    return found


def of_the_living(wanted: Sequence[NewTie]) -> list[NewTie]:
    """Return ties with the records that their ends were folded into."""
    into = living.organisations_of({pk for one in wanted for pk in (one.subject_id, one.object_id)})
    return [
        replace(
            one,
            subject_id=into.get(one.subject_id, one.subject_id),
            object_id=into.get(one.object_id, one.object_id),
        )
        if into
        else one
        for one in wanted
    ]


def _held(wanted: Sequence[NewTie]) -> dict[tuple[int, int, str, str], list[tuple[str, str]]]:
    """
    Return the beginnings and ends of the ties of these kinds that are there, from whichever end stated.

    Two questions, each answered from the index of one end: as one with "or", the table may be read whole.
    """
    ends = {one.subject_id for one in wanted}
    kinds = {TieKind(one.kind) for one in wanted if one.kind in TieKind.values}
    rows = [*_rows(subject_id__in=ends, kind__in=kinds)]
    if symmetric := kinds.intersection(SYMMETRIC_TIES):
        rows += _rows(object_id__in=ends, kind__in=symmetric)
    found: dict[tuple[int, int, str, str], list[tuple[str, str]]] = {}
    for row in rows:
        one = NewTie(*row)
        found.setdefault(one.is_one, []).append((one.from_date, one.to_date))
    return found


def _rows(**wanted: Any) -> models.QuerySet[Tie, tuple[int, int, str, str, str, str]]:
    columns = ("subject_id", "object_id", "kind", "grade", "from_date", "to_date")
    return Tie.objects.filter(**wanted).values_list(*columns)


def _meet(one: NewTie, from_date: str, to_date: str) -> bool:
    """Whether a tie is of the same period: not begun after that one's end, nor ended before it began."""
    return not (one.from_date and to_date and one.from_date > to_date) and not (
        one.to_date and from_date and one.to_date < from_date[: len(one.to_date)]
    )


__all__ = ["NewTie", "ValidationError", "add_many"]
