"""Taking out of one organisation what belongs to another, because two had been taken for one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.registry.domain import folding, judgements, living, merges, organisations, staff_facts
from banyan.registry.domain import names as name_rules
from banyan.registry.domain.giving_back import Edit, give_back
from banyan.registry.domain.moving import Book, rows_now
from banyan.registry.domain.organisations import NameIsEmpty, NewName
from banyan.registry.enums import Verdict
from banyan.registry.models import Organisation, OrganisationName, Split


class NothingChosen(ValueError):
    """No row was chosen to be taken out."""


class RowIsNotTheirs(ValueError):
    """A chosen row does not belong to the organisation; somebody may have moved it meanwhile."""


class RowIsThereAlready(ValueError):
    """The other organisation says the same already; ``row`` is the one it has."""

    def __init__(self, row: Any) -> None:
        super().__init__(str(row))
        self.row = row


class SplitIsOfOne(ValueError):
    """What is taken out would go into the very record it comes from."""


class ReasonIsMissing(ValueError):
    """A split needs a reason: it is what keeps the two from being merged again."""


class RecordIsGone(ValueError):
    """One of the two records of a split is there no more."""


class SplitIsUndone(Exception):
    """Somebody has taken it back already."""


def rows_of(*, organisation: Organisation) -> list[tuple[folding.Moves, Any]]:
    """Return every row of an organisation that can be taken out of it, with the rule it moves by."""
    return [(rule, row) for rule in folding.rules_of("organisation") for row in rule.rows_of(organisation)]


@transaction.atomic
def split(
    *,
    organisation: Organisation,
    rows: Iterable[tuple[str, int]],
    reason: str,
    by: User | None,
    now: datetime.datetime,
    into: Organisation | None = None,
    name: NewName | None = None,
) -> Split:
    """
    Take rows out of an organisation into a new one, or into another that is there.

    The pair is written down as different, so that nobody is asked to merge it again.

    :param rows: pairs of the label of a table and the key of a row, as :func:`rows_of` has them
    :param name: a name for the new organisation, where none of those it can be given fits; staff are named
        as its source
    :raises NothingChosen: if there are no rows
    :raises SplitIsOfOne: if the other organisation is this one, or was folded into it meanwhile
    :raises ReasonIsMissing: if the reason is empty
    :raises RowIsNotTheirs: if a row belongs to somebody else
    :raises RowIsThereAlready: if the other organisation says the same already
    :raises NameIsEmpty: if either would be left without a name
    """
    living.hold_alone()
    wanted = list(dict.fromkeys(rows))
    if not wanted:
        raise NothingChosen
    if not reason.strip():
        raise ReasonIsMissing
    (organisation,) = merges.locked(Organisation, living.organisation(organisation).public_id)
    chosen = _chosen(organisation, wanted)
    names = [row for _, row in chosen if isinstance(row, OrganisationName)]
    if not organisation.names.exclude(pk__in=[row.pk for row in names]).exists():
        raise NameIsEmpty
    is_new = into is None
    if into is None:
        into = _made(names, name, by, now)
    else:
        (into,) = merges.locked(Organisation, living.organisation(into).public_id)
        if into.pk == organisation.pk:
            raise SplitIsOfOne
    pair = {"first_key": organisation.public_id, "second_key": into.public_id}
    row = Split.objects.create(
        from_key=organisation.public_id,
        to_key=into.public_id,
        is_new=is_new,
        reason=reason.strip()[:500],
        verdict_before=judgements.of_pair(**pair),
        split_at=now,
        split_by=by,
    )
    book = Book(split=row)
    _refuse_twins(chosen, into)
    book.move((moved, {rule.name: rule.value_of(into)}) for rule, moved in chosen)
    book.close()
    judgements.decide(**pair, verdict=Verdict.DIFFERENT, reason=reason.strip(), by=by, now=now)
    merges.after_all(organisation, into, touched=[moved for _, moved in chosen], by=by, now=now)
    said = {"from": organisation.public_id, "into": into.public_id, "reason": reason.strip()}
    for record in (organisation, into):
        audit.record(key="registry.organisation.split", subject=record, by=by, now=now, after=said)
    return row


def _made(
    names: list[OrganisationName], name: NewName | None, by: User | None, now: datetime.datetime
) -> Organisation:
    """Return a new organisation of the name typed; without one it is bare: the chosen names will follow."""
    chosen = [NewName(text=row.text, language=row.language, kind=row.kind) for row in names]
    if name is not None and (name_rules.tidy(name.text), name.language, name.kind) in {
        (one.text, one.language, one.kind) for one in chosen
    }:
        name = None  # typed and ticked: the one ticked follows, with the words cited for it
    made = organisations.create(names=[name] if name else chosen[:1], by=by, now=now)
    if name is None:
        made.names.all().delete()
    elif by is not None:
        staff_facts.cite(subject=made.names.get(), by=by, now=now)
    return made


def _chosen(organisation: Organisation, wanted: list[tuple[str, int]]) -> list[tuple[folding.Moves, Any]]:
    held = {(row._meta.label_lower, row.pk): (rule, row) for rule, row in rows_of(organisation=organisation)}
    for pair in wanted:
        if pair not in held:
            raise RowIsNotTheirs(f"{pair[0]} {pair[1]}")
    return [held[pair] for pair in wanted]


def _refuse_twins(chosen: list[tuple[folding.Moves, Any]], into: Organisation) -> None:
    for rule, row in chosen:
        said = rule.identity_of(row)
        if rule.other and getattr(row, rule.other) == into.pk:
            raise RowIsThereAlready(row)
        if said is None:
            continue
        for held in rule.rows_of(into):
            if rule.identity_of(held) == said and (rule.is_same is None or rule.is_same(held, row)):
                raise RowIsThereAlready(held)


@transaction.atomic
def undo(*, split: Split, by: User | None, now: datetime.datetime) -> list[Edit]:
    """
    Take a split back: the rows return. A record made for it is merged into the first one.

    :return: what was edited since and stays where it is
    :raises SplitIsUndone: if somebody was faster
    :raises LaterMergeComesFirst: if one of the two was folded into another record since
    :raises RecordIsGone: if one of the two was removed since, as undoing an import does
    """
    living.hold_alone()
    split = Split.objects.select_for_update().get(pk=split.pk)
    if split.undone_at is not None:
        raise SplitIsUndone(split.pk)
    held = merges.locked(Organisation, split.from_key, split.to_key)
    if len(held) != len({split.from_key, split.to_key}):
        raise RecordIsGone(split.pk)
    organisation, into = held
    for record in held:
        later = merges.merge_of(folded_key=record.public_id)
        if later is not None:
            raise merges.LaterMergeComesFirst(later)
    entries = list(split.rows.order_by("pk"))
    edits = give_back(entries)
    split.undone_at, split.undone_by = now, by
    split.save(update_fields=["undone_at", "undone_by"])
    pair = {"first_key": split.from_key, "second_key": split.to_key}
    if judgements.of_pair(**pair) == Verdict.DIFFERENT:
        if split.verdict_before:
            judgements.decide(**pair, verdict=split.verdict_before, by=by, now=now)
        else:
            judgements.forget(**pair, by=by, now=now)
    said = {"from": split.from_key, "into": split.to_key, "reason": split.reason}
    for record in (organisation, into):
        audit.record(key="registry.organisation.split_undone", subject=record, by=by, now=now, after=said)
    if split.is_new:
        merges.merge(kept=organisation, folded=into, choices={}, by=by, now=now)
    else:
        merges.keep_a_name(into)
        merges.after_all(organisation, into, touched=rows_now(entries).values(), by=by, now=now)
    return edits
