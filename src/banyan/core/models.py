"""What every package's tables share: who changed what and when, and which translations are stale."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy


class AuditEntry(models.Model):
    """
    One line of the log, written in the transaction of the change by `core.audit.record`.

    Keeps the actor's id and label, and no foreign key: the log outlives accounts, and stands below them.
    ``first_end`` and ``second_end`` are the public ids of records at the ends of a bond that the line is
    about: their histories show it too, and must find it in a log of millions.
    """

    key = models.CharField(max_length=100)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    object_type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(max_length=300)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    at = models.DateTimeField()
    first_end = models.CharField(max_length=40, blank=True, default="")
    second_end = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"], name="audit_object"),
            models.Index(fields=["first_end"], condition=~models.Q(first_end=""), name="audit_first_end"),
            models.Index(fields=["second_end"], condition=~models.Q(second_end=""), name="audit_second_end"),
            models.Index(fields=["-at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.object_type} {self.object_id}"


class Tracked(models.Model):
    """Who made and who last changed a record, and when. Set by the domain, which is told the time."""

    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True


class TranslationMark(models.Model):
    """
    The language a text was written in, and which of the other two have fallen behind it.

    One row per record and field, kept by `core.translations.write`.
    """

    object_type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    source_language = models.CharField(max_length=2)
    is_stale_vi = models.BooleanField(default=False)
    is_stale_zh = models.BooleanField(default=False)
    is_stale_en = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "field"], name="one_translation_mark_per_field"
            ),
            models.CheckConstraint(
                condition=models.Q(source_language__in=["vi", "zh", "en"]),
                name="translation_mark_language_is_ours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id} {self.field}"


class WorkerLease(models.Model):
    """A job worker's sign of life. Kept by `core.jobs`."""

    worker_id = models.CharField(max_length=64, unique=True)
    renewed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker_id


class JobOwner(models.Model):
    """
    Who put a job in the queue. Written by `core.jobs.enqueue` beside the job, cleared with it.

    Keeps the person's id and label, and no foreign key, as the log does.
    """

    queue_id = models.UUIDField(unique=True)
    owner_id = models.BigIntegerField()
    owner_label = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["owner_id"], name="job_owner")]

    def __str__(self) -> str:
        return f"{self.queue_id} {self.owner_label}"


class RecurringState(models.TextChoices):
    """What became of the last run of a recurring job."""

    NEVER = "", pgettext_lazy("recurring job", "Has not run yet")
    WAITING = "waiting", pgettext_lazy("recurring job", "Waiting for its turn")
    RUNNING = "running", pgettext_lazy("recurring job", "At work")
    DONE = "done", pgettext_lazy("recurring job", "Done")
    FAILED = "failed", pgettext_lazy("recurring job", "Failed")


class RecurringJob(models.Model):
    """
    When a declared job is due next, and what became of its last run. Kept by `core.recurring`.

    ``queue_id`` is the entry of that run in the queue, which is cleared one day; what is told here stays.
    """

    job = models.CharField(max_length=100, unique=True)
    due_at = models.DateTimeField()
    queue_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=RecurringState, blank=True, default=RecurringState.NEVER)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=RecurringState.values), name="recurring_job_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.job
