"""
PostgreSQL as an engineer would set it up for this search: the alternative `search_scale.py` measures.

The same tokens as for our engines go into one ``tsvector`` with a GIN index (names weight A, whole names,
readings and initials B, running text D); folded names, and the words of names, lie in tables of their own
with ``pg_trgm`` GIN indexes. A question is asked strictly first: every word, the last one perhaps unfinished,
or the beginning of a whole name, reading or initials; whole names come first, then beginnings, then
``ts_rank``. If nothing answers, similar words are put in the place of those that are nowhere (of all, if each
is somewhere), as the manual of ``pg_trgm`` advises; then similar whole names are asked for. Facets and the
total are counted over all found in the same statement.

The planner has fresh statistics, enough memory to sort, no JIT (it costs more than such short statements
take) and no helpers, so that all its work is done, and counted, in one backend: its CPU is read from
``/proc/<pid>/schedstat``, so the server must run on this machine.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from banyan.search.adapters.base import AnalysedDocument
from banyan.search.domain.analysis import pairs_of
from banyan.search.domain.typed import TypedQuery, read

SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
FACETS = (
    "kind",
    "country",
    "place",
    "topic",
    "year",
)  # one value each in the generated register; languages more
_KEYS = ("key", "name_key", "pinyin_key", "initials", "pinyin_initials")
_SESSION = {
    "jit": "off",
    "work_mem": "256MB",
    "maintenance_work_mem": "1GB",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
}
_LIKE_WORD, _LIKE_NAME = 0.3, 0.5  # share of trigrams
_MOST_WORDS = 10  # similar words that one stands for
_TABLES = """
CREATE TABLE record (
    row integer NOT NULL, id text NOT NULL, public boolean NOT NULL, payload text NOT NULL, kind text,
    country text, place text, topic text, year text, languages text[] NOT NULL, tokens tsvector NOT NULL
);
CREATE TABLE name (row integer NOT NULL, folded text NOT NULL);
CREATE TABLE word (word text NOT NULL PRIMARY KEY);
"""
_INDEXES = """
ALTER TABLE record ADD PRIMARY KEY (row);
CREATE UNIQUE INDEX record_id ON record (id);
CREATE INDEX record_tokens ON record USING gin (tokens);
CREATE INDEX record_filters ON record (country, year);
CREATE INDEX name_row ON name (row);
CREATE INDEX name_folded ON name USING gin (folded gin_trgm_ops);
INSERT INTO word SELECT word FROM ts_stat('SELECT ts_filter(tokens, ''{a}'') FROM record')
    WHERE word ~ '^[a-z0-9]{3,}$';
