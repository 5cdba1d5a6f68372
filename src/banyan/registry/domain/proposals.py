"""The inbox: suggesting a change, deciding on it, taking the decision back."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models, transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.models import AuditEntry
from banyan.registry.domain import appliers, effects, living, organisations, people, rematching
from banyan.registry.domain.ties import TieBindsOneOrganisation
from banyan.registry.enums import RECORD_KINDS, ProposalKind, ProposalState
from banyan.registry.models import Organisation, Person, ProposedChange, Source
from banyan.registry.signals import proposal_accepted, proposal_rejected, proposal_reopened
from banyan.search.domain import outbox


class ProposalIsDecided(Exception):
    """Somebody has decided already."""


class ProposalIsWaiting(Exception):
    """There is no decision to take back."""


class ProposalNeedsRecord(Exception):
    """The suggestion rests on a record that was rejected or is not there; ``name`` is its name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class LinkedRecordIsGone(Exception):
    """The record chosen does not exist."""


#: Why a suggestion cannot be accepted as it stands; nothing of it is kept then.
REFUSALS: Final = (
    ProposalIsDecided,
    ProposalNeedsRecord,
    LinkedRecordIsGone,
    appliers.ProposalIsIncomplete,
    organisations.NameIsEmpty,
    TieBindsOneOrganisation,
    ValidationError,
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting did: the suggestion, and the ones it rested on that were accepted with it."""

    proposal: ProposedChange
    also: tuple[ProposedChange, ...]


@transaction.atomic
def suggest(
    *,
    source: Source,
    kind: str,
    payload: Mapping[str, Any],
    by: User | None,
    now: datetime.datetime,
    **values: Any,
) -> ProposedChange:
    """
    Put a suggested change into the inbox.

    :param values: further columns of :class:`ProposedChange` such as group, quote, start, end, confidence
    """
    proposal = ProposedChange(
        source=source,
        kind=ProposalKind(kind),
        payload=dict(payload),
        created_at=now,
        created_by=by,
        updated_at=now,
        updated_by=by,
        **values,
    )
    proposal.full_clean(exclude=["created_by", "updated_by", "payload"])
    proposal.save()
    return proposal


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One change to suggest with others of its source; ``values`` are further columns, as in `suggest`."""

    kind: str
    payload: Mapping[str, Any]
    values: Mapping[str, Any]


def suggest_many(
    *, suggestions: Iterable[Suggestion], source: Source, by: User | None, now: datetime.datetime
) -> list[ProposedChange]:
    """Put many suggested changes of one source into the inbox, in the caller's transaction."""
    rows = []
    for one in suggestions:
        row = ProposedChange(
            source=source,
            kind=ProposalKind(one.kind),
            payload=dict(one.payload),
            created_at=now,
            created_by=by,
            updated_at=now,
            updated_by=by,
            **one.values,
        )
        row.clean_fields(exclude=["source", "created_by", "updated_by", "decided_by", "payload"])
        rows.append(row)
    return ProposedChange.objects.bulk_create(rows, batch_size=500)


def _locked(proposal_id: int) -> ProposedChange:
    return ProposedChange.objects.select_for_update(of=("self",)).select_related("source").get(pk=proposal_id)


def _resolver(
    proposal: ProposedChange,
    by: User | None,
    now: datetime.datetime,
    batch: uuid.UUID,
    also: list[ProposedChange],
) -> Any:
    """Return the function that turns a reference of this suggestion into a record."""

    def resolve(reference: dict[str, Any]) -> models.Model:
        kind, name = reference.get("type", "organisation"), reference.get("name", "")
        key = reference.get("key", "")
        if not key:
            maker = (
                ProposedChange.objects.filter(
                    source=proposal.source, group=reference.get("group", ""), kind=kind
                )
                .exclude(group="")
                .first()
            )
            if maker is None or maker.state == ProposalState.REJECTED:
                raise ProposalNeedsRecord(name)
            if maker.state == ProposalState.WAITING:
                made = _accept(maker.pk, by=by, now=now, batch=batch, also=also)
                also.append(made)
                maker = made
            key = maker.result_key
        record = appliers.find_record(kind, key)
        if record is None:
            raise ProposalNeedsRecord(name)
        return record

    return resolve


def _for_the_log(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return a payload without how to reach whoever suggested it: the log is kept longer than that."""
    return {key: value for key, value in payload.items() if key != "contact"}


def _accept(
    proposal_id: int,
    *,
    by: User | None,
    now: datetime.datetime,
    batch: uuid.UUID,
    also: list[ProposedChange],
    changes: Mapping[str, Any] | None = None,
    link_to: str | None = None,
) -> ProposedChange:
    proposal = _locked(proposal_id)
    if proposal.state != ProposalState.WAITING:
        raise ProposalIsDecided(proposal_id)
    as_suggested: dict[str, Any] = {"payload": dict(proposal.payload), "linked_key": proposal.linked_key}
    if changes:
        proposal.payload = {**proposal.payload, **changes}
    if link_to is not None:
        if link_to and appliers.find_record(proposal.kind, link_to) is None:
            raise LinkedRecordIsGone(link_to)
        proposal.linked_key = link_to
    elif not proposal.linked_key:
        proposal.linked_key = rematching.record_made_meanwhile(proposal=proposal)
    decision = appliers.Decision(by=by, now=now, resolve=_resolver(proposal, by, now, batch, also))
    record = appliers.applier_of(proposal.kind)(proposal, decision)
    proposal.state = ProposalState.ACCEPTED
    proposal.decided_at, proposal.decided_by = now, by
    proposal.updated_at, proposal.updated_by = now, by
    proposal.as_suggested = as_suggested
    proposal.effects = decision.effects.effects
    proposal.batch = batch
    if proposal.kind in RECORD_KINDS and record is not None:
        proposal.result_key = record.public_id  # type: ignore[attr-defined]
    proposal.save()
    audit.record(
        key=effects.ACCEPTED,
        subject=proposal,
        by=by,
        now=now,
        before={**as_suggested, "payload": _for_the_log(as_suggested["payload"])},
        after={
            "payload": _for_the_log(proposal.payload),
            "linked_to": proposal.linked_key,
            "made": proposal.result_key,
        },
    )
    proposal_accepted.send(sender=ProposedChange, proposal=proposal, key=proposal.result_key)
    outbox.enqueue(kind="article", key=proposal.source.public_id)
    return proposal


@transaction.atomic
def accept(
    *,
    proposal_id: int,
    by: User | None,
    now: datetime.datetime,
    changes: Mapping[str, Any] | None = None,
    link_to: str | None = None,
) -> Accepted:
    """
    Accept a suggestion: record, names, tie, figure, citation and log line in one transaction.

    Records it rests on that still wait are accepted with it.

    :param changes: values that replace those suggested ("edit, then accept")
    :param link_to: public id of the existing record it stands for; "" for a new record after all;
        None to keep what was suggested
    :raises ProposalIsDecided: if somebody was faster
    :raises ProposalNeedsRecord: if a record it rests on was rejected
    :raises ProposalIsIncomplete: if a value is missing or malformed
    :raises LinkedRecordIsGone: if the record chosen does not exist
    :raises NameIsEmpty: if a name has no letter or digit in it
    :raises TieBindsOneOrganisation: if both ends of a tie are the same
    :raises ValidationError: if a value is malformed
    """
    living.hold()
    also: list[ProposedChange] = []
    page = ProposedChange.objects.filter(source__proposals=proposal_id)
    rematching.hold_names(waiting=page, also=(changes or {}).get("name", ""))
    proposal = _accept(
        proposal_id, by=by, now=now, batch=uuid.uuid4(), also=also, changes=changes, link_to=link_to
    )
    return Accepted(proposal=proposal, also=tuple(also))


@transaction.atomic
def reject(*, proposal_id: int, by: User | None, now: datetime.datetime) -> ProposedChange:
    """
    Reject a suggestion; nothing but the decision is kept.

    :raises ProposalIsDecided: if somebody was faster
    """
    proposal = _locked(proposal_id)
    if proposal.state != ProposalState.WAITING:
        raise ProposalIsDecided(proposal_id)
    proposal.state = ProposalState.REJECTED
    proposal.decided_at, proposal.decided_by = now, by
    proposal.updated_at, proposal.updated_by = now, by
    proposal.batch = uuid.uuid4()
    proposal.save()
    audit.record(key="registry.proposal.rejected", subject=proposal, by=by, now=now)
    proposal_rejected.send(sender=ProposedChange, proposal=proposal)
    return proposal


@transaction.atomic
def undo(*, proposal_id: int, by: User | None, now: datetime.datetime) -> list[ProposedChange]:
    """
    Take back a decision, and those made in the same step, so that they wait again.

    :return: the suggestions that wait again
    :raises ProposalIsWaiting: if there is no decision
    :raises DecisionIsBuiltUpon: if something made later refers to what this one made; nothing changes then
    """
    living.hold()
    proposal = _locked(proposal_id)
    if proposal.state == ProposalState.WAITING:
        raise ProposalIsWaiting(proposal_id)
    step = list(
        ProposedChange.objects.select_for_update(of=("self",))
        .select_related("source")
        .filter(batch=proposal.batch)
        .exclude(state=ProposalState.WAITING)
        .order_by("pk")
    )
    # A step is taken back as one: what one of its decisions built on another goes with it.
    ordered = [effect for row in sorted(step, key=_depth) for effect in row.effects]
    touched = _enqueue_touched(step)
    effects.reverse(ordered, since=_last_line(step))
    _show_names_again(touched, by=by, now=now)
    for row in step:
        row.state = ProposalState.WAITING
        if row.as_suggested:
            row.payload, row.linked_key = row.as_suggested["payload"], row.as_suggested["linked_key"]
        row.effects, row.result_key, row.batch, row.as_suggested = [], "", None, None
        row.decided_at, row.decided_by = None, None
        row.updated_at, row.updated_by = now, by
        row.save()
        audit.record(key="registry.proposal.reopened", subject=row, by=by, now=now)
        proposal_reopened.send(sender=ProposedChange, proposal=row)
    return step


def _depth(proposal: ProposedChange) -> int:
    """Records come before what rests on them."""
    if proposal.kind in (ProposalKind.ORGANISATION, ProposalKind.PERSON):
        return 0
    return 1 if proposal.kind in RECORD_KINDS else 2


def _last_line(step: Iterable[ProposedChange]) -> int:
    """Return the id of the line of the log with which a step ended."""
    lines = AuditEntry.objects.filter(
        key=effects.ACCEPTED,
        object_type=ProposedChange._meta.label_lower,
        object_id__in=[str(row.pk) for row in step],
    )
    return lines.order_by("-pk").values_list("pk", flat=True).first() or 0


def _show_names_again(records: Iterable[Any], *, by: User | None, now: datetime.datetime) -> None:
    """Have organisations and people, as far as they are still there, shown by the names they have left."""
    for record in records:
        try:
            if isinstance(record, Organisation):
                organisations.show_names_again(organisation_id=record.pk, by=by, now=now)
            elif isinstance(record, Person):
                people.show_names_again(person_id=record.pk, by=by, now=now)
        except organisations.NameIsEmpty:
            raise effects.DecisionIsBuiltUpon([str(record)]) from None


def _enqueue_touched(step: Iterable[ProposedChange]) -> list[Any]:
    """Have every record indexed anew that the decisions made, changed or refer to; return those found."""
    found: dict[tuple[str, Any], Any] = {}
    for row in step:
        outbox.enqueue(kind="article", key=row.source.public_id)
        if row.result_key:
            outbox.enqueue(kind=row.kind, key=row.result_key)
        for touched in effects.records_touched(row.effects):
            kind = "article" if isinstance(touched, Source) else touched._meta.model_name
            outbox.enqueue(kind=kind, key=touched.public_id)
            found[(kind, touched.pk)] = touched
    return list(found.values())


@transaction.atomic
def accept_certain(*, source: Source, by: User | None, now: datetime.datetime) -> list[ProposedChange]:
    """
    Accept, as one step, every waiting suggestion of a source that is certain.

    A certain suggestion that rests on a rejected record, or cannot be accepted as it stands, stays waiting.
    """
    living.hold()
    rematching.hold_names(waiting=ProposedChange.objects.filter(source=source))
    batch = uuid.uuid4()
    accepted: list[ProposedChange] = []
    waiting = ProposedChange.objects.filter(source=source, state=ProposalState.WAITING, is_certain=True)
    for row in sorted(waiting, key=lambda row: (_depth(row), row.position)):
        also: list[ProposedChange] = []
        try:
            with transaction.atomic():
                if ProposedChange.objects.filter(pk=row.pk, state=ProposalState.WAITING).exists():
                    accepted.append(_accept(row.pk, by=by, now=now, batch=batch, also=also))
        except REFUSALS:
            continue
        accepted.extend(also)
    return accepted
