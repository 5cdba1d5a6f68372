"""
Loading the code lists from their files.

The files are the truth: a load makes the tables say what they say, reports what that changed, and never
deletes. An entry that is gone from its file is made inactive. What the centre put in its own words at the
desk (`domain.entries`) keeps them.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from babel import Locale
from django.db import models, transaction

from banyan.core import audit
from banyan.taxonomy.adapters.code_list_files import CodeList, CodeListIsMalformed, Row, point_of, read_folder
from banyan.taxonomy.enums import ListKind, PlaceKind
from banyan.taxonomy.models import Concept, Place, Scheme

__all__ = ["DATA", "CodeListIsMalformed", "ListCounts", "LoadCounts", "load_code_lists"]

#: The lists that come with Banyan. A centre may keep its own copy of the folder and load that.
DATA: Final = Path(__file__).resolve().parent.parent / "data"

#: Whose names of countries and areas are shown: the CLDR locales for our three columns.
_LOCALES: Final = {"vi": "vi", "zh": "zh_Hans", "en": "en"}


@dataclass(frozen=True, slots=True)
class ListCounts:
    """What loading one list did, in entries."""

    code: str
    added: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What a load did, list by list."""

    lists: tuple[ListCounts, ...]

    @property
    def added(self) -> int:
        return sum(each.added for each in self.lists)

    @property
    def changed(self) -> int:
        return sum(each.changed for each in self.lists)

    @property
    def retired(self) -> int:
        return sum(each.retired for each in self.lists)

    @property
    def unchanged(self) -> int:
        return sum(each.unchanged for each in self.lists)


def load_code_lists(*, now: datetime.datetime, by: Any = None, folder: Path = DATA) -> LoadCounts:
    """
    Make the tables say what the files of ``folder`` say, in one transaction.

    Loading the same files again changes nothing. Lists that ``folder`` does not name are left alone.

    :raises CodeListIsMalformed: before anything is stored, naming file and line
    """
    lists = read_folder(folder=folder)
    overrides = {
        row["code"]: {f"name_{language}": row[f"name_{language}"] for language in _LOCALES}
        for code_list in lists
        if code_list.kind == ListKind.PLACE_NAMES
        for row in code_list.rows
    }
    counts: list[ListCounts] = []
    with transaction.atomic():
        for code_list in lists:
            counts.append(_load(code_list=code_list, overrides=overrides, now=now, by=by))
    return LoadCounts(lists=tuple(counts))


def _load(
    *, code_list: CodeList, overrides: dict[str, dict[str, str]], now: datetime.datetime, by: Any
) -> ListCounts:
    scheme, is_described_anew = _describe(code_list=code_list, now=now)
    if code_list.kind == ListKind.CONCEPTS:
        counts = _load_concepts(scheme=scheme, code_list=code_list)
    elif code_list.kind == ListKind.PLACE_NAMES:
        counts = ListCounts(code=code_list.code, unchanged=len(code_list.rows))
    else:
        counts = _load_places(scheme=scheme, code_list=code_list, overrides=overrides)
    if is_described_anew or counts.added or counts.changed or counts.retired:
        scheme.loaded_at = now
        scheme.save()
        audit.record(
            key="taxonomy.code_list.loaded",
            subject=scheme,
            by=by,
            now=now,
            after={
                "added": counts.added,
                "changed": counts.changed,
                "retired": counts.retired,
                "sha256": scheme.sha256,
            },
        )
    return counts


def _describe(*, code_list: CodeList, now: datetime.datetime) -> tuple[Scheme, bool]:
    """Return the list's own row, and whether the manifest or the file now say something else."""
    scheme = Scheme.objects.filter(code=code_list.code).first() or Scheme(code=code_list.code, loaded_at=now)
    stated: dict[str, object] = {
        key: code_list.description[key]
        for key in code_list.description
        if key not in ("code", "kind", "file")
    }
    is_different = _set(record=scheme, values={**stated, "sha256": code_list.sha256})
    if is_different:
        scheme.save()
    return scheme, is_different


