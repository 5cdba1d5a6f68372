"""One letter to one address."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from banyan.letters.enums import LetterState


class Letter(models.Model):
    """
    A letter as it was worded for one person. Written by `letters.domain.writing`, moved by
    `letters.domain.sending`.

    ``kind`` names a declared `Kind`, or is a name of the sign-in pages. A letter that ``is_secret`` carries
    a link that lets somebody in: its text is shown to nobody and erased once it has been sent.
    ``about_type`` and ``about_id`` name the record that it is about, if any. ``refusal`` is what the mail
    server said, in its words; ``next_try_at`` is when the next attempt may begin. ``message_id`` is the
    same at every attempt, so that a letter that was sent twice after a crash is known to be one.
    """

    kind = models.CharField(max_length=60)
    to_address = models.EmailField(max_length=254)
    to_name = models.CharField(max_length=150, blank=True, default="")
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True, default="")
    is_secret = models.BooleanField(default=False)
    about_type = models.CharField(max_length=100, blank=True, default="")
    about_id = models.CharField(max_length=40, blank=True, default="")
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=20, choices=LetterState, default=LetterState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    refusal = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state=LetterState.WAITING), name="letter_waiting"
            ),
            models.Index(fields=["state", "-id"], name="letter_state"),
            models.Index(fields=["to_address"], name="letter_address"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_is_known"),
            models.CheckConstraint(
                condition=Q(language__in=["vi", "zh", "en"]), name="letter_language_is_ours"
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, state__in=[LetterState.WAITING, LetterState.FAILED])
                | Q(sent_at__isnull=False, state=LetterState.SENT)
                | Q(state=LetterState.BOUNCED),
                name="letter_sent_when_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_address}"
