"""
Writing and deleting many rows of one table with one prepared statement.

For tables that hang on a record and are written by the hundred thousand: names, citations, lines of the log.
Building a model for each costs more than writing it. Every check of the database holds as always; what a
model's own code checks, the caller has checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connections, models, router

#: Fields whose values the driver takes as they are.
_AS_THEY_ARE = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.ForeignKey,
    models.FloatField,
)


def _prepare(field: models.Field[Any, Any], connection: Any) -> Callable[[Any], Any] | None:
    """Return how a value of a field is made ready for the driver, or None where it takes it as it is."""
    if isinstance(field, _AS_THEY_ARE):
        return None

    def prepare(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    # Rows written together say the same moment again and again.
    return lru_cache(maxsize=16)(prepare) if isinstance(field, models.DateTimeField) else prepare


def _row(values: Sequence[Any], prepares: dict[int, Callable[[Any], Any]], ends: Sequence[Any]) -> list[Any]:
    row = [*values, *ends]
    for place, prepare in prepares.items():
        if row[place] is not None:
            row[place] = prepare(row[place])
    return row


def insert(model: type[models.Model], columns: Sequence[str], values: Iterable[Sequence[Any]]) -> int:
    """
    Insert rows inside the caller's transaction and return how many; columns not named get their default.

    :param columns: attribute names, ``organisation_id`` and not ``organisation``
    :raises IntegrityError: if a constraint refuses a row
    """
    connection = connections[router.db_for_write(model)]
    fields = {field.attname: field for field in model._meta.concrete_fields if not field.primary_key}
    given = [fields.pop(name) for name in columns]
    rest = {
        field: field.get_default()
        for field in fields.values()
        if field.db_default is models.fields.NOT_PROVIDED
    }
    quote = connection.ops.quote_name
    listed = ", ".join(quote(str(field.column)) for field in (*given, *rest))
    places = ", ".join(["%s"] * (len(given) + len(rest)))
    ends = [field.get_db_prep_save(value, connection) for field, value in rest.items()]
    prepares = {place: made for place, field in enumerate(given) if (made := _prepare(field, connection))}
    rows = [_row(row, prepares, ends) for row in values]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {quote(model._meta.db_table)} ({listed}) VALUES ({places})",  # noqa: S608
                rows,
            )
    return len(rows)


def delete(model: type[models.Model], keys: Iterable[Any]) -> None:
    """
    Delete rows by their keys inside the caller's transaction, and nothing that hangs on them.

    :raises IntegrityError: when the transaction ends, if a row of another table still refers to one of them
    """
    connection = connections[router.db_for_write(model)]
    assert model._meta.pk is not None
    quote = connection.ops.quote_name
    table, column = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    if rows := [(key,) for key in keys]:
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {table} WHERE {column} = %s", rows)  # noqa: S608
