"""
Carrying every row of one database into another of a different kind, through Django's own conversions.

Leaves out what belongs to one kind only or must not travel: Wagtail's search tables, which are made anew, and
sessions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.core.management.color import no_style
from django.db import DatabaseError, connections, models, transaction
from django.db.utils import load_backend

#: The second database, while there is one.
ALIAS: Final = "backup"
_LEFT_OUT: Final = frozenset({"wagtailsearch", "modelsearch", "sessions"})
_BATCH: Final = 1000


class RowsDoNotFit(Exception):
    """A row of one database is refused by the other; says which table."""


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a SQLite file as the database ``ALIAS`` for a while."""
    asked = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {"timeout": 20}}
    described = connections.configure_settings({"default": asked})["default"]
    # Known to this thread only, and to no list of databases.
    connections[ALIAS] = other = load_backend(described["ENGINE"]).DatabaseWrapper(described, ALIAS)
    try:
        yield other
    finally:
        other.close()
        del connections[ALIAS]


def carried(apps: Any) -> list[type[models.Model]]:
    """Return the models whose rows are carried, tables of many-to-many fields among them."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and not model._meta.swapped
        and model._meta.app_label not in _LEFT_OUT
    ]


def make_tables(apps: Any) -> None:
    """Make the tables of all carried models in the empty database ``ALIAS``."""
    with connections[ALIAS].schema_editor() as editor:
        for model in carried(apps):
            if not model._meta.auto_created:
                editor.create_model(model)


def empty(*, alias: str) -> None:
    """Empty every table but the list of migrations: what migrations had put there comes with the rows."""
    connection = connections[alias]
    tables = [name for name in connection.introspection.table_names() if name != "django_migrations"]
    tables = [name for name in tables if "_fts" not in name]  # emptied through the tables they index
    statements = connection.ops.sql_flush(no_style(), tables, reset_sequences=True)
    connection.ops.execute_sql_flush(statements)


def carry(apps: Any, *, source: str, target: str) -> dict[str, int]:
    """
    Copy all rows in one transaction of ``target``; return their number by table.

    :raises RowsDoNotFit: if a row is refused; nothing has then been written
    """
    counts = {}
    carried_models = carried(apps)
    with transaction.atomic(using=target):
        for model in carried_models:
            table = model._meta.db_table
            try:
                counts[table] = _rows(model, source, target)
            except DatabaseError as error:
                raise RowsDoNotFit(f"{table}: {error}") from error
        try:
            connections[target].check_constraints()
        except DatabaseError as error:
            raise RowsDoNotFit(str(error)) from error
        for statement in connections[target].ops.sequence_reset_sql(no_style(), carried_models):
            with connections[target].cursor() as cursor:
                cursor.execute(statement)
    return counts


def _rows(model: type[models.Model], source: str, target: str) -> int:
    connection = connections[target]
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
    found = model._base_manager.using(source).order_by().values_list(*(field.attname for field in fields))
    rows = found.iterator(chunk_size=_BATCH)
    count = 0
    with connection.cursor() as cursor:
        while batch := list(islice(rows, _BATCH)):
            cursor.executemany(
                statement,
                [
                    [_prepared(field, value, connection) for field, value in zip(fields, row, strict=True)]
                    for row in batch
                ],
            )
            count += len(batch)
    return count


def _prepared(field: Any, value: Any, connection: Any) -> Any:
    if value is None:
        is_json_null = isinstance(field, models.JSONField) and not field.null
        return connection.ops.adapt_json_value(None, field.encoder) if is_json_null else None
    if (
        isinstance(value, str)
        and connection.vendor == "postgresql"
        and not isinstance(field, models.JSONField)
    ):
        value = value.replace("\x00", "\ufffd")  # SQLite keeps it, PostgreSQL refuses it
    return field.get_db_prep_save(value, connection)
