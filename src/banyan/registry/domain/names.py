"""Names as they are compared and as they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from banyan.core.i18n import LANGUAGES, language_of
from banyan.registry.enums import NameKind
from banyan.search.domain.normalise import fold

#: Which kind of name is shown when a language has several.
_SHOWN_FIRST = (NameKind.OFFICIAL, NameKind.SHORT, NameKind.ALIAS, NameKind.ACRONYM, NameKind.FORMER)


class _Name(Protocol):
    @property
    def text(self) -> str: ...

    @property
    def language(self) -> str: ...

    @property
    def kind(self) -> str: ...


def tidy(text: str) -> str:
    """Return a name with runs of white space, of any script, as single spaces."""
    return " ".join(text.split())


def compared(text: str) -> str:
    """Return a name as it is compared: folded, without spaces and punctuation."""
    return fold(text)


def compared_titles(titles: Iterable[str]) -> str:
    """Return several titles of one record as they are compared, each on its own line."""
    return "\n".join(folded for title in titles if (folded := compared(title)))


def shown(names: Iterable[_Name]) -> dict[str, str]:
    """Return the name to show in each of our languages; empty where there is none."""
    titles = dict.fromkeys(LANGUAGES, "")
    ranked = sorted(names, key=lambda name: _SHOWN_FIRST.index(NameKind(name.kind)))
    for name in ranked:
        language = language_of(name.language)
        if name.language.split("-")[0] not in LANGUAGES:
            continue
        if not titles[language]:
            titles[language] = name.text
    if not any(titles.values()) and ranked:
        titles["en"] = ranked[0].text
    return titles
