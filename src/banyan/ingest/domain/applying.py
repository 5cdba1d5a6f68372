"""
Writing a batch of rows of an import: records, suggestions, what each row did, and how far the run is.

All of it in one transaction, so that a run killed at any moment goes on exactly behind its last batch.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.core.exceptions import ValidationError

from banyan.accounts.models import User
from banyan.core.rows import insert
from banyan.ingest.adapters.tables.drafts import LEFT_OUT, DraftKind, RowDraft, RowProblem
from banyan.ingest.domain import activity_rows
from banyan.ingest.domain.judging import Judgement, sketch_of
from banyan.ingest.enums import RowOutcome, WhenUnsure
from banyan.ingest.models import ImportProblem, ImportRow, ImportRun
from banyan.registry.domain import bulk, completing, figures, proposals, sources
from banyan.registry.domain.effects import EffectLog
from banyan.registry.domain.matching import Band
from banyan.registry.domain.organisations import NameIsEmpty
from banyan.registry.domain.proposals import Suggestion
from banyan.registry.domain.sketches import Codes, Sketch
from banyan.registry.enums import ProposalKind
from banyan.registry.models import Organisation, StatedFigure

#: Problems kept for a run; the rest are only counted. A person mends the file long before.
MOST_PROBLEMS: Final = 10_000


class RecordIsGone(Exception):
    """An organisation that a row was matched with was removed meanwhile; the batch must be judged again."""


@dataclass(slots=True)
class Decided:
    """A row, what it stands for, and what is to become of it."""

    draft: RowDraft
    quote: str
    judgement: Judgement
    sketch: Sketch
    prepared: bulk.Prepared | None = None
    outcome: str = RowOutcome.REFUSED
    problems: list[RowProblem] = field(default_factory=list)
    record_id: int | None = None
    effects: EffectLog = field(default_factory=EffectLog)


def decide(
    *,
    draft: RowDraft,
    quote: str,
    judgement: Judgement,
    when_unsure: str,
    codes: Codes,
    by: User | None,
    now: datetime.datetime,
) -> Decided:
    """Say what is to become of a row; what cannot be written is refused here, before any transaction."""
    sketch = sketch_of(draft)
    one = Decided(draft=draft, quote=quote, judgement=judgement, sketch=sketch)
    one.problems = list(draft.problems)
    if draft.is_fatal:
        one.outcome = RowOutcome.SKIPPED if draft.is_left_out else RowOutcome.REFUSED
        return one
    if draft.kind == DraftKind.ACTIVITY:
        one.outcome = RowOutcome.NEW
        return one
    band = judgement.band
    if band == Band.NEW and draft.kind == DraftKind.ADDITION:
        one.outcome = RowOutcome.SKIPPED
        one.problems.append(RowProblem(code="nobody_to_add_to", value=_numbers(draft), is_fatal=True))
        return one
    if band == Band.ASK:
        if when_unsure == WhenUnsure.SKIP:
            one.outcome = RowOutcome.SKIPPED
            return one
        band = Band.NEW if when_unsure == WhenUnsure.NEW else band
    try:
        if band == Band.CERTAIN:
            codes.refuse_malformed(sketch)
            one.outcome, one.record_id = RowOutcome.UPDATED, judgement.record_id
        else:
            one.prepared = bulk.prepare(sketch=sketch, codes=codes, by=by, now=now, quote=quote)
            one.outcome = RowOutcome.NEW if band == Band.NEW else RowOutcome.SUGGESTED
    except NameIsEmpty:
        one.problems.append(RowProblem(code="name_missing", is_fatal=True))
    except ValidationError as error:
        one.problems += [
            RowProblem(code="value_refused", is_fatal=True, params={"field": name.removesuffix("_id")})
            for name in error.message_dict
        ]
    return one


def _numbers(draft: RowDraft) -> str:
    return ", ".join(value for _, value in draft.identifiers)[:80]


def write(
    decided: Sequence[Decided],
    *,
    run: ImportRun,
    codes: Codes,
    by: User | None,
    now: datetime.datetime,
) -> None:
    """
    Write a batch inside the caller's transaction; ``run`` is locked, and saved by the caller.

    :raises IntegrityError: if somebody wrote one of the numbers of these rows meanwhile
    :raises RecordIsGone: if a matched organisation is no longer there
    """
    source = run.dataset.source
    new = [one for one in decided if one.outcome == RowOutcome.NEW and one.prepared is not None]
    made = bulk.create_many(
        prepared=[one.prepared for one in new if one.prepared is not None], source=source, by=by, now=now
    )
    for one, organisation in zip(new, made, strict=True):
        one.record_id = organisation.pk
    suggestions = _complete(decided, run=run, codes=codes, by=by, now=now)
    suggestions += [
        (one, _as_suggestion(one, linked_key="", payload=_new_payload(one)))
        for one in decided
        if one.outcome == RowOutcome.SUGGESTED and one.prepared is not None
    ]
    rows = proposals.suggest_many(
        suggestions=[suggestion for _, suggestion in suggestions], source=source, by=by, now=now
    )
    for (one, _), row in zip(suggestions, rows, strict=True):
        one.effects.made(row)
    for one in decided:
        if one.draft.kind == DraftKind.ACTIVITY and one.outcome == RowOutcome.NEW:
            activity_rows.write(one, run=run, codes=codes, by=by, now=now)
        elif one.draft.figures and one.record_id is not None:
            _state_figures(one, run=run, by=by, now=now)
    _keep_track(decided, run)


def _complete(
    decided: Sequence[Decided], *, run: ImportRun, codes: Codes, by: User | None, now: datetime.datetime
) -> list[tuple[Decided, Suggestion]]:
    """Add to known organisations what the rows say; return what has to be asked."""
    waiting = [one for one in decided if one.outcome == RowOutcome.UPDATED]
    asked: list[tuple[Decided, Suggestion]] = []
    for one in waiting:
        if one.draft.kind == DraftKind.TIE:  # only referred to
            one.outcome = RowOutcome.UNCHANGED
    waiting = [one for one in waiting if one.outcome == RowOutcome.UPDATED]
    while waiting:  # rows for one organisation one after the other
        turn: dict[int, Decided] = {}
        for one in waiting:
            turn.setdefault(one.record_id or 0, one)
        waiting = [one for one in waiting if turn[one.record_id or 0] is not one]
        found = completing.held(keys=turn)
        if len(found) < len(turn):
            raise RecordIsGone
        stated = [completing.Stated(found[pk], one.sketch, one.quote) for pk, one in turn.items()]
        done = completing.complete_many(stated=stated, source=run.dataset.source, codes=codes, by=by, now=now)
        for one, said, completion in zip(turn.values(), stated, done, strict=True):
            one.effects.effects += completion.effects
            if not completion.effects:
                one.outcome = RowOutcome.UNCHANGED
            if completion.conflicts:
                one.outcome = RowOutcome.SUGGESTED
                organisation = said.organisation
                payload = _payload(one, organisation, completion.conflicts)
                asked.append((one, _as_suggestion(one, linked_key=organisation.public_id, payload=payload)))
    return asked


def _payload(one: Decided, organisation: Organisation, conflicts: dict[str, Any]) -> dict[str, Any]:
    """What a known organisation should be changed to, if a person thinks so."""
    shown = organisation.names.first()
    return {
        "name": shown.text if shown is not None else "",
        "language": shown.language if shown is not None else "en",
        "row": one.draft.number,
        "sketch": conflicts,
        "replaces": True,
    }


def _new_payload(one: Decided) -> dict[str, Any]:
    sketch = one.sketch.as_json()
    first = one.sketch.names[0]
    return {
        "name": first.text,
        "language": first.language,
        "names": [dict(name) for name in sketch.pop("names")],
        "row": one.draft.number,
        "sketch": sketch,
    }


def _as_suggestion(one: Decided, *, linked_key: str, payload: dict[str, Any]) -> Suggestion:
    score = max((float(str(item["score"])) for item in one.judgement.candidates), default=0.5)
    return Suggestion(
        kind=ProposalKind.ORGANISATION,
        payload=payload,
        values={
            "group": f"row-{one.draft.number}",
            "quote": one.quote,
            "position": one.draft.number,
            "linked_key": linked_key,
            "candidates": list(one.judgement.candidates) if not linked_key else [],
            "confidence": min(max(score, 0.0), 1.0),
        },
    )


def _state_figures(one: Decided, *, run: ImportRun, by: User | None, now: datetime.datetime) -> None:
    """Keep the figures of a row that are not kept already."""
    assert one.record_id is not None
    subject = Organisation.objects.get(pk=one.record_id)
    present = StatedFigure.objects.filter(subject_type="organisation", subject_key=subject.public_id)
    for draft in one.draft.figures:
        try:
            value = Decimal(draft.value)
        except InvalidOperation:
            one.problems.append(RowProblem(code="number_unreadable", value=draft.value[:80]))
            continue
        measures = {f"measure_{code}": text[:200] for code, text in draft.measure.items()}
        if present.filter(value=value, stated_date=draft.stated_date, **measures).exists():
            continue
        figure = figures.state(
            subject_type="organisation",
            subject_key=subject.public_id,
            measures=draft.measure,
            value=value,
            qualifier=draft.qualifier,
            currency=draft.currency,
            stated_date=draft.stated_date,
            by=by,
            now=now,
        )
        one.effects.made(figure)
        cited = sources.cite(source=run.dataset.source, subject=figure, by=by, now=now, quote=one.quote)
        one.effects.made(cited)
        if one.outcome == RowOutcome.UNCHANGED:
            one.outcome = RowOutcome.UPDATED


def _keep_track(decided: Sequence[Decided], run: ImportRun) -> None:
    """Write down what each row did and count it on the run."""
    insert(
        ImportRow,
        ("run_id", "phase", "number", "outcome", "record_id", "key", "effects"),
        (
            (
                run.pk,
                str(run.phase),
                one.draft.number,
                str(one.outcome),
                one.record_id,
                one.draft.external_key[:100],
                one.effects.effects or None,
            )
            for one in decided
        ),
    )
    counted = Counter(run.counts)
    for one in decided:
        counted[str(one.outcome)] += 1
        counted["ties_stated"] += len(one.draft.ties)
    left_out = run.counts.get(RowOutcome.SKIPPED, 0)
    run.counts = dict(counted)
    run.problem_count += keep_problems(
        ((one.draft.number, problem) for one in decided for problem in one.problems),
        run=run,
        is_check=False,
        already=run.problem_count,
        left_out=left_out,
    )


def keep_problems(
    problems: Iterable[tuple[int, RowProblem]],
    *,
    run: ImportRun,
    is_check: bool,
    already: int,
    left_out: int = 0,
) -> int:
    """
    Keep what was not understood, up to ``MOST_PROBLEMS`` for a run; return how many there were.

    Why rows were left out is kept up to the same number, and not counted: there is nothing to mend.

    :param left_out: how many rows of the run were left out before these
    """
    wrong: list[tuple[int, RowProblem]] = []
    reasons: list[tuple[int, RowProblem]] = []
    for pair in problems:
        (reasons if pair[1].code in LEFT_OUT else wrong).append(pair)
    kept = wrong[: max(0, MOST_PROBLEMS - already)] + reasons[: max(0, MOST_PROBLEMS - left_out)]
    insert(
        ImportProblem,
        ("run_id", "is_check", "number", "code", "column", "value", "is_fatal", "params"),
        (
            (
                run.pk,
                is_check,
                number,
                problem.code[:60],
                problem.column,
                problem.value[:100],
                problem.is_fatal,
                dict(problem.params),
            )
            for number, problem in kept
        ),
    )
    return len(wrong)
