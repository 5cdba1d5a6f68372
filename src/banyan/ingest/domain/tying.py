"""The second reading of an imported file: relationships, now that both organisations are there."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from banyan.accounts.models import User
from banyan.core.rows import insert
from banyan.ingest.adapters.tables.drafts import DraftKind, RowDraft, RowProblem, TieDraft
from banyan.ingest.domain import parties
from banyan.ingest.domain.applying import keep_problems
from banyan.ingest.enums import RowOutcome, RunPhase
from banyan.ingest.models import ImportRow, ImportRun
from banyan.registry.domain import bulk_ties, ties
from banyan.registry.domain.bulk_ties import NewTie
from banyan.registry.domain.effects import EffectLog
from banyan.registry.domain.sketches import Codes
from banyan.registry.enums import TieKind
from banyan.registry.models import Tie
from banyan.registry.validators import validate_partial_date


@dataclass(frozen=True, slots=True)
class TiedRow:
    """A row with relationships, and its words."""

    draft: RowDraft
    quote: str


@dataclass(slots=True)
class _Stated:
    row: TiedRow
    tie: TieDraft
    other_id: int | None = None


def write(
    rows: Sequence[TiedRow], *, run: ImportRun, codes: Codes, by: User | None, now: datetime.datetime
) -> None:
    """Write the relationships of a batch of rows inside the caller's transaction; ``run`` is locked."""
    numbers = [row.draft.number for row in rows]
    ours = dict(
        ImportRow.objects.filter(run=run, phase=RunPhase.ROWS, number__in=numbers)
        .exclude(record_id=None)
        .values_list("number", "record_id")
    )
    effects = {number: EffectLog() for number in ours}
    problems: list[tuple[int, RowProblem]] = []
    stated = [_Stated(row, tie) for row in rows if row.draft.number in ours for tie in row.draft.ties]
    for one, pk in zip(stated, parties.find([one.tie.other for one in stated], run=run), strict=True):
        one.other_id = pk
    unknown = [one for one in stated if one.other_id is None and one.row.draft.kind == DraftKind.TIE]
    made = parties.make(
        [one.tie.other for one in unknown],
        quotes=[one.row.quote for one in unknown],
        run=run,
        codes=codes,
        by=by,
        now=now,
    )
    seen: set[int] = set()
    for one, organisation in zip(unknown, made, strict=True):
        if organisation is not None:
            one.other_id = organisation.pk
            if organisation.pk not in seen:
                seen.add(organisation.pk)
                effects[one.row.draft.number].made(organisation)
    wanted: list[NewTie] = []
    of: list[int] = []
    for one in stated:
        number, tie = one.row.draft.number, one.tie
        if one.other_id is None:
            name = tie.other.names[0].text if tie.other.names else ""
            problems.append((number, RowProblem(code="other_unknown", value=name[:80])))
        elif tie.kind not in TieKind.values or not _dates_are_good(tie):
            problems.append((number, RowProblem(code="tie_refused", value=tie.kind)))
        else:
            ends = (ours[number] or 0, one.other_id)
            subject, target = reversed(ends) if tie.is_from_other else ends
            wanted.append(
                NewTie(subject, target, tie.kind, tie.grade, tie.from_date, tie.to_date, one.row.quote)
            )
            of.append(number)
    written = bulk_ties.add_many(wanted=wanted, source=run.dataset.source, by=by, now=now)
    for number, row in zip(of, written, strict=True):
        if row is not None:
            effects[number].made(row)
    for number, new, row in zip(of, wanted, written, strict=True):
        if row is None and new.to_date:
            _end(new, effects[number], by=by, now=now)
    _keep_track(rows, effects, run)
    counted = Counter(run.counts)
    counted["ties"] += sum(row is not None for row in written)
    counted["ties_known"] += sum(row is None for row in written)
    counted["organisations_for_ties"] += len(seen)
    run.counts = dict(counted)
    run.problem_count += keep_problems(problems, run=run, is_check=False, already=run.problem_count)


def _end(one: NewTie, log: EffectLog, *, by: User | None, now: datetime.datetime) -> None:
    """A relationship that is there and goes on has ended, the row says."""
    held = Tie.objects.filter(
        subject_id=one.subject_id, object_id=one.object_id, kind=one.kind, grade=one.grade, to_date=""
    ).first()
    if held is None or one.to_date < held.from_date:
        return
    before = {"to_date": "", "updated_at": held.updated_at.isoformat(), "updated_by_id": held.updated_by_id}
    tie = ties.end(tie=held, to_date=one.to_date, by=by, now=now)
    after = {"to_date": tie.to_date, "updated_at": now.isoformat(), "updated_by_id": tie.updated_by_id}
    log.changed(tie, before, after)


def _dates_are_good(tie: TieDraft) -> bool:
    try:
        validate_partial_date(tie.from_date)
        validate_partial_date(tie.to_date)
    except bulk_ties.ValidationError:
        return False
    return len(tie.grade) <= 30


def _keep_track(rows: Sequence[TiedRow], effects: dict[int, EffectLog], run: ImportRun) -> None:
    insert(
        ImportRow,
        ("run_id", "phase", "number", "outcome", "effects"),
        (
            (run.pk, RunPhase.TIES.value, row.draft.number, RowOutcome.UPDATED.value, log.effects)
            for row in rows
            if (log := effects.get(row.draft.number)) is not None and log.effects
        ),
    )
