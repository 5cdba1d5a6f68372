"""Initials of names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from banyan.registry.enums import NameKind

from . import value_lists
from .drafts import NameDraft
from .languages import language_of

_ACRONYM: Final = re.compile(r"^[A-ZĐƯƠ][A-Z0-9ĐƯƠ&.\-/]{1,14}$")
_NO_ACRONYM: Final = frozenset(
    [
        "LTD",
        "LLC",
        "INC",
        "PLC",
        "CIO",
        "CIC",
        "CLG",
        "NGO",
        "NPO",
        "CSO",
        "UK",
        "USA",
        "US",
        "EU",
        "UN",
        "PRC",
        "VN",
        "HK",
    ]
)
#: Languages whose names have no Latin initials.
WITHOUT_CAPITALS: Final = frozenset(["zh", "ja", "ko", "th", "lo", "km", "my", "ar"])
_ROMAN: Final = re.compile(r"^[IVX]+$")


def is_acronym(text: str, names: tuple[str, ...] = ()) -> bool:
    """
    Whether a text is a name's initials: capitals, no country, no form of company.

    Two letters, or letters in a name that itself is all capitals, must be the initials of one of ``names``.
    """
    if not _ACRONYM.match(text) or text in _NO_ACRONYM or _ROMAN.match(text):
        return False
    if value_lists.country(text) and not any(_has_initials(text, name) for name in names):
        return False
    return len(text) > 2 or any(_has_initials(text, name) for name in names)


def _has_initials(acronym: str, name: str) -> bool:
    plain = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", _unmarked(plain))).upper()
    rest = iter(initials)
    return len(acronym) > 1 and all(letter in rest for letter in re.sub(r"\W", "", acronym.upper()))


def _unmarked(text: str) -> str:
    return "".join(char for char in text if not unicodedata.combining(char))


def draft_of(text: str, of: str, fallback: str) -> NameDraft:
    """
    Return the draft of capitals beside a name, in its language; in none if they cannot be its initials.

    Beside a Vietnamese name initials that do not fit are those of a foreign one, and Chinese names have none.
    """
    language = language_of(of, fallback)
    is_its_own = _abbreviates(text, of, language) if language == "vi" else language not in WITHOUT_CAPITALS
    return NameDraft(text, language if is_its_own else "", NameKind.ACRONYM)


def with_languages(names: Iterable[NameDraft]) -> tuple[NameDraft, ...]:
    """Return the names of one organisation, initials in the language of the first name that they fit."""
    listed = tuple(names)
    spelt = [name for name in listed if name.kind != NameKind.ACRONYM and name.language]
    return tuple(
        replace(
            name,
            language=next(
                (one.language for one in spelt if _abbreviates(name.text, one.text, one.language)), ""
            ),
        )
        if name.kind == NameKind.ACRONYM and not name.language
        else name
        for name in listed
    )


def _abbreviates(text: str, name: str, language: str) -> bool:
    """Whether capitals are the initials of a name that is written in an alphabet."""
    return language not in WITHOUT_CAPITALS and _has_initials(text, name)
