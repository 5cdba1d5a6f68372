"""
SQLite FTS5 behind the engine interface: the reference for the contract, and the fallback where tantivy has
no wheel.

FTS5 has no search with slips and no minimum number of words. Slips in whole keys are looked up with rapidfuzz
among the keys of about that length; a minimum is counted over one query per word. Both are exact and slower
than tantivy's.
"""

# ruff: noqa: S608 - statements are put together from this module's own names; every value is a parameter
from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from banyan.search.adapters.base import (
    FACET_FIELDS,
    MOST_NEAR_WORDS,
    TOKEN_FIELDS,
    AnalysedDocument,
    Clause,
    Engine,
    EngineHit,
    EngineQuery,
    EngineResults,
    Health,
    IndexIsMissing,
    NearWord,
    Unit,
)
from banyan.search.adapters.folders import ATTEMPTS, BuildFolders
from banyan.search.adapters.vocabulary import Vocabulary, is_correctable

FILE = "index.sqlite"
_Answer = TypeVar("_Answer")

_COLUMNS = ", ".join(TOKEN_FIELDS)
_WEIGHTS = ", ".join(str(weight) for weight in TOKEN_FIELDS.values())
# Our tokens are letters, digits and marks separated by spaces; nothing is folded a second time.
_TABLES = f"""
CREATE TABLE document (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, public INTEGER NOT NULL, weight REAL NOT NULL, payload
    TEXT NOT NULL
);
CREATE TABLE facet (row INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL);
CREATE INDEX facet_value ON facet (name, value, row);
CREATE INDEX facet_row ON facet (row);
CREATE VIRTUAL TABLE token USING fts5(
    {_COLUMNS}, prefix='2 3 4',
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co So'"
);
"""
_VOCABULARY = "CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, token, col)"


