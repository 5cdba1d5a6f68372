"""Hearing what was decided in the inbox."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from banyan.ingest.domain import clippings
from banyan.registry.models import ProposedChange
from banyan.registry.signals import proposal_accepted, proposal_reopened


@receiver(proposal_accepted)
def note_record(sender: Any, proposal: ProposedChange, key: str, **extra: Any) -> None:
    """The mentions of the page now stand for this record."""
    if key:
        clippings.follow_decision(proposal=proposal, key=key)


@receiver(proposal_reopened)
def forget_record(sender: Any, proposal: ProposedChange, **extra: Any) -> None:
    """The decision was taken back."""
    clippings.follow_decision(proposal=proposal, key=proposal.linked_key)
