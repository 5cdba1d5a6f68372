"""Moving rows from record to record in bulk, writing down each one as it was, and moving them back."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeVar

from django.apps import apps
from django.db import models

from banyan.registry.enums import RowOutcome
from banyan.registry.models import Merge, MovedRow, Split

Item = TypeVar("Item")

#: Rows in one query: below the limits of both databases.
CHUNK: Final = 400


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Yield stretches that one query can hold."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def plain(value: Any) -> Any:
    """Return a value of a column as JSON holds it, to the microsecond."""
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return str(value.normalize()) if isinstance(value, Decimal) else str(value)


def snapshot(row: models.Model, columns: Iterable[str] | None = None) -> dict[str, Any]:
    """Return the columns of a row, all of them unless named, as JSON holds them."""
    names = columns if columns is not None else [column.attname for column in row._meta.concrete_fields]
    return {name: plain(getattr(row, name)) for name in names}


def parsed(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns kept as JSON as values of a row again."""
    by_name = {column.attname: column for column in model._meta.concrete_fields}
    return {
        name: by_name[name].to_python(value) if not by_name[name].is_relation else value
        for name, value in values.items()
        if name in by_name
    }


class Book:
    """Writes down what one merge or split does, and does it."""

    def __init__(self, *, merge: Merge | None = None, split: Split | None = None) -> None:
        self._merge, self._split = merge, split
        self._entries: list[MovedRow] = []

    def note(
        self,
        row: models.Model,
        outcome: str,
        *,
        after: Mapping[str, Any] | None = None,
        joined: models.Model | None = None,
        before: Mapping[str, Any] | None = None,
    ) -> None:
        """Write down what becomes of a row; ``before`` is all of it unless given."""
        self._entries.append(
            MovedRow(
                merge=self._merge,
                split=self._split,
                model=row._meta.label_lower,
                row_id=row.pk,
                outcome=outcome,
                joined_id=joined.pk if joined is not None else None,
                before=dict(before) if before is not None else snapshot(row),
                after={name: plain(value) for name, value in (after or {}).items()},
            )
        )

    def change(self, row: models.Model, values: Mapping[str, Any]) -> None:
        """Set columns of a row that stays where it is."""
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not changed:
            return
        self.note(row, RowOutcome.CHANGES, before=snapshot(row, changed), after=changed)
        for name, value in changed.items():
            setattr(row, name, value)
        type(row)._default_manager.filter(pk=row.pk).update(**changed)

    def fill(self, row: models.Model, pairs: Mapping[str, tuple[Any, Any]]) -> None:
        """Set columns of a row, each given as it was and as it shall be."""
        before = {name: plain(pair[0]) for name, pair in pairs.items()}
        after = {name: pair[1] for name, pair in pairs.items()}
        self.note(row, RowOutcome.CHANGES, before=before, after=after)
        type(row)._default_manager.filter(pk=row.pk).update(**after)

    def move(self, rows: Iterable[tuple[models.Model, Mapping[str, Any]]]) -> None:
        """Set columns of many rows, those that get the same values together."""
        together: dict[tuple[type[models.Model], tuple[tuple[str, Any], ...]], list[Any]] = defaultdict(list)
        for row, values in rows:
            self.note(row, RowOutcome.MOVES, after=values)
            together[(type(row), tuple(sorted(values.items())))].append(row.pk)
        for (model, pairs), pks in together.items():
            for stretch in chunks(pks):
                model._default_manager.filter(pk__in=stretch).update(**dict(pairs))

    def close(self) -> None:
        """Write the book into the database."""
        MovedRow.objects.bulk_create(self._entries, batch_size=CHUNK)
        self._entries = []


def rows_now(entries: Iterable[MovedRow]) -> dict[tuple[str, int], models.Model]:
    """Return the rows that entries are about as they are now; those that are gone are left out."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        wanted[entry.model].add(entry.row_id)
    found: dict[tuple[str, int], models.Model] = {}
    for label, pks in wanted.items():
        manager = apps.get_model(label)._default_manager
        for stretch in chunks(sorted(pks)):
            for row in manager.filter(pk__in=stretch):
                found[(label, row.pk)] = row
    return found