class Fts5Engine(Engine):
    """One SQLite file per build; a connection per process, opened again after a swap or a fork."""

    name = "fts5"

    def __init__(self, folder: Path) -> None:
        self._folders = BuildFolders(folder)
        self._connection: sqlite3.Connection | None = None
        self._seen: tuple[object, ...] = ()
        self._keys: dict[str, dict[int, list[str]]] = {}  # by field and length
        self._keys_of = -1
        self._vocabulary: Vocabulary | None = None
        self._one_at_a_time = threading.Lock()

    # -- writing
    # ------------------------------------------------------------------------------------------------

    def rebuild(self, documents: Iterable[AnalysedDocument], *, version: str) -> int:
        with self._folders.only_writer():
            folder = self._folders.new()
            count = 0
            with closing(_connect(folder / FILE)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.executescript(_TABLES)
                connection.execute("BEGIN")
                for document in documents:
                    _put(connection, document)
                    count += 1
                connection.execute("INSERT INTO token(token) VALUES ('optimize')")
                connection.execute("COMMIT")
                connection.execute("ANALYZE")
                connection.execute(_VOCABULARY)
                words = connection.execute("SELECT term FROM temp.word WHERE col = 'name'")
                Vocabulary.write(folder, (row[0] for row in words))
            self._folders.swap(folder, version=version)
        return count

    def write(self, *, upserts: Sequence[AnalysedDocument], deletes: Sequence[str]) -> None:
        with self._folders.only_writer():
            folder = self._folders.current()[0]
            file = folder / FILE
            try:
                with closing(_connect(file)) as connection:
                    connection.execute(_VOCABULARY)
                    # Before the commit: a crash in between leaves a word too many, never one too few.
                    Vocabulary.add(folder, _new_words(connection, upserts))
                    connection.execute("BEGIN IMMEDIATE")
                    for key in (*deletes, *(document.id for document in upserts)):
                        _remove(connection, key)
                    for document in upserts:
                        _put(connection, document)
                    connection.execute("COMMIT")
            except sqlite3.DatabaseError as error:
                raise IndexIsMissing(str(file)) from error

    # -- reading
    # ------------------------------------------------------------------------------------------------

    def _reader(self) -> sqlite3.Connection:
        seen = (self._folders.stamp(), os.getpid())
        if self._connection is not None and seen == self._seen:
            return self._connection
        self.close()
        for attempt in range(ATTEMPTS):  # a rebuild may remove the folder just before it is opened
            try:
                seen = (self._folders.stamp(), os.getpid())
                file = self._folders.current()[0] / FILE
                if not file.is_file():
                    raise IndexIsMissing(str(file))
                connection = _connect(file)
                connection.execute(_VOCABULARY)
            except (sqlite3.DatabaseError, IndexIsMissing) as error:
                if attempt == ATTEMPTS - 1 or not self._folders.stamp():
                    raise IndexIsMissing(str(self._folders.root)) from error
            else:
                self._connection, self._seen = connection, seen
                self._vocabulary = Vocabulary(file.parent)
                return connection
        raise AssertionError("the last attempt returns or raises")

    def search(self, query: EngineQuery) -> EngineResults:
        return self._read(lambda connection: self._search(connection, query))

    def near_words(self, word: str, *, distance: int) -> tuple[NearWord, ...]:
        return self._read(lambda connection: self._near_words(connection, word, distance))

    def _read(self, ask: Callable[[sqlite3.Connection], _Answer]) -> _Answer:
        with self._one_at_a_time:  # threads of a process share the connection and the vocabulary
            for _attempt in range(ATTEMPTS):
                connection = self._reader()
                build = self._seen
                try:
                    return ask(connection)
                except sqlite3.DatabaseError as error:
                    self.close()
                    # A rebuild may remove the file under an open query; the next build answers instead.
                    if build[:1] == (self._folders.stamp(),):
                        raise IndexIsMissing(str(self._folders.root)) from error
            raise IndexIsMissing(str(self._folders.root))

    def _search(self, connection: sqlite3.Connection, query: EngineQuery) -> EngineResults:
        connection.execute("BEGIN")  # count, hits and facets are of one moment
        try:
            source, values = self._found(connection, query)
            limits, limit_values = _limits(query)
            found = f"WITH found AS ({source}), kept AS (SELECT f.row, f.score FROM found f{limits})"
            both = [*values, *limit_values]
            total = connection.execute(f"{found} SELECT COUNT(*) FROM kept", both).fetchone()[0]
            rows = connection.execute(
                f"{found} SELECT d.id, k.score * (1 + 0.1 * d.weight) AS rank, d.payload FROM kept k"
                " JOIN document d ON d.row = k.row ORDER BY rank DESC, d.id LIMIT ? OFFSET ?",
                [*both, query.limit, query.offset],
            ).fetchall()
            facets = _counted(connection, query, found, both)
        finally:
            connection.rollback()
        hits = tuple(EngineHit(id=row[0], score=row[1], payload=row[2]) for row in rows)
        return EngineResults(total=total, hits=hits, facets=facets)

    def _found(self, connection: sqlite3.Connection, query: EngineQuery) -> tuple[str, list[object]]:
        """Return a select of (row, score) for what matches, before filters, and its parameters."""
        if query.match_all:
            return "SELECT row, weight AS score FROM document", []
        units = [self._any(connection, unit) for unit in query.units]
        whole = self._any(connection, query.whole)
        matching = f"SELECT rowid AS row, -bm25(token, {_WEIGHTS}) AS score FROM token WHERE token MATCH ?"
        if query.minimum is not None and query.minimum < len(units):
            by_unit = [
                self._flat(connection, unit) if query.flat else (matching, [made])
                for unit, made in zip(query.units, units, strict=True)
                if made
            ]
            if not by_unit:
                return (matching, [whole]) if whole else ("SELECT 0 AS row, 0 AS score WHERE 0", [])
            raising = [self._flat(connection, (clause,)) for clause in query.bonus] if query.flat else []
            inner = " UNION ALL ".join(
                [f"SELECT row, score, 1 AS one FROM ({sql})" for sql, _ in by_unit]
                + [f"SELECT row, score, 0 AS one FROM ({sql})" for sql, _ in raising]
            )
            counted = f"SELECT row, SUM(score) AS score FROM ({inner}) GROUP BY row HAVING SUM(one) >= ?"
            values: list[object] = [value for _, many in (*by_unit, *raising) for value in many]
            values.append(max(1, query.minimum))
            if not whole:
                return counted, values
            either = f"{counted} UNION ALL SELECT * FROM ({matching})"
            return f"SELECT row, SUM(score) AS score FROM ({either}) GROUP BY row", [*values, whole]
        required = " AND ".join(f"({unit})" for unit in units) if units and all(units) else ""
        wanted = " OR ".join(f"({part})" for part in (required, whole) if part)
        if not wanted:
            return "SELECT 0 AS row, 0 AS score WHERE 0", []
        # What only raises the rank must not find anything new: it is asked together with what must match.
        bonus = self._any(connection, query.bonus)
        if bonus:
            wanted = f"({wanted}) AND (({bonus}) OR ({wanted}))"
        return matching, [wanted]

    def _flat(self, connection: sqlite3.Connection, unit: Unit) -> tuple[str, list[object]]:
        """Return a select that gives each matching row the boost of its best clause."""
        made = [(clause.boost, sql) for clause in unit if (sql := self._clause(connection, clause))]
        one = "SELECT rowid AS row, ? AS score FROM token WHERE token MATCH ?"
        inner = " UNION ALL ".join(one for _ in made)
        return f"SELECT row, MAX(score) AS score FROM ({inner}) GROUP BY row", [
            v for pair in made for v in pair
        ]

    def _any(self, connection: sqlite3.Connection, clauses: Sequence[Clause]) -> str:
        return " OR ".join(made for clause in clauses if (made := self._clause(connection, clause)))

    def _clause(self, connection: sqlite3.Connection, clause: Clause) -> str:
        tokens = [f'"{token}"' for token in clause.tokens]
        if clause.mode == "fuzzy":
            near = self._near_keys(connection, clause)
            return f"{clause.field} : ({' OR '.join(near)})" if near else ""
        if clause.mode in ("prefix", "phrase_prefix"):
            return f"{clause.field} : ({' + '.join(tokens)} *)"
        if clause.mode == "phrase":
            return f"{clause.field} : ({' + '.join(tokens)})"
        if clause.mode == "any":
            return f"{clause.field} : ({' OR '.join(tokens)})"
        return f"{clause.field} : ({' AND '.join(tokens)})"

    def _near_keys(self, connection: sqlite3.Connection, clause: Clause) -> list[str]:
        """Return the quoted tokens of a field within the allowed edits, nearest first."""
        version = connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._keys_of:
            self._keys, self._keys_of = {}, version
        if clause.field not in self._keys:
            by_length: dict[int, list[str]] = {}
            for (key,) in connection.execute("SELECT term FROM temp.word WHERE col = ?", [clause.field]):
                by_length.setdefault(len(key), []).append(key)
            self._keys[clause.field] = by_length
        typed, most = clause.tokens[0], clause.distance
        lengths = range(len(typed) - most, len(typed) + most + 1)
        close = [key for length in lengths for key in self._keys[clause.field].get(length, ())]
        near = process.extract(typed, close, scorer=OSA.distance, score_cutoff=most, limit=MOST_NEAR_WORDS)
        return [f'"{key}"' for key, _distance, _place in near]

    def _near_words(self, connection: sqlite3.Connection, word: str, distance: int) -> tuple[NearWord, ...]:
        near = (
            self._vocabulary.near(word, distance=distance) if self._vocabulary and distance else [(word, 0)]
        )
        found: list[NearWord] = []
        for text, edits in near:
            if documents := _documents_with(connection, text):
                found.append(NearWord(text, edits, documents))
        found.sort(key=lambda made: (made.edits, -made.documents, made.word))
        return tuple(found[:MOST_NEAR_WORDS])

    def health(self) -> Health:
        try:
            _folder, version = self._folders.current()
            count = self._reader().execute("SELECT COUNT(*) FROM document").fetchone()[0]
        except (IndexIsMissing, sqlite3.DatabaseError):
            return Health(is_there=False, version="", documents=0)
        return Health(is_there=True, version=version, documents=count)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection, self._seen, self._keys, self._keys_of = None, (), {}, -1
        self._vocabulary = None


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=10, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA synchronous=NORMAL")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _documents_with(connection: sqlite3.Connection, word: str) -> int:
    """Return in how many documents' names a word stands."""
    row = connection.execute("SELECT doc FROM temp.word WHERE term = ? AND col = 'name'", [word]).fetchone()
    return int(row[0]) if row else 0


def _new_words(connection: sqlite3.Connection, documents: Sequence[AnalysedDocument]) -> list[str]:
    """Return the words of names that no document has yet."""
    words = {word for document in documents for word in document.fields.get("name", "").split()}
    return sorted(word for word in words if is_correctable(word) and not _documents_with(connection, word))


def _put(connection: sqlite3.Connection, document: AnalysedDocument) -> None:
    row = connection.execute(
        "INSERT INTO document (id, public, weight, payload) VALUES (?, ?, ?, ?)",
        [document.id, int(document.is_public), document.weight, document.payload],
    ).lastrowid
    values = [document.fields.get(name, "") for name in TOKEN_FIELDS]
    places = ", ".join("?" * (len(values) + 1))
    connection.execute(f"INSERT INTO token (rowid, {_COLUMNS}) VALUES ({places})", [row, *values])
    connection.executemany(
        "INSERT INTO facet (row, name, value) VALUES (?, ?, ?)",
        [
            (row, name, value)
            for name, many in document.facets.items()
            for value in many
            if name in FACET_FIELDS
        ],
    )


def _remove(connection: sqlite3.Connection, key: str) -> None:
    found = connection.execute("SELECT row FROM document WHERE id = ?", [key]).fetchone()
    if found:
        for table, column in (("token", "rowid"), ("facet", "row"), ("document", "row")):
            connection.execute(f"DELETE FROM {table} WHERE {column} = ?", found)


def _limits(query: EngineQuery) -> tuple[str, list[object]]:
    """Return the filters of a query as a WHERE clause over ``f.row``."""
    parts: list[str] = []
    values: list[object] = []
    if not query.include_private:
        parts.append("EXISTS (SELECT 1 FROM document p WHERE p.row = f.row AND p.public)")
    for name, chosen in query.filters.items():
        places = ", ".join("?" * len(chosen))
        parts.append(
            f"EXISTS (SELECT 1 FROM facet v WHERE v.row = f.row AND v.name = ? AND v.value IN ({places}))"
            if chosen
            else "0"
        )
        values += [name, *chosen] if chosen else []
    return (" WHERE " + " AND ".join(parts) if parts else ""), values


def _counted(
    connection: sqlite3.Connection, query: EngineQuery, found: str, values: Sequence[object]
) -> dict[str, list[tuple[str, int]]]:
    facets: dict[str, list[tuple[str, int]]] = {name: [] for name in query.facets}
    if not query.facets:
        return facets
    counted = connection.execute(
        f"{found} SELECT v.name, v.value, COUNT(*) FROM kept k JOIN facet v ON v.row = k.row"
        " GROUP BY v.name, v.value ORDER BY COUNT(*) DESC, v.value",
        values,
    )
    for name, value, count in counted:
        if name in facets and len(facets[name]) < query.facet_values:
            facets[name].append((value, count))
    return facets
