"""From a row and a mapping to the draft of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from . import cell_readers, headings, presets
from .making import Making
from .shapes import Mapping, Row, RowDraft, RowProblem, Table, Target

#: How the groups of a list are numbered, where its rows have plain figures.
_GROUP: Final = re.compile(r"[IVXLC]+\.?$|[A-Z]\.?$|[一二三四五六七八九十]+、?$")


def draft(row: Row, mapping: Mapping) -> RowDraft:
    """
    Return what a row says by a mapping.

    Never raises: what is not understood is a problem of the draft, with the value as it stands. An
    organisation without a name has a fatal one.
    """
    if mapping.preset:
        return presets.PRESETS[mapping.preset].draft(row, mapping)
    making = Making(row=row, mapping=mapping)
    if _is_heading(row, mapping):
        problem = RowProblem("row_is_heading", is_fatal=True)
        return RowDraft(number=row.number, kind=mapping.kind, problems=(problem,))
    # What follows is read differently in each country.
    for target in mapping.columns:
        if target.target == Target.COUNTRY:
            cell_readers.read(making, target)
    making.country = making.country or mapping.country
    for target in mapping.columns:
        if target.target == Target.PLACE:
            cell_readers.read(making, target)
    for target in mapping.columns:
        if target.target not in (Target.COUNTRY, Target.PLACE):
            cell_readers.read(making, target)
    return making.finished()


def is_read_by_record(mapping: Mapping) -> bool:
    """Whether rows are read from the objects of a JSON file, and their cells by nobody."""
    return bool(mapping.preset) and presets.PRESETS[mapping.preset].is_json


def _is_heading(row: Row, mapping: Mapping) -> bool:
    """Whether a row only names the group of those below: a letter or Roman figure, and a title."""
    for target in mapping.columns:
        if target.options.get("reason") == "number" and target.position < len(row.cells):
            cell = row.cells[target.position]
            return (
                isinstance(cell, str)
                and bool(_GROUP.match(cell.strip()))
                and sum(not headings.is_empty(other) for other in row.cells) <= 2
            )
    return False


def drafts(table: Table, mapping: Mapping, start: int = 0) -> Iterator[RowDraft]:
    """Yield the drafts of a table's rows, from row ``start`` on."""
    for row in table.rows(start):
        yield draft(row, mapping)
