"""A file on its way."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models


def new_token() -> str:
    """Return a name that nobody guesses: who knows it still has to be its owner."""
    return secrets.token_hex(16)


class Upload(models.Model):
    """
    A file that somebody is sending in pieces. Changed by `files.domain.uploads`.

    How much of it has arrived is the length of its file on the disk (`adapters.parts`), and nowhere else: a
    row could say more than the disk holds after a power cut. ``size`` is what was announced, in bytes;
    ``purpose`` names what it is for (`domain.purposes`).
    """

    token = models.CharField(max_length=32, unique=True, default=new_token)
    purpose = models.CharField(max_length=60)
    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["begun_at"], name="upload_begun")]
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="upload_is_not_empty"),
            models.CheckConstraint(condition=~models.Q(file_name=""), name="upload_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.file_name
