"""
Writing many rows of one table with one prepared statement.

For tables that hang on a record and are written by the hundred thousand: names, citations, lines of the log.
Building a model for each costs more than writing it. Every check of the database holds as always; what a
model's own code checks, the caller has checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models, router

#: Fields whose values the driver takes as they are.
_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey, models.FloatField)


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
    ends = tuple(field.get_db_prep_save(value, connection) for field, value in rest.items())
    prepares = [None if isinstance(field, _AS_THEY_ARE) else field.get_db_prep_save for field in given]
    rows = [
        (
            *(
                value if prepare is None or value is None else prepare(value, connection)
                for prepare, value in zip(prepares, row, strict=True)
            ),
            *ends,
        )
        for row in values
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {quote(model._meta.db_table)} ({listed}) VALUES ({places})",  # noqa: S608
                rows,
            )
    return len(rows)
