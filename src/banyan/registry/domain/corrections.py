""" "This is wrong": what a visitor says about a record, without an account."""

from __future__ import annotations

import datetime

from django.db import transaction

from banyan.core import audit
from banyan.registry.domain import proposals, sources
from banyan.registry.enums import ProposalKind, SourceKind
from banyan.registry.models import ProposedChange

#: Characters kept of a message; more is cut by the form, with a word to the visitor.
LONGEST_MESSAGE = 4000


class MessageIsEmpty(ValueError):
    """There is nothing to pass on."""


@transaction.atomic
def report(
    *,
    subject_type: str,
    subject_key: str,
    subject_name: str,
    message: str,
    language: str,
    now: datetime.datetime,
    field: str = "",
    contact: str = "",
) -> ProposedChange:
    """
    Put a visitor's word about a record into the inbox.

    :param field: the fact they pointed at, as its label on the page; may be empty
    :param contact: how to answer them, if they wish; seen by staff only
    :raises MessageIsEmpty: if neither a message nor a fact was given
    """
    if not message.strip() and not field:
        raise MessageIsEmpty
    source = sources.add(
        kind=SourceKind.PUBLIC, by=None, now=now, title=subject_name[:500], language=language
    )
    proposal = proposals.suggest(
        source=source,
        kind=ProposalKind.CORRECTION,
        payload={
            "name": subject_name,
            "subject_type": subject_type,
            "subject_key": subject_key,
            "field": field[:200],
            "message": message[:LONGEST_MESSAGE],
            "contact": contact[:200],
            "language": language,
        },
        linked_key=subject_key,
        quote=message[:LONGEST_MESSAGE],
        confidence=0.5,
        by=None,
        now=now,
    )
    audit.record(
        key="registry.correction.reported", subject=proposal, by=None, now=now, after={"of": subject_key}
    )
    return proposal
