"""Backups that were made."""

from __future__ import annotations

from django.db import models


class Backup(models.Model):
    """
    A backup that was made and looked through. Written by `upkeep.domain.backups`; the file is what counts.

    ``place`` is the whole path of the file; ``is_elsewhere`` where that is not the folder of backups, so
    that Banyan neither looks for it nor clears it away. ``seconds`` is how long it took.
    """

    place = models.CharField(max_length=1000, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    size = models.PositiveBigIntegerField()
    seconds = models.FloatField(default=0)
    is_nightly = models.BooleanField(default=False)
    is_elsewhere = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="backup_made")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_nightly=False) | models.Q(is_elsewhere=False),
                name="nightly_backup_lies_in_its_folder",
            ),
        ]

    def __str__(self) -> str:
        return self.place
