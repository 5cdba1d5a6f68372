"""Writing the log, in the transaction of the change it records."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models

from . import rows
from .models import AuditEntry

#: The name under which the machine itself acts: loading code lists, reading a page, a demonstration.
SYSTEM_LABEL = "Banyan"


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, datetime.date | datetime.datetime | Decimal):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    return value


def record(
    *,
    key: str,
    subject: models.Model,
    by: Any,
    now: datetime.datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """
    Write one line of the log.

    :param key: past tense, ``package.thing.happened``
    :param subject: the record changed; it must have been saved
    :param by: the person, or None when Banyan itself acted
    """
    return AuditEntry.objects.create(
        key=key,
        actor_id=getattr(by, "pk", None),
        actor_label=str(by) if by is not None else SYSTEM_LABEL,
        object_type=subject._meta.label_lower,
        object_id=str(subject.pk),
        object_label=str(subject)[:300],
        before=_plain(before),
        after=_plain(after),
        at=now,
        **dict(zip(("first_end", "second_end"), ends_of(before, after), strict=True)),
    )


#: Names under which the values of a line hold the public id of a record at an end of a bond.
_ENDS = ("subject", "object", "organisation", "person", "event", "of")


def ends_of(before: dict[str, Any] | None, after: dict[str, Any] | None) -> tuple[str, str]:
    """Return the public ids of the records at the ends of what a line says; empty where there is none."""
    values = {**(before or {}), **(after or {})}
    found = [value for name in _ENDS if isinstance(value := values.get(name), str) and len(value) <= 40]
    first, second, *_ = (*found, "", "")
    return first, second


_COLUMNS = (
    "key", "actor_id", "actor_label", "object_type", "object_id", "object_label", "before", "after", "at",
    "first_end", "second_end",
)  # fmt: skip


def record_many(
    *,
    key: str,
    lines: Iterable[tuple[models.Model, dict[str, Any] | None, dict[str, Any] | None]],
    by: Any,
    now: datetime.datetime,
) -> None:
    """
    Write one line for each of many records: the record, what was before, what is after.

    Plain values only; in the transaction of the changes.
    """
    actor = getattr(by, "pk", None), str(by) if by is not None else SYSTEM_LABEL
    rows.insert(
        AuditEntry,
        _COLUMNS,
        (
            (
                *(key, *actor, row._meta.label_lower, str(row.pk), str(row)[:300], before, after, now),
                *ends_of(before, after),
            )
            for row, before, after in lines
        ),
    )


def history_of(subject: models.Model) -> models.QuerySet[AuditEntry]:
    """Return the log of one record, newest first."""
    return AuditEntry.objects.filter(
        object_type=subject._meta.label_lower, object_id=str(subject.pk)
    ).order_by("-id")
