"""Taking a source down when somebody with a right to it asks: asking without an account, and deciding."""

from __future__ import annotations

import datetime
from typing import Final

from django.db import transaction

from banyan.accounts.models import User
from banyan.ingest.domain import withdrawals
from banyan.ingest.models import Clipping
from banyan.registry.domain import corrections, proposals
from banyan.registry.domain.effects import EffectLog
from banyan.registry.enums import ProposalKind
from banyan.registry.models import ProposedChange, Source

#: What a request carries as its ``subject_type``; an ordinary correction of a source says ``article``.
SUBJECT_TYPE: Final = "takedown"


class RequestIsNoTakedown(ValueError):
    """The suggestion is something else than a request to take a source down."""


class SourceIsDown(Exception):
    """The source has been taken down already."""


@transaction.atomic
def request(
    *, source: Source, reason: str, language: str, now: datetime.datetime, contact: str = ""
) -> ProposedChange:
    """
    Put a request to take a source down into the inbox; nothing changes until a person decides.

    :param reason: why, in the words of whoever asks
    :param contact: how to answer them, if they wish; seen by staff only
    :raises MessageIsEmpty: if no reason is given
    :raises SourceIsDown: if it is down already
    """
    if source.taken_down_at is not None:
        raise SourceIsDown(source.public_id)
    if not reason.strip():
        raise corrections.MessageIsEmpty
    return corrections.report(
        subject_type=SUBJECT_TYPE,
        subject_key=source.public_id,
        subject_name=str(source),
        message=reason,
        language=language,
        contact=contact,
        now=now,
    )


def is_request(proposal: ProposedChange) -> bool:
    """Say whether a suggestion of the inbox asks for a takedown."""
    return proposal.kind == ProposalKind.CORRECTION and proposal.payload.get("subject_type") == SUBJECT_TYPE


@transaction.atomic
def decide(*, proposal_id: int, is_granted: bool, by: User, now: datetime.datetime) -> ProposedChange:
    """
    Grant or refuse a request; granting takes the source and its quotes out of every page at once.

    The facts stay, marked as resting on a source that was withdrawn. Undoing the decision in the inbox shows
    the source again.

    :raises RequestIsNoTakedown: if the suggestion is something else, or its source is gone
    :raises ProposalIsDecided: if somebody was faster
    """
    proposal = ProposedChange.objects.get(pk=proposal_id)
    if not is_request(proposal):
        raise RequestIsNoTakedown(proposal_id)
    if not is_granted:
        return proposals.reject(proposal_id=proposal_id, by=by, now=now)
    source = Source.objects.filter(public_id=proposal.payload.get("subject_key", "")).first()
    if source is None:
        raise RequestIsNoTakedown(proposal_id)
    accepted = proposals.accept(proposal_id=proposal_id, by=by, now=now)
    touched = EffectLog()
    if source.taken_down_at is None:
        touched.changed(source, {"taken_down_at": None, "taken_down_by": None})
    clipping = Clipping.objects.filter(source=source).first()
    if clipping is not None:
        touched.changed(clipping, {"state": clipping.state})
    withdrawals.withdraw(source=source, by=by, now=now)
    accepted.proposal.effects = touched.effects
    accepted.proposal.save(update_fields=["effects"])
    return accepted.proposal
