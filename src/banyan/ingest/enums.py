"""The closed lists of clipping."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClippingState(models.TextChoices):
    """How far the machine is with a saved page."""

    QUEUED = "queued", _("Waiting to be read")
    READING = "reading", _("Being read")
    READ = "read", _("Read")
    FAILED = "failed", _("Could not be read")
    TAKEN_DOWN = "taken_down", _("Taken down")
