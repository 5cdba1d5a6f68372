"""Sources and citations: where a fact came from, and the words that say it."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models, transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.registry.domain import living
from banyan.registry.models import Citation, Organisation, Person, Source
from banyan.registry.models.visibility import records_of
from banyan.search.domain import outbox

#: The columns that taking down and restoring change, whatever others an editor changes meanwhile.
_TAKING_DOWN = ("taken_down_at", "taken_down_by", "updated_at", "updated_by")


@transaction.atomic
def add(*, kind: str, by: User | None, now: datetime.datetime, **values: Any) -> Source:
    """
    Add a source.

    :param values: columns of :class:`Source` such as title, publisher, published_date, address
    """
    source = Source(kind=kind, created_at=now, created_by=by, updated_at=now, updated_by=by, **values)
    source.full_clean(exclude=["created_by", "updated_by"])
    source.save()
    audit.record(key="registry.source.added", subject=source, by=by, now=now, after={"kind": kind})
    return source


def cite(
    *,
    source: Source,
    subject: models.Model,
    by: User | None,
    now: datetime.datetime,
    quote: str = "",
    start: int | None = None,
    end: int | None = None,
    field: str = "",
) -> Citation:
    """
    Write down which words of a source say a fact; the caller holds the transaction.

    Who the fact is about is indexed anew: to be cited makes a person public.
    """
    subject = living.record(subject)
    index_anew(subject)
    return Citation.objects.create(
        source=source,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        field=field,
        quote=quote,
        start=start,
        end=end,
        created_at=now,
        created_by=by,
    )


def index_anew(subject: models.Model) -> None:
    """Have the organisations and people a row is about indexed again."""
    for record in records_of(subject):
        if isinstance(record, Organisation | Person):
            outbox.enqueue(kind=str(record._meta.model_name), key=record.public_id)


@transaction.atomic
def take_down(*, source: Source, by: User, now: datetime.datetime) -> None:
    """Stop showing a source and its quotes; the facts stay, marked as resting on a withdrawn source."""
    source.taken_down_at, source.taken_down_by = now, by
    source.updated_at, source.updated_by = now, by
    source.save(update_fields=_TAKING_DOWN)
    audit.record(key="registry.source.taken_down", subject=source, by=by, now=now)
    outbox.enqueue(kind="article", key=source.public_id)


@transaction.atomic
def restore(*, source: Source, by: User, now: datetime.datetime) -> None:
    """Show a source again that was taken down by mistake."""
    source.taken_down_at, source.taken_down_by = None, None
    source.updated_at, source.updated_by = now, by
    source.save(update_fields=_TAKING_DOWN)
    audit.record(key="registry.source.restored", subject=source, by=by, now=now)
    outbox.enqueue(kind="article", key=source.public_id)