CREATE INDEX word_letters ON word USING gin (word gin_trgm_ops);
"""
_COLUMNS = ("row", "id", "public", "payload", *FACETS, "languages", "tokens")
_WEIGHTS = "'{0.1, 0.2, 0.6, 1.0}'"  # of D, C, B, A


class PostgresSearch:
    """A database of its own on a server: made, filled, asked, and dropped."""

    def __init__(self, server: str, size: int) -> None:
        self.name = f"banyan_search_scale_{size}"
        self._server = server
        self._connection: psycopg.Connection[Any] | None = None

    # -- the database
    # ------------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Make the database anew, empty."""
        self.drop()
        with psycopg.connect(self._server, autocommit=True) as server:
            server.execute(
                f"CREATE DATABASE {self.name} TEMPLATE template0 ENCODING 'UTF8' LC_CTYPE 'C.UTF-8'"
            )
        self._ask.execute("CREATE EXTENSION pg_trgm")

    def drop(self) -> None:
        """Remove the database, if it is there."""
        self.close()
        with psycopg.connect(self._server, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def close(self) -> None:
        """Leave the server."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def _ask(self) -> psycopg.Connection[Any]:
        if self._connection is None:
            address = urlunsplit(urlsplit(self._server)._replace(path=f"/{self.name}"))
            self._connection = psycopg.connect(address, autocommit=True)
            for name, value in _SESSION.items():
                self._connection.execute(f"SET {name} = '{value}'")
        return self._connection

    def _of_backend(self, file: str) -> str:
        return Path(f"/proc/{self._ask.info.backend_pid}/{file}").read_text()

    def cpu(self) -> float:
        """Return the CPU seconds the server has spent on our connection."""
        time.sleep(0.001)  # what it still does after its answer is counted once it sleeps
        return int(self._of_backend("schedstat").split()[0]) / 1e9

    def memory(self, file: str, line: str) -> int:
        """Return a line of a file of ``/proc`` about the server's side of our connection, in MB."""
        rows = self._of_backend(file).splitlines()
        return next(int(row.split()[1]) for row in rows if row.startswith(line)) // 1024

    def disk(self) -> float:
        """Return the bytes of tables and indexes."""
        tables = "FROM pg_class WHERE relname IN ('record', 'name', 'word')"
        found = self._ask.execute(f"SELECT sum(pg_total_relation_size(oid)) {tables}")
        return float(found.fetchone()[0])

    def settings(self) -> dict[str, str]:
        """Return what the page of results says of the server."""
        found = self._ask.execute(
            "SELECT current_setting('server_version'), current_setting('shared_buffers')"
        )
        version, shared = found.fetchone()
        return {"version": version.split()[0], "shared": shared}

    # -- writing
    # ------------------------------------------------------------------------------------------------

    def rebuild(self, documents: Iterable[AnalysedDocument]) -> None:
        """Fill the empty database, then index it: the fastest order."""
        connection = self._ask
        connection.execute(_TABLES)
        first = 0
        for batch in _batches(documents, 5_000):
            self._copy(batch, first)
            first += len(batch)
        connection.execute(_INDEXES)
        connection.execute("VACUUM ANALYZE")

    def _copy(self, documents: Sequence[AnalysedDocument], first: int) -> None:
        connection = self._ask
        with connection.transaction(), connection.cursor() as cursor:
            with cursor.copy(f"COPY record ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
                for row, document in enumerate(documents, first):
                    copy.write_row((row, *_values(document)))
            with cursor.copy("COPY name (row, folded) FROM STDIN") as copy:
                for row, document in enumerate(documents, first):
                    for folded in _names(document):
                        copy.write_row((row, folded))

    def upsert(self, documents: Sequence[AnalysedDocument]) -> None:
        """Put documents in one transaction, replacing those of the same id."""
        connection = self._ask
        with connection.transaction():
            keys = [document.id for document in documents]
            gone = "DELETE FROM record WHERE id = ANY(%s) RETURNING row"
            connection.execute(
                f"WITH gone AS ({gone}) DELETE FROM name USING gone WHERE name.row = gone.row", [keys]
            )
            last = connection.execute("SELECT coalesce(max(row), 0) FROM record").fetchone()
            self._copy(documents, last[0] + 1)
            words = {word for document in documents for word in document.fields["name"].split()}
            plain = [word for word in words if word.isascii() and len(word) > 2]
            new = "INSERT INTO word SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING"
            connection.execute(new, [plain])

    # -- asking
    # ------------------------------------------------------------------------------------------------

    def search(
        self, *, query: str, filters: Mapping[str, Sequence[str]], limit: int, with_facets: bool
    ) -> tuple[int, list[str], dict[str, list[tuple[str, int]]]]:
        """Return the total, the keys of the first hits and the counts by facet."""
        typed = read(query)
        limits = "".join(f" AND r.{name} = ANY(%({name})s)" for name in filters)
        given: dict[str, Any] = {name: list(values) for name, values in filters.items()}
        given |= {"typed": typed.spaced, "whole": _quoted(typed.joined) + ":B", "limit": limit}
        given |= {"begins": _quoted(typed.joined) + ":*B", "words": _words(typed)}
        columns = ", ".join(f"r.{name}" for name in ("row", *((*FACETS, "languages") if with_facets else ())))
        matching = f"""
            SELECT {columns}, ts_rank({_WEIGHTS}, r.tokens, %(words)s::tsquery, 1) AS points,
                   r.tokens @@ %(whole)s::tsquery AS is_whole, r.tokens @@ %(begins)s::tsquery AS is_begun
            FROM record r WHERE r.public AND r.tokens @@ %(words)s::tsquery{limits}"""
        found = self._page(matching, given, with_facets=with_facets)
        if found[0]:
            return found
        if like := self._like(typed):
            found = self._page(matching, given | {"words": like}, with_facets=with_facets)
            if found[0]:
                return found
        near = f"""
            SELECT {columns}, n.points, false AS is_whole, false AS is_begun FROM record r JOIN (
                SELECT row, max(similarity(%(typed)s, folded)) AS points
                FROM name WHERE folded %% %(typed)s GROUP BY row
            ) n ON n.row = r.row WHERE r.public{limits}"""
        self._ask.execute(f"SET pg_trgm.similarity_threshold = {_LIKE_NAME}")
        return self._page(near, given, with_facets=with_facets)

    def _like(self, typed: TypedQuery) -> str:
        """Return the question with similar words in the place of misspelled ones, "" if there are none."""
        words = [token.folded for token in typed.words if not token.is_han]
        if len(words) < len(typed.words):
            return ""
        self._ask.execute(f"SET pg_trgm.similarity_threshold = {_LIKE_WORD}")
        similar = f"""
            SELECT typed, EXISTS (SELECT 1 FROM word WHERE word = typed), ARRAY(
                SELECT word FROM word WHERE word %% typed ORDER BY similarity(word, typed) DESC
                LIMIT {_MOST_WORDS}
            ) FROM unnest(%(words)s::text[]) AS typed"""
        rows = {
            word: (is_known, like) for word, is_known, like in self._ask.execute(similar, {"words": words})
        }
        are_known = all(is_known for is_known, _like in rows.values())
        parts = []
        for word, (is_known, like) in rows.items():
            meant = [word, *like] if are_known or not is_known else [word]
            parts.append(f"({' | '.join(_quoted(one) for one in meant)})")
        return " & ".join(parts)

    def _page(
        self, source: str, given: dict[str, Any], *, with_facets: bool
    ) -> tuple[int, list[str], dict[str, list[tuple[str, int]]]]:
        counted = "SELECT 'total' AS facet, '' AS value, count(*) AS number FROM found"
        if with_facets:
            which = " ".join(f"WHEN grouping({name}) = 0 THEN '{name}'" for name in FACETS)
            sets = ", ".join(f"({name})" for name in FACETS)
            counted = f"""
                SELECT CASE {which} ELSE 'total' END AS facet, coalesce({", ".join(FACETS)}) AS value,
                       count(*) AS number
                FROM found GROUP BY GROUPING SETS ({sets}, ())
                UNION ALL
                SELECT 'language', spoken, count(*) FROM found, unnest(languages) AS spoken GROUP BY 2"""
        order = "is_whole DESC, is_begun DESC, points DESC, row"
        sql = f"""
            WITH found AS MATERIALIZED ({source}),
            page AS (SELECT row, row_number() OVER () AS place
                     FROM (SELECT row FROM found ORDER BY {order} LIMIT %(limit)s) best)
            SELECT 'hit' AS facet, r.id AS value, page.place AS number, r.payload
            FROM page JOIN record r ON r.row = page.row
            UNION ALL SELECT facet, value, number, '' FROM ({counted}) AS counted"""
        facets: dict[str, list[tuple[str, int]]] = {}
        for facet, value, number, _payload in self._ask.execute(sql, given):
            facets.setdefault(facet, []).append((value, number))
        hits = sorted(facets.pop("hit", []), key=lambda pair: pair[1])
        total = facets.pop("total")[0][1]
        return total, [value.partition(":")[2] for value, _place in hits], facets


def _batches(documents: Iterable[AnalysedDocument], size: int) -> Iterator[list[AnalysedDocument]]:
    batch: list[AnalysedDocument] = []
    for document in documents:
        batch.append(document)
        if len(batch) == size:
            yield batch
            batch = []
    yield batch


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _words(typed: TypedQuery) -> str:
    """Return what must be found as a tsquery: every word, or the beginning of a whole name."""
    wanted = []
    for token in typed.words:
        if token.is_han:
            wanted += [_quoted(pair) for pair in pairs_of(token.folded)]
        else:
            is_open = typed.is_open and token is typed.tokens[-1]
            wanted.append(_quoted(token.folded) + (":*" if is_open else ""))
    return f"({' & '.join(wanted)}) | {_quoted(typed.joined)}:*B"


def _values(document: AnalysedDocument) -> tuple[Any, ...]:
    facets = [document.facets.get(name, (None,))[0] for name in FACETS]
    languages = list(document.facets.get("language", ()))
    return (document.id, document.is_public, document.payload, *facets, languages, _lexemes(document))


def _lexemes(document: AnalysedDocument) -> str:
    """Return the tokens as a tsvector is written, each with its place and weight."""
    places: dict[str, list[str]] = {}
    place = 0
    for weight, fields in (("A", ("name",)), ("B", _KEYS), ("D", ("text",))):
        for field in fields:
            for token in document.fields.get(field, "").split():
                place += 1
                places.setdefault(token, []).append(f"{min(place, 16383)}{weight}")
    return " ".join(f"{_quoted(token)}:{','.join(found)}" for token, found in places.items())


def _names(document: AnalysedDocument) -> Iterator[str]:
    for name in json.loads(document.payload)["n"]:
        yield name[3]
