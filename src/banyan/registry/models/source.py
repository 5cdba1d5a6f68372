"""Where facts come from, and the words that say so."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from banyan.core.i18n import Trilingual
from banyan.core.ids import new_public_id
from banyan.core.models import Tracked
from banyan.registry.enums import SourceKind
from banyan.registry.validators import validate_partial_date


class Source(Tracked):
    """
    A page, a data set or a person from which facts came. Changed by `registry.domain.sources`.

    ``publisher`` published it first; ``reposted_by`` is the site it was found on, when that is another.
    ``taken_down_at`` is set when somebody with a right to asked that it no longer be shown.
    """

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id)
    kind = models.CharField(max_length=20, choices=SourceKind)
    title = models.CharField(max_length=500, blank=True, default="")
    language = models.CharField(max_length=2, blank=True, default="")
    publisher = models.CharField(max_length=300, blank=True, default="")
    reposted_by = models.CharField(max_length=300, blank=True, default="")
    author = models.CharField(max_length=200, blank=True, default="")
    published_date = models.CharField(
        max_length=10, blank=True, default="", validators=[validate_partial_date]
    )
    address = models.URLField(max_length=2000, blank=True, default="")
    summary = Trilingual(models.TextField)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=SourceKind.values), name="source_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(taken_down_at__isnull=False) | models.Q(taken_down_by__isnull=True),
                name="source_taken_down_pair",
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="source_created")]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()

    def get_absolute_url(self) -> str:
        """The public page of the source: what it is, never its text."""
        return reverse("web:source", args=[self.public_id])


class Citation(models.Model):
    """
    The words of a source that say one fact. Written with the fact, in the same transaction.

    Points at a row by model label and primary key, and at one field of it when ``field`` is set.
    ``start`` and ``end`` are code points into the text of the source.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    field = models.CharField(max_length=60, blank=True, default="")
    quote = models.TextField(blank=True, default="")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="citation_subject"),
            models.Index(fields=["source", "start", "id"], name="citation_in_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True)
                | models.Q(start__lte=models.F("end")),
                name="citation_offsets_are_a_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.quote[:60]
