"""What folding one record into another would do to every row that points at it; nothing is written."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from banyan.core.models import Tracked
from banyan.registry.domain.folding import Moves, Record, rules_of
from banyan.registry.domain.moving import chunks
from banyan.registry.enums import RowOutcome
from banyan.registry.models import Citation

_TRACKED: Final = {column.attname for column in Tracked._meta.get_fields() if hasattr(column, "attname")}
#: Columns that say how a row is kept, not what it says.
_NO_FACTS: Final = _TRACKED | {"folded", "kind"}


@dataclass(slots=True)
class Step:
    """
    What becomes of one row. ``changes`` are written to it; ``twin`` is the row of the kept record that says
    the same, ``fills`` what that one lacks and gets
    (before, after), ``unlike`` what the two say differently (the twin's
    words first), and ``citations`` the words cited for the row that are then cited for its twin.
    """

    rule: Moves
    row: Any
    outcome: str
    changes: dict[str, Any] = field(default_factory=dict)
    twin: Any = None
    fills: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    unlike: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    citations: list[Citation] = field(default_factory=list)


class _Held:
    """The rows of the kept record by what they say."""

    def __init__(self) -> None:
        self._rows: dict[tuple[Any, Hashable], list[Any]] = defaultdict(list)

    def add(self, rule: Moves, row: Any) -> None:
        said = rule.identity_of(row)
        if said is not None:
            self._rows[(rule.model, said)].append(row)

    def twin_of(self, rule: Moves, row: Any) -> Any:
        said = rule.identity_of(row)
        if said is None:
            return None
        for held in self._rows.get((rule.model, said), ()):
            if rule.is_same is None or rule.is_same(held, row):
                return held
        return None


def build(*, kept: Record, folded: Record, kinds: Mapping[int, str]) -> list[Step]:
    """
    Return what becomes of every row of the folded record.

    :param kinds: names of either record whose kind is to change, by primary key
    :raises RelationHasNoRule: if a column points at such records and nobody said what becomes of it
    """
    rules = rules_of(str(kept._meta.model_name))
    names = kept.names.model
    held = _Held()
    for rule in rules:
        for row in rule.rows_of(kept):
            if isinstance(row, names) and row.pk in kinds:
                row.kind = kinds[row.pk]
            held.add(rule, row)
    steps = []
    for rule in rules:
        for row in rule.rows_of(folded):
            steps.append(_step(rule, row, kept, held, kinds if isinstance(row, names) else {}))
    _add_citations(steps)
    for step in steps:
        if step.outcome == RowOutcome.DUPLICATE and (step.citations or step.fills):
            step.outcome = RowOutcome.JOINS
    return steps


def _step(rule: Moves, row: Any, kept: Record, held: _Held, kinds: Mapping[int, str]) -> Step:
    if rule.other and getattr(row, rule.other) == kept.pk:
        return Step(rule, row, RowOutcome.WOULD_BE_SELF_TIE)
    changes: dict[str, Any] = {}
    if row.pk in kinds and kinds[row.pk] != row.kind:
        changes["kind"] = kinds[row.pk]
    as_written = copy.copy(row)
    for name, value in changes.items():
        setattr(as_written, name, value)
    twin = held.twin_of(rule, as_written)
    if twin is None:
        changes[rule.name] = rule.value_of(kept)
        held.add(rule, as_written)
        return Step(rule, row, RowOutcome.MOVES, changes)
    step = Step(rule, row, RowOutcome.DUPLICATE, twin=twin)
    for column in row._meta.concrete_fields:
        name = column.attname
        if column.primary_key or name == rule.name or name in _NO_FACTS:
            continue
        ours, theirs = getattr(twin, name), getattr(row, name)
        if theirs in (None, "") or ours == theirs:
            continue
        if ours in (None, ""):
            step.fills[name] = (ours, theirs)
            setattr(twin, name, theirs)  # the next row that says the same finds it filled
        elif name != rule.other:
            step.unlike[name] = (ours, theirs)
    return step


def _add_citations(steps: Iterable[Step]) -> None:
    """Find the words cited for rows that have a twin; one query for every table and stretch."""
    twins: dict[str, dict[int, Step]] = defaultdict(dict)
    for step in steps:
        if step.twin is not None:
            twins[step.row._meta.label_lower][step.row.pk] = step
    for label, by_pk in twins.items():
        for stretch in chunks(sorted(by_pk)):
            for citation in Citation.objects.filter(subject_type=label, subject_id__in=stretch).order_by(
                "pk"
            ):
                by_pk[citation.subject_id].citations.append(citation)
