"""Code lists and their entries."""

from __future__ import annotations

from django.db import models

from banyan.core.i18n import Trilingual
from banyan.taxonomy.enums import Confidence


class Scheme(models.Model):
    """
    One code list, and where it came from. Written only by `domain.schemes.load_code_lists`.

    Lists of places have a row here too, so that every word we show names its source and licence.
    """

    code = models.SlugField(max_length=40, unique=True)
    title = Trilingual(models.CharField, max_length=200)
    source = models.CharField(max_length=500)
    source_url = models.URLField(blank=True, default="")
    edition = models.CharField(max_length=100)
    licence = models.CharField(max_length=300)
    #: Of the list as a whole; each concept has its own.
    confidence = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title_vi="") & ~models.Q(title_zh="") & ~models.Q(title_en=""),
                name="scheme_titled_in_three_languages",
            ),
            models.CheckConstraint(
                condition=models.Q(confidence__in=[value.value for value in Confidence]),
                name="scheme_confidence_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Concept(models.Model):
    """
    One entry of a code list (SKOS: a concept with one broader concept at most).

    Written by `domain.schemes.load_code_lists`, which makes an entry that leaves its file inactive, because
    records may be filed under it; and by `domain.entries`, whose words a later load leaves as they are.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="concepts")
    code = models.CharField(max_length=40)
    label = Trilingual(models.CharField, max_length=300)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    #: The country or area whose law knows the form, as ISO 3166-1; empty where it exists everywhere.
    country = models.CharField(max_length=2, blank=True, default="")
    #: Legal basis, official title or scope, in the language of the source.
    note = models.TextField(blank=True, default="")
    confidence = models.CharField(max_length=20)
    #: Place in its file, from 1; the order in which a person is offered the list.
    position = models.PositiveIntegerField()
    is_active = models.BooleanField(default=True)
    #: Added by the centre itself; no file knows it.
    is_own = models.BooleanField(default=False)
    #: When the centre last put it in its own words, and who did.
    worded_at = models.DateTimeField(null=True, blank=True)
    worded_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="one_concept_per_scheme_and_code"),
            models.CheckConstraint(
                condition=~models.Q(label_vi="") & ~models.Q(label_zh="") & ~models.Q(label_en=""),
                name="concept_labelled_in_three_languages",
            ),
            models.CheckConstraint(
                condition=models.Q(confidence__in=[value.value for value in Confidence]),
                name="concept_confidence_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(worded_at__isnull=False) | models.Q(worded_by__isnull=True),
                name="concept_worded_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(is_own=False) | models.Q(worded_at__isnull=False),
                name="concept_of_our_own_is_worded",
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)
