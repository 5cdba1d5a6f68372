"""What the register covers, counted: kept for registers too large to be counted while somebody waits."""

from __future__ import annotations

from django.db import models


class CoverageCount(models.Model):
    """
    The last count of the whole register, one row. Written by `registry.domain.coverage`.

    ``numbers`` holds, by filter and value of the desk's list, how many organisations that list shows;
    ``asked_at`` is set while a new count is on its way.
    """

    only = models.PositiveSmallIntegerField(default=1, unique=True)
    numbers = models.JSONField(default=dict)
    counted_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=1), name="coverage_count_is_one_row")]

    def __str__(self) -> str:
        return f"coverage at {self.counted_at}"
