"""A copy of a running SQLite database as it is at one moment, and the proof that a copy is whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

#: Pages copied at a time: 8 MB.
_PAGES: Final = 2000


class CopyIsBroken(Exception):
    """The database is not whole; says where."""


def take(connection: Any, target: Path, *, progress: Callable[[int, int], None] | None = None) -> None:
    """
    Copy the database of a Django connection that is in no transaction, while others write to it.

    The copy is of one moment. A transaction that only reads is held meanwhile: with a write-ahead log that
    holds up no writer, and the copy need not begin anew whenever somebody writes, as it would without.

    :param progress: hears pages copied, and of how many
    """
    connection.ensure_connection()
    source: sqlite3.Connection = connection.connection
    # Readable by its owner only, from the first byte on.
    target.touch(mode=0o600, exist_ok=False)
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        source.execute("BEGIN")
        try:
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on, this moment
            source.backup(
                copy,
                pages=_PAGES,
                sleep=0.001,
                progress=None if progress is None else lambda _, left, all_: progress(all_ - left, all_),
            )
        finally:
            source.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def forget_sessions(path: Path) -> None:
    """Take the sessions out of a copy, and their bytes too: they would sign somebody in elsewhere."""
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        copy.execute("PRAGMA secure_delete=ON")
        copy.execute("DELETE FROM django_session")


def check(path: Path, *, is_thorough: bool = False) -> None:
    """
    Make sure that a database file is whole and no foreign key points to nothing.

    :param is_thorough: compare every index with its table, too
    :raises CopyIsBroken: if it is not
    """
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
            pragma = "integrity_check" if is_thorough else "quick_check"
            found = [row[0] for row in copy.execute(f"PRAGMA {pragma}(5)")]
            if found != ["ok"]:
                raise CopyIsBroken("; ".join(found))
            dangling = copy.execute("PRAGMA foreign_key_check").fetchmany(5)
            if dangling:
                rows = "; ".join(f"{table} {row} -> {parent}" for table, row, parent, _ in dangling)
                raise CopyIsBroken(f"keys that point to nothing: {rows}")
    except sqlite3.DatabaseError as error:
        raise CopyIsBroken(str(error)) from error


def counts(path: Path) -> dict[str, int]:
    """Return the number of rows of every table, SQLite's own apart."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
        names = [
            row[0]
            for row in copy.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"
                " ORDER BY name"
            )
        ]
        return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def values(path: Path, table: str, column: str) -> set[str]:
    """Return the values of one column that are not empty."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
        rows = copy.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" <> \'\'')  # noqa: S608
        return {row[0] for row in rows}
