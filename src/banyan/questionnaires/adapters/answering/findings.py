"""What can be wrong with an answer, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[Mapping[str, str | Promise]] = {
    "required": _("Please answer this."),
    "consent_required": _("Please tick this to go on."),
    "not_whole": _("Write a whole number in digits, such as 12."),
    "not_a_number": _("Write a number in digits, such as 12.5."),
    "too_small": _("Write %(limit)s or more."),
    "too_large": _("Write %(limit)s or less."),
    # Translators: shown beside a field for a date
    "not_a_date": _("Write a date with day, month and year."),
    "not_a_time": _("Write a time of day, such as 09:30."),
    "not_a_date_time": _("Write a date and a time of day."),
    "not_a_choice": _("Choose from the list: “%(value)s” is not in it."),
    "chosen_twice": _("“%(value)s” is chosen twice."),
    "not_all_ranked": _("Put all %(count)s entries in order."),
    "not_a_point": _("Write latitude and longitude, such as 21.03 105.85."),
    "too_long": _("Write at most %(limit)s characters."),
    "too_few_words": _("Write at least %(limit)s words. There are %(count)s now."),
    "too_many_words": _("Write at most %(limit)s words. There are %(count)s now."),
    "constraint": _("This answer is not possible here."),
    "period_backwards": _("The end lies before the beginning."),
    "too_many_rows": _("Fill in at most %(limit)s rows."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """
    Something wrong with one answer.

    :ivar code: a key of :data:`SENTENCES`
    :ivar words: what the form's author wrote for the case, or ours, in the reader's language
    """

    code: str
    details: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""

    @property
    def is_gap(self) -> bool:
        """Whether something is only missing yet: no mistake while a draft is written."""
        return self.code in {"required", "consent_required", "too_few_words", "not_all_ranked"}

    def worded(self) -> Finding:
        """Return the same with its sentence fixed in the language active now."""
        return replace(self, words=str(self))

    def __str__(self) -> str:
        """The author's sentence, or ours in the language active now."""
        return self.words or str(SENTENCES[self.code]) % self.details
