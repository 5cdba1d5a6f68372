"""The rows of a file that is imported: what is foreseen for them, what they did, what was not understood."""

from __future__ import annotations

from django.db import models

from banyan.ingest.enums import RowFate, RowOutcome, RunPhase

from .dataset import ImportRun


class ImportRow(models.Model):
    """
    What one row of a file did to the register. Written with it, in one transaction; changed only by undoing.

    ``record_id`` is the key of the organisation the row stands for, ``key`` the row's own number in the
    file. What a new organisation brought with it is known from the record; every other row made or changed is
    in ``effects``, as `registry.domain.effects` describes them.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    phase = models.CharField(max_length=20, choices=RunPhase)
    number = models.PositiveBigIntegerField()
    outcome = models.CharField(max_length=20, choices=RowOutcome)
    record_id = models.BigIntegerField(null=True, blank=True)
    key = models.CharField(max_length=100, blank=True, default="")
    effects = models.JSONField(null=True, blank=True)
    fate = models.CharField(max_length=20, choices=RowFate, blank=True, default=RowFate.STANDS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "phase", "number"], name="import_row_once"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=RowOutcome.values), name="import_row_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(fate__in=RowFate.values), name="import_row_fate_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["run", "key"], name="import_row_key", condition=~models.Q(key="")),
            models.Index(fields=["run", "outcome", "id"], name="import_row_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"


class ForeseenRow(models.Model):
    """
    What the check foresees for one row of a file, kept until the import is done.

    Written by `ingest.domain.checking`.

    ``name`` and ``words`` are the row's own, without columns that are left out; ``record_id`` is the key of
    the organisation it certainly stands for, ``candidates`` the public ids of those it may stand for.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="foreseen")
    number = models.PositiveBigIntegerField()
    outcome = models.CharField(max_length=20, choices=RowOutcome)
    name = models.CharField(max_length=300, blank=True, default="")
    words = models.CharField(max_length=300, blank=True, default="")
    record_id = models.BigIntegerField(null=True, blank=True)
    candidates = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="foreseen_row_once"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=RowOutcome.values), name="foreseen_row_outcome_is_known"
            ),
        ]
        indexes = [models.Index(fields=["run", "outcome", "number"], name="foreseen_row_outcome")]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"


class ImportProblem(models.Model):
    """
    Something in a row that was not understood. ``code`` is worded by the page; ``column`` counts from 0.

    ``is_check`` says that the check found it, before anything was written.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    is_check = models.BooleanField()
    number = models.PositiveBigIntegerField()
    code = models.CharField(max_length=60)
    column = models.PositiveIntegerField(null=True, blank=True)
    value = models.CharField(max_length=100, blank=True, default="")
    is_fatal = models.BooleanField(default=False)
    params = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [models.Index(fields=["run", "is_check", "number"], name="import_problem_row")]

    def __str__(self) -> str:
        return f"{self.number}: {self.code}"
