"""The centre's own words for a kind of letter."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from banyan.core.models import Tracked


class Wording(Tracked):
    """
    What a kind of letter says in one language, where the centre has changed it. Kept by
    `letters.domain.wordings`.

    Where there is no row, the words are those that came with Banyan.
    """

    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="one_wording_per_kind_and_language"),
            models.CheckConstraint(
                condition=Q(language__in=["vi", "zh", "en"]), name="wording_language_is_ours"
            ),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(text=""), name="wording_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"
