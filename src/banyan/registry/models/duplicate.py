"""Pairs of records that may be one, the searches that found them, and merges done together."""

from __future__ import annotations

from django.db import models

from banyan.registry.enums import DuplicateBand, MergedKind, PairState, RunState

from .merge import Merge


class _Run(models.Model):
    """A piece of work in the background: what was asked for, how far it is, and what stopped it."""

    state = models.CharField(max_length=20, choices=RunState, default=RunState.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """True until it is finished or given up."""
        return self.state not in (RunState.FINISHED, RunState.FAILED)


class DuplicateRun(_Run):
    """
    One search of the register for records that are there twice. Worked on by `registry.domain.searching`.

    ``changed_since`` is empty for the whole register; otherwise only records changed since then are looked
    at. ``total`` and ``done`` count records while they are read and pairs while they are compared. ``engine``
    is empty for our own search, or "splink" when that finds the pairs.
    """

    kind = models.CharField(max_length=20, choices=MergedKind)
    changed_since = models.DateTimeField(null=True, blank=True)
    found = models.PositiveIntegerField(default=0)
    engine = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=~models.Q(state__in=["finished", "failed"]),
                name="one_search_for_duplicates_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=RunState.values), name="duplicate_run_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=MergedKind.values), name="duplicate_run_kind_is_known"
            ),
        ]
        indexes = [models.Index(fields=["kind", "-created_at"], name="duplicate_run_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.done}/{self.total}"


class MergeBatch(_Run):
    """
    The certain pairs merged together at one press of a button. Worked on by `registry.domain.batches`.

    ``is_undoing`` while its merges are taken back. ``skipped`` counts pairs that could not be merged.
    """

    kind = models.CharField(max_length=20, choices=MergedKind)
    is_undoing = models.BooleanField(default=False)
    skipped = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=RunState.values), name="merge_batch_state_is_known"
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=~models.Q(state__in=["finished", "failed"]),
                name="one_batch_of_merges_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.done}/{self.total}"


class DuplicatePair(models.Model):
    """
    Two records that may be one, as they were seen at ``found_at``. Written by `registry.domain.duplicates`.

    The public ids stand in one order, the lesser first. ``reasons`` and ``vetoes`` are codes, ``reason`` the
    strongest of them, by which the queue is filtered. What a person decided is a
    :class:`~banyan.registry.models.Judgement`; here only stands that the pair need not be asked.
    """

    kind = models.CharField(max_length=20, choices=MergedKind)
    first_key = models.CharField(max_length=14)
    second_key = models.CharField(max_length=14)
    score = models.FloatField()
    reasons = models.JSONField(default=list, blank=True)
    vetoes = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=40, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    band = models.CharField(max_length=20, choices=DuplicateBand)
    state = models.CharField(max_length=20, choices=PairState, default=PairState.WAITING)
    found_at = models.DateTimeField()
    run = models.ForeignKey(
        DuplicateRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="pairs"
    )
    batch = models.ForeignKey(
        MergeBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="pairs"
    )
    merge = models.ForeignKey(Merge, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first_key", "second_key"], name="duplicate_pair_once"),
            models.CheckConstraint(
                condition=models.Q(first_key__lt=models.F("second_key")), name="duplicate_pair_is_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(score__gte=0, score__lte=1), name="duplicate_score_is_a_share"
            ),
            models.CheckConstraint(
                condition=models.Q(band__in=DuplicateBand.values), name="duplicate_band_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=PairState.values), name="duplicate_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=MergedKind.ORGANISATION) | models.Q(band=DuplicateBand.ASK),
                name="people_are_never_certain_duplicates",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "state", "-score", "id"], name="duplicate_queue"),
            models.Index(fields=["second_key"], name="duplicate_second"),
            models.Index(fields=["batch", "id"], name="duplicate_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.first_key} ~ {self.second_key}"
