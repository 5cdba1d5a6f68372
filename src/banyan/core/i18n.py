"""
Text in three languages on one record.

`Trilingual` is declared once in a model's body and becomes three real columns, so that filters, sorts,
indexes and constraints work as for any other column. Reading the declared name gives the text in the
reader's language, or, when that is missing, in the first language that has one, together with the
language it is in, so that a page can name it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils import translation

#: The languages of Banyan: the code of a column, and the tag used in addresses and in `lang` attributes.
TAGS: Final[Mapping[str, str]] = {"vi": "vi", "zh": "zh-hans", "en": "en"}
LANGUAGES: Final[tuple[str, ...]] = tuple(TAGS)

#: Where to look when the reader's language has no text. Not a ranking of languages: English comes first
#: because most readers of the other two can read it, then the remaining one.
FALLBACKS: Final[Mapping[str, tuple[str, ...]]] = {
    "vi": ("vi", "en", "zh"),
    "zh": ("zh", "en", "vi"),
    "en": ("en", "vi", "zh"),
}


def language_of(tag: str | None) -> str:
    """Return the column code (vi, zh or en) of a language tag such as ``zh-Hans``; en when unknown."""
    code = (tag or "").lower().replace("_", "-").split("-")[0]
    return code if code in TAGS else "en"


def active_language() -> str:
    """Return the column code of the language the reader has chosen."""
    return language_of(translation.get_language())


@dataclass(frozen=True, slots=True)
class Text:
    """A text as a reader gets it: its words, the language they are in, and whether that was asked for."""

    value: str
    language: str
    is_fallback: bool

    @property
    def tag(self) -> str:
        """The tag for a `lang` attribute."""
        return TAGS[self.language]

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)


def best_text(*, values: Mapping[str, str], language: str) -> Text:
    """Return the text in ``language``, or the first one there is, saying which it was."""
    for candidate in FALLBACKS[language]:
        if values.get(candidate):
            return Text(value=values[candidate], language=candidate, is_fallback=candidate != language)
    return Text(value="", language=language, is_fallback=False)


class Trilingual:
    """
    Three columns, one per language, declared as one.

    ``title = Trilingual(models.CharField, max_length=300)`` adds ``title_vi``, ``title_zh`` and
    ``title_en``, each blank by default, and makes ``record.title`` a :class:`Text` in the language of
    the reader.
    """

    def __init__(self, field_class: type[models.Field[Any, Any]], **options: Any) -> None:
        self.field_class = field_class
        self.options = {"blank": True, "default": "", **options}
        self.name = ""

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        """Called by Django while it builds the model: add the columns and this accessor."""
        self.name = name
        for language in LANGUAGES:
            model.add_to_class(f"{name}_{language}", self.field_class(**self.options))
        setattr(model, name, self)
        fields = dict(getattr(model, "trilingual_fields", {}))
        fields[name] = self
        model.trilingual_fields = fields  # type: ignore[attr-defined]

    def values_of(self, record: models.Model) -> dict[str, str]:
        """Return the text of each language as stored."""
        return {language: getattr(record, f"{self.name}_{language}") for language in LANGUAGES}

    def __get__(self, record: models.Model | None, owner: type[models.Model]) -> Any:
        if record is None:
            return self
        return best_text(values=self.values_of(record), language=active_language())


def trilingual_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names declared with :class:`Trilingual` on a model, in order."""
    return tuple(getattr(model, "trilingual_fields", {}))
