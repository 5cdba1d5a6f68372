"""The closed lists of events."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppearanceRole(models.TextChoices):
    """What somebody did at an event."""

    SPEAKER = "speaker", _("Speaker")
    CHAIR = "chair", _("Chair")
    PARTICIPANT = "participant", _("Participant")
