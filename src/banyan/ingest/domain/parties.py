"""The other organisations that rows of an imported file speak of: finding them, and making them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError

from banyan.accounts.models import User
from banyan.ingest.adapters.tables.drafts import PartyDraft
from banyan.ingest.domain.judging import (
    by_exact_names,
    by_identifiers,
    disagree,
    numbers_of,
    party_sketch,
)
from banyan.ingest.enums import RunPhase
from banyan.ingest.models import ImportRow, ImportRun
from banyan.registry.domain import bulk
from banyan.registry.domain import names as name_rules
from banyan.registry.domain.organisations import NameIsEmpty
from banyan.registry.domain.sketches import Codes
from banyan.registry.models import Organisation


def find(parties: Sequence[PartyDraft], *, run: ImportRun) -> list[int | None]:
    """
    Return the key of the organisation each stands for, or None: by its numbers, its number in the same file,
    then by a name that one organisation only bears.
    """
    holders = by_identifiers(pair for party in parties for pair in party.identifiers)
    found: list[int | None] = [
        next((holders[pair] for pair in party.identifiers if pair in holders), None) for party in parties
    ]
    by_key = _by_key({party.key[:100] for party, pk in zip(parties, found, strict=True) if pk is None}, run)
    for number, party in enumerate(parties):
        found[number] = found[number] or by_key.get(party.key[:100])
    unnamed = [number for number, pk in enumerate(found) if pk is None and parties[number].names]
    bearers = by_exact_names(name.text for number in unnamed for name in parties[number].names)
    held = numbers_of({pk for keys in bearers.values() for pk in keys})
    for number in unnamed:
        party = parties[number]
        keys = {pk for name in party.names for pk in bearers.get(name_rules.compared(name.text)[:300], ())}
        fitting = [pk for pk in keys if not disagree(party.identifiers, held.get(pk, {}))]
        found[number] = fitting[0] if len(fitting) == 1 else None
    return found


def _by_key(keys: set[str], run: ImportRun) -> dict[str, int | None]:
    """Return what the rows of these numbers in the file stand for."""
    if not (keys := keys - {""}):
        return {}
    # "Not empty" says nothing new, but only with it may the index be used, which leaves empty keys out.
    rows = ImportRow.objects.filter(run=run, phase=RunPhase.ROWS, key__in=keys).exclude(key="")
    return dict(rows.values_list("key", "record_id"))


def make(
    parties: Sequence[PartyDraft],
    *,
    quotes: Sequence[str],
    run: ImportRun,
    codes: Codes,
    by: User | None,
    now: datetime.datetime,
) -> list[Organisation | None]:
    """
    Make the organisations that were not found, one for those that are plainly the same; None without a name.
    """
    prepared: dict[object, bulk.Prepared] = {}
    keys: list[object] = []
    for party, quote in zip(parties, quotes, strict=True):
        key: object = party.identifiers or tuple(sorted(name_rules.compared(n.text) for n in party.names))
        keys.append(key)
        if key in prepared or not party.names:
            continue
        try:
            prepared[key] = bulk.prepare(sketch=party_sketch(party), codes=codes, by=by, now=now, quote=quote)
        except (NameIsEmpty, ValidationError):
            continue
    bulk.create_many(prepared=list(prepared.values()), source=run.dataset.source, by=by, now=now)
    return [prepared[key].organisation if key in prepared else None for key in keys]
