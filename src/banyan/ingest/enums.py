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


class RunState(models.TextChoices):
    """How far an import is."""

    DRAFT = "draft", _("Being prepared")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    FINISHED = "finished", _("Finished")
    FAILED = "failed", _("Stopped by an error")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class RunPhase(models.TextChoices):
    """What an import is reading the file for: relationships need both organisations to be there."""

    ROWS = "rows", _("Organisations")
    TIES = "ties", _("Relationships")


class MatchedOn(models.TextChoices):
    """By what a row may be taken for an organisation of the directory."""

    NAMES = "names", _("Numbers in other registers and names")
    IDENTIFIERS = "identifiers", _("Numbers in other registers only")


class WhenUnsure(models.TextChoices):
    """What becomes of a row that may or may not be an organisation of the directory."""

    SUGGEST = "suggest", _("Ask, one by one")
    NEW = "new", _("Add it as new")
    SKIP = "skip", _("Leave it out")


class RowOutcome(models.TextChoices):
    """What became of one row."""

    NEW = "new", _("Added")
    UPDATED = "updated", _("Completed")
    UNCHANGED = "unchanged", _("Known already")
    SUGGESTED = "suggested", _("Waiting for a decision")
    SKIPPED = "skipped", _("Left out")
    REFUSED = "refused", _("Not understood")


class RowFate(models.TextChoices):
    """What undoing an import did to a row of it."""

    STANDS = "", _("Stands")
    UNDONE = "undone", _("Undone")
    KEPT = "kept", _("Kept, because it was changed or used since")
