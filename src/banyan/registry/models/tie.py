"""What ties organisations to each other."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Greatest, Least

from banyan.core.i18n import Trilingual
from banyan.core.models import Tracked
from banyan.registry.enums import SYMMETRIC_TIES, TieKind
from banyan.registry.validators import validate_partial_date

from .organisation import Organisation


class Tie(Tracked):
    """
    One relationship between two organisations, read from the subject's side.

    Changed by `registry.domain.ties`. ``grade`` is for example general, special or roster.
    """

    subject = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ties")
    object = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ties_from")
    kind = models.CharField(max_length=30, choices=TieKind)
    grade = models.CharField(max_length=30, blank=True, default="")
    field_of_cooperation = Trilingual(models.CharField, max_length=300)
    from_date = models.CharField(max_length=10, blank=True, default="", validators=[validate_partial_date])
    to_date = models.CharField(max_length=10, blank=True, default="", validators=[validate_partial_date])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "object", "kind", "grade", "from_date"], name="tie_once"
            ),
            # A tie that reads the same from both ends is one tie, from whichever end it was entered.
            models.UniqueConstraint(
                Least("subject", "object"),
                Greatest("subject", "object"),
                "kind",
                "grade",
                "from_date",
                condition=models.Q(kind__in=SYMMETRIC_TIES),
                name="symmetric_tie_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(subject=models.F("object")), name="tie_binds_two_organisations"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=TieKind.values), name="tie_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.kind} {self.object}"
