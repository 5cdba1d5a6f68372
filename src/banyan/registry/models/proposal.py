"""The single inbox: one suggested change per row."""

from __future__ import annotations

from django.db import models

from banyan.core.models import Tracked
from banyan.registry.enums import ProposalKind, ProposalState

from .source import Source


class ProposedChange(Tracked):
    """
    One change that somebody or something suggests, and what a person decided.

    Its state is changed only by `registry.domain.proposals`. ``payload`` holds the values; a record it
    refers to is ``{"group": …, "name": …, "key": …}``: the group of the suggestion that makes it, or the
    public id it already has. ``effects`` lists the rows that accepting made or changed, so that the
    decision can be undone; ``as_suggested`` then gives back the words before they were edited. ``start``
    and ``end`` are code points into the text of the source.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=20, choices=ProposalKind)
    group = models.CharField(max_length=40, blank=True, default="")
    payload = models.JSONField()
    quote = models.TextField(blank=True, default="")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    confidence = models.FloatField(default=0.5)
    is_certain = models.BooleanField(default=False)
    linked_key = models.CharField(max_length=14, blank=True, default="")
    candidates = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=20, choices=ProposalState, default=ProposalState.WAITING)
    as_suggested = models.JSONField(null=True, blank=True)
    effects = models.JSONField(default=list, blank=True)
    result_key = models.CharField(max_length=14, blank=True, default="")
    batch = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["state", "source", "position"], name="proposal_inbox"),
            models.Index(fields=["source", "group"], name="proposal_group"),
            models.Index(fields=["-decided_at", "-id"], name="proposal_decided"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ProposalKind.values), name="proposal_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.WAITING, decided_at__isnull=True)
                | models.Q(
                    state__in=[ProposalState.ACCEPTED, ProposalState.REJECTED], decided_at__isnull=False
                ),
                name="proposal_decided_when_not_waiting",
            ),
            models.CheckConstraint(
                condition=models.Q(confidence__gte=0, confidence__lte=1), name="proposal_confidence_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.payload.get('name', '')}".strip()
