"""States of a letter."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LetterState(models.TextChoices):
    """Where a letter is."""

    WAITING = "waiting", _("Waiting to be sent")
    SENT = "sent", pgettext_lazy("a letter", "Sent")
    FAILED = "failed", _("Not sent")
    BOUNCED = "bounced", _("Came back")
