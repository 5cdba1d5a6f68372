"""Rows that report an activity, such as a grant, with its parties."""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from banyan.accounts.models import User
from banyan.ingest.adapters.tables.drafts import ActivityDraft, RowProblem
from banyan.ingest.domain import parties
from banyan.ingest.enums import RowFate, RowOutcome
from banyan.ingest.models import ImportRow, ImportRun
from banyan.registry.domain import activities, sources
from banyan.registry.domain.sketches import Codes
from banyan.registry.enums import PartyRole
from banyan.registry.models import Organisation

if TYPE_CHECKING:
    from banyan.ingest.domain.applying import Decided


def write(one: Decided, *, run: ImportRun, codes: Codes, by: User | None, now: datetime.datetime) -> None:
    """Keep the activities of a row with their parties, unless a row of that number was kept before."""
    if one.draft.external_key and _is_known(one.draft.external_key, run):
        one.outcome = RowOutcome.UNCHANGED
        return
    for draft in one.draft.activities:
        try:
            with transaction.atomic():
                _write_one(one, draft, run=run, codes=codes, by=by, now=now)
        except ValidationError:
            one.problems.append(RowProblem(code="activity_refused", is_fatal=True))
    if not one.effects.effects:
        one.outcome = RowOutcome.REFUSED


def _is_known(key: str, run: ImportRun) -> bool:
    """Say whether this run or another of the same kind of file has kept the activity of this number."""
    runs = ImportRun.objects.filter(mapping__preset=run.mapping.get("preset", ""))
    rows = ImportRow.objects.filter(run__in=runs, key=key[:100], outcome=RowOutcome.NEW)
    return rows.exclude(fate=RowFate.UNDONE).exists()


def _write_one(
    one: Decided,
    draft: ActivityDraft,
    *,
    run: ImportRun,
    codes: Codes,
    by: User | None,
    now: datetime.datetime,
) -> None:
    named = [party for party in draft.parties if party.role in PartyRole.values]
    found = parties.find(named, run=run)
    unknown = [number for number, pk in enumerate(found) if pk is None]
    made = parties.make(
        [named[number] for number in unknown],
        quotes=[one.quote] * len(unknown),
        run=run,
        codes=codes,
        by=by,
        now=now,
    )
    for number, organisation in zip(unknown, made, strict=True):
        if organisation is not None and found.count(organisation.pk) == 0:
            one.effects.made(organisation)
        found[number] = organisation.pk if organisation is not None else None
    rows = Organisation.objects.in_bulk([pk for pk in found if pk is not None])
    activity = activities.add(
        titles=draft.title,
        parties=[(party.role, rows[pk]) for party, pk in zip(named, found, strict=True) if pk is not None],
        start_date=draft.start_date,
        end_date=draft.end_date,
        amount=_amount(one, draft),
        currency=draft.currency,
        by=by,
        now=now,
    )
    one.effects.made(activity)
    for row in activity.parties.all():
        one.effects.made(row)
    one.effects.made(
        sources.cite(source=run.dataset.source, subject=activity, by=by, now=now, quote=one.quote)
    )


def _amount(one: Decided, draft: ActivityDraft) -> Decimal | None:
    if not draft.amount or not draft.currency:
        return None
    try:
        return Decimal(draft.amount)
    except InvalidOperation:
        one.problems.append(RowProblem(code="number_unreadable", value=draft.amount[:80]))
        return None
