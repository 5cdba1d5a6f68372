"""
What another source says more exactly of a tie that is there: its grade, its beginning, its end.

A standing granted in June 2021 and "special, 2021" are one standing, told twice. Nothing is replaced: what is
missing is filled in, a year becomes the day within it, and what goes on may end.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import IntegrityError, models, transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.registry.domain.bulk_ties import NewTie
from banyan.registry.enums import SYMMETRIC_TIES, TieKind
from banyan.registry.models import Tie
from banyan.search.domain import outbox

_COLUMNS: Final = ("grade", "from_date", "to_date")


@dataclass(frozen=True, slots=True)
class Detail:
    """A tie that says the same, and the columns that were filled in (none: it said all of it already)."""

    tie: Tie
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


def fill_in(*, wanted: Sequence[NewTie], by: User | None, now: datetime.datetime) -> list[Detail | None]:
    """
    Fill in what is stated of ties that are there, and return them; None for a tie that is not.

    The caller holds the transaction, has replaced ends that were folded into another record, and cites its
    source.
    """
    held = _held(wanted)
    found: list[Detail | None] = []
    for one in wanted:
        fitting = [tie for tie in held.get(_ends(one), ()) if _is_same(tie, one)]
        # Of several periods or grades the one that agrees most.
        best = max(
            fitting, key=lambda tie: (tie.grade == one.grade, tie.from_date == one.from_date), default=None
        )
        found.append(_filled(best, one, by=by, now=now) if best is not None else None)
    return found


def _ends(one: NewTie) -> tuple[int, int, str]:
    return one.is_one[:3]


def _held(wanted: Sequence[NewTie]) -> dict[tuple[int, int, str], list[Tie]]:
    ends = {one.subject_id for one in wanted}
    others = {one.object_id for one in wanted}
    kinds = {TieKind(one.kind) for one in wanted if one.kind in TieKind.values}
    rows = [*_rows(subject_id__in=ends, object_id__in=others, kind__in=kinds)]
    if symmetric := kinds.intersection(SYMMETRIC_TIES):  # apart: each is answered from the index of one end
        rows += _rows(subject_id__in=others, object_id__in=ends, kind__in=symmetric)
    found: dict[tuple[int, int, str], list[Tie]] = {}
    for row in {row.pk: row for row in rows}.values():
        key = _ends(NewTie(row.subject_id, row.object_id, row.kind))
        found.setdefault(key, []).append(row)
    return found


def _rows(**wanted: Any) -> models.QuerySet[Tie]:
    return Tie.objects.filter(**wanted).select_related("subject", "object").order_by("pk")


def _is_same(tie: Tie, one: NewTie) -> bool:
    if tie.grade and one.grade and tie.grade != one.grade:
        return False
    if one.from_date and tie.to_date and one.from_date > tie.to_date:
        return False  # granted again after it had ended
    if one.to_date and tie.from_date and one.to_date < tie.from_date[: len(one.to_date)]:
        return False  # an earlier period
    if tie.grade == one.grade:
        return True
    # One of them has no grade: the same only if they begin alike.
    return not tie.from_date or not one.from_date or _agree(tie.from_date, one.from_date)


def _agree(first: str, second: str) -> bool:
    return first.startswith(second) or second.startswith(first)


def _filled(tie: Tie, one: NewTie, *, by: User | None, now: datetime.datetime) -> Detail:
    values = {"grade": tie.grade or one.grade, "from_date": tie.from_date, "to_date": tie.to_date}
    if not tie.from_date or one.from_date.startswith(tie.from_date):
        values["from_date"] = one.from_date or tie.from_date
    if one.to_date and not tie.to_date:
        values["to_date"] = one.to_date
    begins, ends = values["from_date"], values["to_date"]
    if begins and ends and ends < begins[: len(ends)]:
        values["from_date"] = tie.from_date
    before = {name: str(getattr(tie, name)) for name in _COLUMNS}
    changed = [name for name in _COLUMNS if values[name] != before[name]]
    if not changed:
        return Detail(tie)
    old = (tie.updated_at.isoformat(), tie.updated_by_id)
    for name in changed:
        setattr(tie, name, values[name])
    tie.clean_fields(exclude=["subject", "object", "created_by", "updated_by"])
    tie.updated_at, tie.updated_by = now, by
    try:
        with transaction.atomic():
            tie.save(update_fields=[*changed, "updated_at", "updated_by"])
    except IntegrityError:  # there is one with the same grade and beginning: it says all of it
        tie.refresh_from_db()
        return Detail(tie)
    audit.record(
        key="registry.tie.ended" if changed == ["to_date"] else "registry.tie.completed",
        subject=tie,
        by=by,
        now=now,
        before={**_words(tie), **{name: before[name] for name in changed}},
        after={**_words(tie), **{name: values[name] for name in changed}},
    )
    outbox.enqueue_many(kind="organisation", keys=[tie.subject.public_id, tie.object.public_id])
    return Detail(
        tie,
        {**{name: before[name] for name in changed}, "updated_at": old[0], "updated_by_id": old[1]},
        {
            **{name: values[name] for name in changed},
            "updated_at": now.isoformat(),
            "updated_by_id": tie.updated_by_id,
        },
    )


def _words(tie: Tie) -> dict[str, str]:
    return {
        "subject": tie.subject.public_id,
        "object": tie.object.public_id,
        "kind": str(tie.kind),
        "grade": tie.grade,
    }
