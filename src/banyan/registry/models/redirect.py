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


class RetiredPublicId(models.Model):
    """
    An id whose record was removed altogether, such as by undoing an import. Never given out again.

    Written by `registry.domain.public_ids`.
    """

    public_id = models.CharField(max_length=14, unique=True)
    retired_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.public_id
