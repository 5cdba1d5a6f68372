"""What ties organisations to each other."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.registry.domain import living
from banyan.registry.enums import SYMMETRIC_TIES, TieKind
from banyan.registry.models import Citation, Organisation, Tie
from banyan.search.domain import outbox


class TieBindsOneOrganisation(ValueError):
    """Both ends are the same organisation."""


@transaction.atomic
def add(
    *,
    subject: Organisation,
    object: Organisation,
    kind: str,
    by: User | None,
    now: datetime.datetime,
    grade: str = "",
    from_date: str = "",
) -> tuple[Tie, bool]:
    """
    Add a tie, unless it is there already.

    :return: the tie, and whether it is new
    :raises TieBindsOneOrganisation: if both ends are the same
    :raises ValidationError: if the date is malformed
    """
    subject = living.organisation(subject)
    object = living.organisation(object)  # noqa: A001 – the end of the tie
    if subject.pk == object.pk:
        raise TieBindsOneOrganisation
    kind = TieKind(kind)
    existing = Tie.objects.filter(subject=subject, object=object, kind=kind)
    if kind in SYMMETRIC_TIES:
        existing |= Tie.objects.filter(subject=object, object=subject, kind=kind)
    same = existing.filter(grade=grade).first()
    if same is not None:
        return same, False
    tie = Tie(
        subject=subject,
        object=object,
        kind=kind,
        grade=grade,
        from_date=from_date,
        created_at=now,
        created_by=by,
        updated_at=now,
        updated_by=by,
    )
    try:
        with transaction.atomic():
            tie.full_clean(exclude=["created_by", "updated_by"])
            tie.save()
    except (IntegrityError, ValidationError):
        same = existing.filter(grade=grade).first()  # somebody may have added it just now
        if same is None:
            raise
        return same, False
    audit.record(
        key="registry.tie.added",
        subject=tie,
        by=by,
        now=now,
        after=_words(tie),
    )
    _reindex(tie)
    return tie, True


@transaction.atomic
def end(*, tie: Tie, to_date: str, by: User | None, now: datetime.datetime) -> Tie:
    """
    Say when a tie ended; it stays in the record of both.

    :param to_date: an ISO day, month or year; empty when it turned out to go on
    :raises ValidationError: if the date is malformed; nothing is then changed
    """
    pk = living.row(tie).pk
    tie = Tie.objects.select_for_update().select_related("subject", "object").get(pk=pk)
    before = tie.to_date
    if before == to_date:
        return tie
    tie.to_date = to_date
    tie.full_clean(exclude=["created_by", "updated_by"])
    tie.updated_at, tie.updated_by = now, by
    tie.save()
    audit.record(
        key="registry.tie.ended" if to_date else "registry.tie.reopened",
        subject=tie,
        by=by,
        now=now,
        before={**_words(tie), "to_date": before},
        after={**_words(tie), "to_date": to_date},
    )
    _reindex(tie)
    return tie


@transaction.atomic
def remove(*, tie: Tie, by: User | None, now: datetime.datetime) -> None:
    """Remove a tie that was never true, with the words cited for it; the log keeps what it said."""
    tie = living.row(tie)
    audit.record(key="registry.tie.removed", subject=tie, by=by, now=now, before=_words(tie))
    Citation.objects.filter(subject_type=tie._meta.label_lower, subject_id=tie.pk).delete()
    _reindex(tie)
    tie.delete()


def _words(tie: Tie) -> dict[str, Any]:
    """Return what a tie says, with the public ids by which the histories of both ends find the line."""
    return {
        "subject": tie.subject.public_id,
        "object": tie.object.public_id,
        "kind": str(tie.kind),
        "grade": tie.grade,
    }


def _reindex(tie: Tie) -> None:
    for organisation in (tie.subject, tie.object):
        outbox.enqueue(kind="organisation", key=organisation.public_id)
