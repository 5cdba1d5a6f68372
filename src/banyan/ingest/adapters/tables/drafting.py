"""From a row and a mapping to the draft of a record."""

from __future__ import annotations

from collections.abc import Iterator

from . import cell_readers, presets
from .making import Making
from .shapes import Mapping, Row, RowDraft, Table, Target


def draft(row: Row, mapping: Mapping) -> RowDraft:
    """
    Return what a row says by a mapping.

    Never raises: what is not understood is a problem of the draft, with the value as it stands. An
    organisation without a name has a fatal one.
    """
    if mapping.preset:
        return presets.PRESETS[mapping.preset].draft(row, mapping)
    making = Making(row=row, mapping=mapping)
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


def drafts(table: Table, mapping: Mapping, start: int = 0) -> Iterator[RowDraft]:
    """Yield the drafts of a table's rows, from row ``start`` on."""
    for row in table.rows(start):
        yield draft(row, mapping)
