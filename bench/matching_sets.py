"""What the benches of the matcher share: sets of names, halves, an index without the names asked for."""

from __future__ import annotations

import csv
import random
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from banyan.registry.adapters.matching import file_index
from banyan.registry.adapters.matching.learning import Lesson, taught
from banyan.registry.adapters.matching.lexicon import Lexicon, shipped
from banyan.registry.adapters.matching.shapes import Profile
from banyan.search.adapters.tantivy_engine import TantivyEngine


@dataclass(frozen=True, slots=True)
class Case:
    """A name asked for and the record it belongs to."""

    query: str
    target: str
    language: str
    script: str
    name_type: str
    country: str = ""


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def half_of(key: str) -> str:
    """Return "tune" or "check": half of the records each, by the parity of the id's checksum."""
    return "check" if zlib.crc32(key.encode()) % 2 else "tune"


def cases_of(rows: Iterable[dict[str, str]], *, one_per_record: bool) -> list[Case]:
    """Return the cases of an alias file in a fixed random order; of each record all its names or only one."""
    made = [
        Case(r["query"], r["target_ror"], r["lang"], r["script"], r["name_type"], r["country"]) for r in rows
    ]
    chance = random.Random(7)
    if one_per_record:
        by_record: dict[str, list[Case]] = defaultdict(list)
        for case in made:
            by_record[case.target].append(case)
        made = [chance.choice(by_record[key]) for key in sorted(by_record)]
    chance.shuffle(made)
    return made


def records_without(cases: Iterable[Case], records: Path) -> Iterator[Profile]:
    """Yield the records of a file, each without the names that are asked for; none is left without a name."""
    asked: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        asked[case.target].add(case.query)
    for profile in file_index.read(records):
        kept = tuple(name for name in profile.names if name.text not in asked.get(profile.key, ()))
        yield replace(profile, names=kept) if kept else profile


def index_without(cases: Iterable[Case], records: Path, folder: Path) -> file_index.FileIndex:
    """Build the index; what bilingual names teach comes from the same records, never from a list."""
    cases = list(cases)
    lesson = Lesson()
    for profile in records_without(cases, records):
        lesson.add(profile)
    lexicon: Lexicon = taught(replace(shipped(), learned={}), lesson)
    return file_index.FileIndex(
        records=records_without(cases, records), engine=TantivyEngine(folder), lexicon=lexicon
    )
