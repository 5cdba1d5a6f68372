"""
Matching against a file instead of the register: records in the shape of the Research Organization Registry.

One JSON object a line: ``id, status, established, types, names[v,t,l], loc[cc,adm1,city], ext, links``. The
index lies in a folder that the caller gives and removes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from sys import intern
from typing import Any, Final

from banyan.registry.adapters.matching.asking import questions
from banyan.registry.adapters.matching.learning import Lesson, taught
from banyan.registry.adapters.matching.lexicon import Lexicon, shipped
from banyan.registry.adapters.matching.shapes import Name, Profile
from banyan.registry.adapters.matching.verdicts import MOST, Verdict, decide
from banyan.search.adapters.base import AnalysedDocument, Engine
from banyan.search.documents import SearchDocument, SearchName
from banyan.search.domain.analysis import INDEX_VERSION, analyse

#: Kinds of names in such a file, the first that fits, and ours.
_KINDS: Final = (
    ("acronym", "acronym"),
    ("ror_display", "official"),
    ("label", "official"),
    ("alias", "alias"),
)
_SCHEMES: Final = ("fundref", "grid", "isni", "wikidata")


class FileIsMalformed(Exception):
    """A line of the file is no record. Says the line, counted from 1, and why."""

    def __init__(self, *, line: int, reason: str) -> None:
        self.line, self.reason = line, reason
        super().__init__(f"line {line}: {reason}")


def read(path: Path) -> Iterator[Profile]:
    """
    Yield the records of a file, line by line; those withdrawn from it are no answer to anything.

    :raises FileIsMalformed: at the first line that is no JSON object with an id and names
    """
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                if record.get("status") != "withdrawn":
                    yield profile_of(record)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise FileIsMalformed(line=number, reason=f"{type(error).__name__}: {error}") from error


def profile_of(record: dict[str, Any]) -> Profile:
    """Return one record as a profile."""
    seats = [seat for seat in record.get("loc") or () if isinstance(seat, dict)]
    websites = [value for key, value in (record.get("links") or {}).items() if key == "website" and value]
    return Profile(
        key=str(record["id"]),
        names=tuple(
            Name(text=str(name["v"]), language=str(name.get("l") or ""), kind=_kind(name.get("t") or ()))
            for name in record["names"]
        ),
        country=str(seats[0].get("cc") or "") if seats else "",
        seats=tuple(
            dict.fromkeys(
                intern(str(seat[part])) for seat in seats for part in ("city", "adm1") if seat.get(part)
            )
        ),
        identifiers=frozenset(
            (scheme, str(value)) for scheme, value in (record.get("ext") or {}).items() if scheme in _SCHEMES
        ),
        websites=tuple(str(website) for website in websites),
        founded=str(record.get("established") or ""),
    )


def _kind(types: Sequence[str]) -> str:
    return next((ours for theirs, ours in _KINDS if theirs in types), "alias")


class FileIndex:
    """The records of a file, findable by name."""

    def __init__(self, *, records: Iterable[Profile], engine: Engine, lexicon: Lexicon) -> None:
        self.records: dict[str, Profile] = {}
        self._engine = engine
        self.lexicon = lexicon
        engine.rebuild(self._documents(records), version=INDEX_VERSION)

    @classmethod
    def of_file(cls, *, path: Path, folder: Path) -> FileIndex:
        """
        Read a file twice: what its names in two languages teach, then the index, in an empty ``folder``.

        :raises FileIsMalformed: at the first line that is no record
        """
        from banyan.search.adapters.tantivy_engine import TantivyEngine  # noqa: PLC0415 - no wheel everywhere

        lesson = Lesson()
        for record in read(path):
            lesson.add(record)
        return cls(records=read(path), engine=TantivyEngine(folder), lexicon=taught(shipped(), lesson))

    def close(self) -> None:
        """Let go of the files."""
        self._engine.close()

    def _documents(self, records: Iterable[Profile]) -> Iterator[AnalysedDocument]:
        for record in records:
            self.records[record.key] = record
            names = tuple(SearchName(name.text, name.language, name.kind) for name in record.names)
            made = analyse(SearchDocument(kind=record.kind, key=record.key, names=names))
            yield replace(made, payload="")  # the records themselves are at hand

    def found_for(self, asked: Profile) -> Iterator[list[Profile]]:
        """Yield the records that the index brings for a profile, a batch for each question."""
        seen: set[str] = set()
        for question in questions(asked, lexicon=self.lexicon, engine=self._engine):
            keys = [hit.id.partition(":")[2] for hit in self._engine.search(question).hits]
            yield [self.records[key] for key in keys if key not in seen]
            seen.update(keys)

    def look_up(self, asked: Profile, *, limit: int = MOST) -> Verdict:
        """Say which records a profile may stand for and whether one of them is certain."""
        return decide(asked=asked, batches=self.found_for(asked), lexicon=self.lexicon, limit=limit)
