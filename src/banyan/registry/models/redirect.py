"""Old public ids lead to the present record for ever."""

from __future__ import annotations

from django.db import models


class PublicIdRedirect(models.Model):
    """An id that was given up, and the one that took its place. Written by `registry.domain.redirects`."""

    old_public_id = models.CharField(max_length=14, unique=True)
    new_public_id = models.CharField(max_length=14, db_index=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(old_public_id=models.F("new_public_id")),
                name="redirect_leads_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_public_id} → {self.new_public_id}"
