"""From a row and a mapping to the draft of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from . import cell_readers, headings, presets
from .making import Making
from .shapes import Mapping, Row, RowDraft, RowProblem, Table, Target

#: A group with its title in one cell, the merged cells of its row: "II. Cấp huyện", 二、基金会.
_GROUP_TITLE: Final = re.compile(
    r"(?:[IVXLC]+\s*[.)、:-]|[（(]?[一二三四五六七八九十]+[)）]?\s*[、.．:：])\s*\S"
)
#: "Tổng cộng: 35 hội", "合计", "Total (35)": a word for a sum, perhaps with the sum and what is counted.
_TOTAL: Final = re.compile(
    r"(?:tổng(?: cộng| số)?|cộng|合\s*计|总\s*计|共\s*计|小\s*计|(?:grand |sub)?total|sum)"
    r"(?:\s*[:：(（]?\s*\d[\d.,\s]*[^\W\d_]{0,12}(?: [^\W\d_]{1,12}){0,2}[)）]?)?\s*[:：]?$",
    re.I,
)
_FIGURE: Final = re.compile(r"[\d.,%\s]+[^\W\d_]{0,6}$")
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
    for code, is_so in (("row_is_total", _is_total(row)), ("row_is_heading", _is_heading(row, mapping))):
        if is_so:
            problem = RowProblem(code, is_fatal=True)
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
    filled = [place for place, cell in enumerate(row.cells) if not headings.is_empty(cell)]
    if len(filled) == 1 and isinstance(only := row.cells[filled[0]], str):
        counts = (target.position for target in mapping.columns if target.options.get("reason") == "number")
        if _GROUP_TITLE.match(only.strip()) or (filled[0] in counts and not only.strip().isdecimal()):
            return True
    for target in mapping.columns:
        if target.options.get("reason") == "number" and target.position < len(row.cells):
            cell = row.cells[target.position]
            return (
                isinstance(cell, str)
                and bool(_GROUP.match(cell.strip()))
                and sum(not headings.is_empty(other) for other in row.cells) <= 2
            )
    return False


def _is_total(row: Row) -> bool:
    """Whether a row only adds up the others: a word for a sum, and figures."""
    said = [cell for cell in row.cells if not headings.is_empty(cell)]
    if not said or len(said) > 6 or not isinstance(said[0], str) or not _TOTAL.match(said[0].strip()):
        return False
    return all(isinstance(cell, int | float) or _FIGURE.match(str(cell).strip()) for cell in said[1:])


def drafts(table: Table, mapping: Mapping, start: int = 0) -> Iterator[RowDraft]:
    """Yield the drafts of a table's rows, from row ``start`` on."""
    for row in table.rows(start):
        yield draft(row, mapping)