def _load_concepts(*, scheme: Scheme, code_list: CodeList) -> ListCounts:
    stored = {concept.code: concept for concept in Concept.objects.filter(scheme=scheme)}
    tally = _Tally()
    for position, row in enumerate(code_list.rows, start=1):
        concept = stored.get(row["code"]) or Concept(scheme=scheme, code=row["code"])
        parent = stored[row["parent"]] if row["parent"] else None
        values = {
            **{name: row[name] for name in ("label_vi", "label_zh", "label_en")},
            **{name: row[name] for name in ("country", "note", "confidence")},
            "parent_id": parent.pk if parent else None,
            "position": position,
            "is_active": True,
        }
        if concept.worded_at is not None:
            values = {name: values[name] for name in ("parent_id", "country", "confidence", "position")}
        if concept.is_own:
            values["is_own"] = False  # the file has it now
        tally.keep(record=concept, values=values)
        stored[concept.code] = concept
    return tally.counts(
        code_list=code_list,
        stale=[c for c in stored.values() if c.code not in _codes(code_list) and not c.is_own],
    )


def _load_places(*, scheme: Scheme, code_list: CodeList, overrides: dict[str, dict[str, str]]) -> ListCounts:
    stored = {place.code: place for place in Place.objects.filter(scheme=scheme)}
    # Parents stand in a list before this one, or above in this one.
    ids = dict(Place.objects.values_list("code", "pk"))
    tally = _Tally()
    for row in code_list.rows:
        place = stored.get(row["code"]) or Place(scheme=scheme, code=row["code"])
        values = _country(row, file=code_list.file) if code_list.kind == ListKind.COUNTRIES else _inner(row)
        parent = values.pop("parent")
        values = {**values, "parent_id": ids[parent] if parent else None, **overrides.get(row["code"], {})}
        if place.worded_at is not None:
            values = {name: value for name, value in values.items() if not name.startswith("name_")}
        tally.keep(record=place, values=values)
        ids[place.code] = place.pk
    codes = _codes(code_list)
    return tally.counts(
        code_list=code_list, stale=[place for code, place in stored.items() if code not in codes]
    )


def _country(row: Row, *, file: str) -> dict[str, Any]:
    names: dict[str, str] = {}
    for language, locale in _LOCALES.items():
        name = Locale.parse(locale).territories.get(row["code"])
        if not name:
            raise CodeListIsMalformed(
                file=file, line=row.line, reason=f"CLDR has no name in {language} for {row['code']}"
            )
        names[f"name_{language}"] = name
    return {
        **names,
        "kind": PlaceKind.COUNTRY_OR_AREA.value,
        "parent": "",
        "latitude": None,
        "longitude": None,
        "is_active": True,
    }


def _inner(row: Row) -> dict[str, Any]:
    latitude, longitude = point_of(row)
    return {
        **{f"name_{language}": row[f"name_{language}"] for language in _LOCALES},
        "kind": row["kind"],
        "parent": row["parent"],
        "latitude": latitude,
        "longitude": longitude,
        "is_active": row["is_active"] == "yes",
    }


def _codes(code_list: CodeList) -> set[str]:
    return {row["code"] for row in code_list.rows}


def _set(*, record: models.Model, values: dict[str, Any]) -> bool:
    """Set the values on a record, unsaved, and return whether any of them was different."""
    different = {name: value for name, value in values.items() if getattr(record, name) != value}
    for name, value in different.items():
        setattr(record, name, value)
    return bool(different)


class _Tally:
    """Saves what is new or different and counts it."""

    def __init__(self) -> None:
        self.added = self.changed = self.unchanged = 0

    def keep(self, *, record: models.Model, values: dict[str, Any]) -> None:
        is_new = record.pk is None
        is_different = _set(record=record, values=values)
        if is_new:
            self.added += 1
        elif is_different:
            self.changed += 1
        else:
            self.unchanged += 1
        if is_new or is_different:
            record.save()

    def counts(self, *, code_list: CodeList, stale: list[Any]) -> ListCounts:
        """Make what left the file inactive, and return what the whole list came to."""
        retired = 0
        for record in stale:
            if record.is_active:
                record.is_active = False
                record.save()
                retired += 1
        return ListCounts(
            code=code_list.code,
            added=self.added,
            changed=self.changed,
            retired=retired,
            unchanged=self.unchanged,
        )
