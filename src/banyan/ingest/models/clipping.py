"""A page somebody found, and what was noticed in it."""

from __future__ import annotations

from django.core.files.storage import FileSystemStorage
from django.db import models

from banyan.core.models import Tracked
from banyan.files.adapters.storage import PrivateStorage
from banyan.ingest.enums import ClippingState


class ClippingStorage(PrivateStorage):
    """The folder for saved pages as they came."""

    folder = "clippings"


def private_storage() -> FileSystemStorage:
    """Where raw pages are kept: beside the database, under no public address."""
    return ClippingStorage()


class Clipping(Tracked):
    """
    A page as it was found, kept byte for byte. Its state is changed only by `ingest.domain.clippings`.

    ``sha256`` is of the raw bytes, unknown until an address has been fetched: the same bytes are not
    clipped twice; ``same_as`` then names the one that was first. Offsets of mentions and quotes are code
    points into ``analysed_text``, the text that was read for names (of a plain text file, the file as
    decoded); ``offset_map`` lists ``[analysed start, source start, length]`` runs into ``source_text``, the
    page as decoded, and is empty where the two are the same. ``article`` lists the ``[start, end]`` stretches
    of the analysed text that are the article itself; the rest is page furniture.
    """

    source = models.OneToOneField("registry.Source", on_delete=models.PROTECT, related_name="clipping")
    sha256 = models.CharField(max_length=64, unique=True, null=True)
    raw = models.FileField(storage=private_storage, upload_to="%Y/%m", blank=True)
    same_as = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    media_type = models.CharField(max_length=100, blank=True, default="")
    fetched_at = models.DateTimeField(null=True, blank=True)
    source_text = models.TextField(blank=True, default="")
    analysed_text = models.TextField(blank=True, default="")
    offset_map = models.JSONField(default=list, blank=True)
    article = models.JSONField(default=list, blank=True)
    furniture = models.JSONField(default=list, blank=True)
    suspicions = models.JSONField(default=list, blank=True)
    engine = models.CharField(max_length=60, blank=True, default="")
    state = models.CharField(max_length=20, choices=ClippingState, default=ClippingState.QUEUED)
    failure = models.CharField(max_length=60, blank=True, default="")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ClippingState.values), name="clipping_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(failure="") | models.Q(state=ClippingState.FAILED),
                name="clipping_failure_only_when_failed",
            ),
        ]
        indexes = [models.Index(fields=["-created_at"], name="clipping_created")]

    def __str__(self) -> str:
        return str(self.source)


class Mention(models.Model):
    """
    One occurrence of a name or fact in a saved page. Written by `ingest.domain.clippings`.

    ``record_type`` and ``record_key`` name the record it stands for, once that is known.
    """

    clipping = models.ForeignKey(Clipping, on_delete=models.CASCADE, related_name="mentions")
    kind = models.CharField(max_length=20)
    group = models.CharField(max_length=40, blank=True, default="")
    text = models.CharField(max_length=500)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    confidence = models.FloatField()
    type = models.CharField(max_length=30, blank=True, default="")
    attributes = models.JSONField(default=dict, blank=True)
    record_type = models.CharField(max_length=20, blank=True, default="")
    record_key = models.CharField(max_length=14, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["clipping", "start"], name="mention_place"),
            models.Index(fields=["record_type", "record_key"], name="mention_record"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")), name="mention_covers_something"
            ),
        ]

    def __str__(self) -> str:
        return self.text
