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
from banyan.registry.domain import bulk_ties, sources, tie_details
from banyan.registry.domain.bulk_ties import NewTie
from banyan.registry.domain.effects import EffectLog
from banyan.registry.domain.sketches import Codes
from banyan.registry.enums import TieKind
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
    written = 0
    waiting = list(zip(of, wanted, strict=True))
    while waiting:  # what is stated twice, one after the other
        turn: dict[tuple[int, int, str], tuple[int, NewTie]] = {}
        for pair in waiting:
            turn.setdefault(pair[1].is_one[:3], pair)
        waiting = [pair for pair in waiting if turn[pair[1].is_one[:3]] is not pair]
        written += _state(list(turn.values()), effects, run=run, by=by, now=now)
    _keep_track(rows, effects, run)
    counted = Counter(run.counts)
    counted["ties"] += written
    counted["ties_known"] += len(wanted) - written
    counted["organisations_for_ties"] += len(seen)
    run.counts = dict(counted)
    run.problem_count += keep_problems(problems, run=run, is_check=False, already=run.problem_count)


def _state(
    stated: Sequence[tuple[int, NewTie]],
    effects: dict[int, EffectLog],
    *,
    run: ImportRun,
    by: User | None,
    now: datetime.datetime,
) -> int:
    """Write ties of which no two bind the same organisations in the same way; return how many are new."""
    wanted = bulk_ties.of_the_living([new for _, new in stated])
    details = tie_details.fill_in(wanted=wanted, by=by, now=now)
    new = [place for place, detail in enumerate(details) if detail is None]
    source = run.dataset.source
    for (number, one), detail in zip(stated, details, strict=True):
        if detail is not None and detail.after:
            effects[number].changed(detail.tie, dict(detail.before), dict(detail.after))
            cited = sources.cite(source=source, subject=detail.tie, by=by, now=now, quote=one.quote)
            effects[number].made(cited)
    written = bulk_ties.add_many(wanted=[wanted[place] for place in new], source=source, by=by, now=now)
    for place, row in zip(new, written, strict=True):
        if row is not None:
            effects[stated[place][0]].made(row)
    return sum(row is not None for row in written)


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
