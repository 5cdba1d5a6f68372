"""Why a record may be the one meant, in words for staff."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

#: Every code of a reason or veto that a comparison can give (see `registry.adapters.matching`).
LABELS: Final[dict[str, Promise]] = {
    "same_name": gettext_lazy("the same name"),
    "same_without_accents": gettext_lazy("the same name but for accents"),
    "same_core": gettext_lazy("the same name but for its legal form or small words"),
    "same_words": gettext_lazy("words in common"),
    "similar_name": gettext_lazy("a similar name"),
    "script_variant": gettext_lazy("traditional or simplified characters"),
    "acronym": gettext_lazy("the same acronym"),
    "derived_acronym": gettext_lazy("the initials of the name"),
    "short_form": gettext_lazy("a short form of the name"),
    "initials": gettext_lazy("an acronym within the name"),
    "translation": gettext_lazy("a translation of the name"),
    "pinyin": gettext_lazy("the name in pinyin"),
    "spelling": gettext_lazy("words spelled nearly alike"),
    "word_order": gettext_lazy("another order of words"),
    "former_name": gettext_lazy("a former name"),
    "near_form": gettext_lazy("a related form of organisation"),
    "same_identifier": gettext_lazy("the same number in another register"),
    "same_website": gettext_lazy("the same website"),
    "same_country": gettext_lazy("the same country"),
    "same_place": gettext_lazy("the same place"),
    "same_year": gettext_lazy("founded at the same time"),
    "same_legal_form": gettext_lazy("the same legal form"),
    "other_words": gettext_lazy("words that only one name has"),
    "other_accents": gettext_lazy("other accents, another word"),
    "other_place": gettext_lazy("another place in the name"),
    "place_missing": gettext_lazy("a place that only one name has"),
    "other_number": gettext_lazy("another number in the name"),
    "number_missing": gettext_lazy("a number that only one name has"),
    "other_form": gettext_lazy("another form of organisation in the name"),
    "other_identifier": gettext_lazy("another number in the same register"),
    "other_website": gettext_lazy("another website"),
    "other_country": gettext_lazy("another country"),
    "other_seat": gettext_lazy("another seat"),
    "other_year": gettext_lazy("founded at another time"),
    "other_legal_form": gettext_lazy("another legal form"),
    "other_kind": gettext_lazy("one is a person, the other an organisation"),
}


def worded(codes: Iterable[str]) -> str:
    """Return the reasons in the reader's language, separated by commas; an unknown code is left out."""
    return ", ".join(str(LABELS[code]) for code in dict.fromkeys(codes) if code in LABELS)
