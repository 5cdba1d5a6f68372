"""The closed lists of forms. Stored in lower snake case, never as a label."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QuestionType(models.TextChoices):
    """What a question asks for. ``docs/questionnaires.md`` says how a spreadsheet writes each."""

    TEXT = "text", _("Text")
    LONG_TEXT = "long_text", _("Long text")
    INTEGER = "integer", _("Whole number")
    DECIMAL = "decimal", _("Number")
    MONEY = "money", _("Amount of money")
    DATE = "date", _("Date")
    TIME = "time", _("Time")
    DATE_TIME = "date_time", _("Date and time")
    YES_NO = "yes_no", _("Yes or no")
    ONE = "one", _("One from a list")
    MANY = "many", _("Several from a list")
    RANKING = "ranking", _("Put in order")
    FILE = "file", pgettext_lazy("type of question", "File")
    ORGANISATION = "organisation", _("Organisation")
    PERSON = "person", _("Person")
    PLACE = "place", _("Place")
    POINT = "point", _("Point on the map")
    CONSENT = "consent", _("Consent")
    NOTE = "note", pgettext_lazy("type of question", "Note")
    CALCULATION = "calculation", _("Calculation")
    HIDDEN = "hidden", _("Hidden value")
    METADATA = "metadata", _("Filled in by the device")


class GroupLayout(models.TextChoices):
    """How the questions of a group stand together."""

    SECTION = "section", _("Section")
    GRID = "grid", _("Grid")
    PERIOD = "period", _("Period")


class RepeatLayout(models.TextChoices):
    """How the rows of a repeated group are shown."""

    CARDS = "cards", _("One after the other")
    BUDGET = "budget", _("Budget table")


#: Types whose answer is one name, or several, out of a list.
CHOOSING = frozenset({QuestionType.ONE, QuestionType.MANY, QuestionType.RANKING, QuestionType.YES_NO})
#: Types whose answer is a list of names.
LISTING = frozenset({QuestionType.MANY, QuestionType.RANKING})
#: Types that count.
NUMERIC = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.MONEY})
#: Types whose answer is a moment.
TEMPORAL = frozenset({QuestionType.DATE, QuestionType.TIME, QuestionType.DATE_TIME})
#: Types nobody is asked for: shown, computed or filled in by itself.
NOT_ASKED = frozenset(
    {QuestionType.NOTE, QuestionType.CALCULATION, QuestionType.HIDDEN, QuestionType.METADATA}
)
