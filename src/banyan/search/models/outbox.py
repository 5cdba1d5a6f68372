"""The outbox: which records have changed since the index last heard of them."""

from django.db import models
from django.db.models.functions import Now


class IndexChange(models.Model):
    """
    One record whose document must be built again, written in the transaction that changed the record.

    Written by ``domain.outbox.enqueue`` and removed by ``domain.outbox.drain``; nothing else touches it. The
    row says only *which* record changed: the document is built from the database as it is when the row is
    read, so reading a row twice, or late, does no harm.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["attempts", "id"], name="search_change_in_turn")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} (change {self.pk})"
