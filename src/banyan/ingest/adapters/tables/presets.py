"""
Ready mappings for open data whose shape is known: told by their columns, read field by field.

A preset is chosen by ``Mapping.preset``; :func:`recognised` makes the mapping for a table that fits one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from . import ecosoc, federations, grants360, ror
from .shapes import ColumnTarget, DraftKind, Mapping, Row, RowDraft, RowProblem, TableInfo, Target


@dataclass(frozen=True, slots=True)
class Preset:
    """A shape: the columns a table must have to be it, what its rows are, and how one is read."""

    name: str
    kind: DraftKind
    columns: frozenset[str]
    is_json: bool
    read: Callable[[int, dict[str, Any], Mapping], RowDraft]
    country: str = ""

    def draft(self, row: Row, mapping: Mapping) -> RowDraft:
        """Return what a row says. Never raises: a row of another shape gets a fatal problem."""
        if self.is_json:
            fields = row.record
        else:
            cells = row.cells
            fields = {
                target.options["name"]: cells[target.position]
                for target in mapping.columns
                if target.position < len(cells) and "name" in target.options
            }
        try:
            if fields is None:
                raise TypeError("no object")
            return self.read(row.number, fields, mapping)
        except (TypeError, ValueError, KeyError, AttributeError, IndexError, ArithmeticError):
            problem = RowProblem("row_not_of_this_shape", is_fatal=True, params={"preset": self.name})
            return RowDraft(number=row.number, kind=self.kind, problems=(problem,))


PRESETS: Final[dict[str, Preset]] = {
    preset.name: preset
    for preset in (
        Preset(
            "ror",
            DraftKind.ORGANISATION,
            frozenset(["id", "names.0.value", "names.0.types", "locations.0.geonames_id"]),
            True,
            ror.record,
        ),
        Preset(
            "ror_folded",
            DraftKind.ORGANISATION,
            frozenset(["id", "names.0.v", "names.0.t", "loc.0.cc"]),
            True,
            ror.folded_record,
        ),
        Preset(
            "ror_relationships",
            DraftKind.TIE,
            frozenset(["from_id", "relation", "to_id"]),
            False,
            ror.relationship,
        ),
        Preset(
            "ecosoc_decisions",
            DraftKind.TIE,
            frozenset(["ngo_name", "decision", "session_date"]),
            False,
            ecosoc.decision,
        ),
        Preset(
            "ecosoc_name_changes",
            DraftKind.ORGANISATION,
            frozenset(["old_name", "new_name", "session_date"]),
            False,
            ecosoc.name_change,
        ),
        Preset(
            "ecosoc_mergers",
            DraftKind.TIE,
            frozenset(["old_name_1", "old_name_2", "new_name", "session_date"]),
            False,
            ecosoc.merger,
        ),
        Preset(
            "federated_charities",
            DraftKind.TIE,
            frozenset(["type", "reg_number", "name"]),
            False,
            federations.membership,
            country="GB",
        ),
        Preset(
            "charity_alternative_names",
            DraftKind.ADDITION,
            frozenset(["org_id", "alternative_name"]),
            False,
            federations.alternative_name,
            country="GB",
        ),
        Preset(
            "grants_360giving",
            DraftKind.ACTIVITY,
            frozenset(
                ["id", "amountAwarded", "currency", "recipientOrganization.0.id", "fundingOrganization.0.id"]
            ),
            True,
            grants360.grant,
        ),
    )
}


def recognised(info: TableInfo) -> Mapping | None:
    """Return the mapping for a table that has the columns of a preset, or None."""
    headers = {column.header: column.position for column in info.columns}
    is_json = info.format in ("json", "jsonl")
    for preset in PRESETS.values():
        if preset.is_json == is_json and preset.columns <= headers.keys():
            return Mapping(
                preset=preset.name,
                kind=preset.kind,
                columns=()
                if is_json
                else tuple(
                    ColumnTarget(position, Target.FIELD, options={"name": header})
                    for header, position in headers.items()
                ),
                country=preset.country,
                splits_names=False,
            )
    return None
