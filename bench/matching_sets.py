"""What the benches of the matcher share: sets of names, halves, an index without the names asked for."""

from __future__ import annotations

import csv
import json
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


def cities_of(records: Path) -> dict[str, str]:
    """Return the city of each record's first seat."""
    found: dict[str, str] = {}
    with records.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            seats = record.get("loc") or [{}]
            found[str(record["id"])] = seats[0].get("city") or ""
    return found


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


def pair_cases(rows: Iterable[dict[str, str]]) -> list[tuple[str, bool, list[Case]]]:
    """Return the questions across scripts of a file of pairs: title, whether records keep Han, cases."""
    asked: dict[bool, dict[tuple[str, str], Case]] = {True: {}, False: {}}
    for row in rows:
        if row["kind"] != "cross-script" or row["is_match"] != "1":
            continue
        for side in ("a", "b"):
            script = row[f"script_{side}"]
            is_han = script == "han"
            if is_han or script.startswith("latn"):
                case = Case(
                    row[f"name_{side}"], row["id_a"], row[f"lang_{side}"], script, "label", row["country"]
                )
                asked[is_han].setdefault((case.target, case.query), case)
    chance = random.Random(5)
    made = []
    for title, keeps_han in (("Han names, records in Latin", False), ("Latin names, records in Han", True)):
        cases = sorted(asked[not keeps_han].values(), key=lambda case: (case.target, case.query))
        chance.shuffle(cases)
        made.append((title, keeps_han, cases))
    return made


def _is_han(text: str) -> bool:
    return any(0x3400 <= ord(letter) < 0xA000 for letter in text)


def in_one_script(profile: Profile, *, han: bool) -> Profile:
    """Return a record with only its names in Han, or only its others; as it is if none is left."""
    kept = tuple(name for name in profile.names if _is_han(name.text) == han and name.kind != "acronym")
    return replace(profile, names=kept) if kept else profile


def index_without(
    cases: Iterable[Case],
    records: Path,
    folder: Path,
    *,
    only: tuple[frozenset[str], bool] = (frozenset(), False),
) -> file_index.FileIndex:
    """
    Build the index; what bilingual names teach comes from the same records, never from a list.

    :param only: records that keep the names of one script, and whether that is Han
    """
    cases = list(cases)

    def all_records() -> Iterator[Profile]:
        for profile in records_without(cases, records):
            yield in_one_script(profile, han=only[1]) if profile.key in only[0] else profile

    lesson = Lesson()
    for profile in all_records():
        lesson.add(profile)
    lexicon: Lexicon = taught(replace(shipped(), learned={}), lesson)
    return file_index.FileIndex(records=all_records(), engine=TantivyEngine(folder), lexicon=lexicon)
