"""Initials of names."""

from __future__ import annotations

import re
import unicodedata
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
    """Return the draft of the initials of a name, in the language of the name they fit."""
    return NameDraft(text, _acronym_language(text, of, fallback), NameKind.ACRONYM)


def _acronym_language(text: str, of: str, fallback: str) -> str:
    language = language_of(of, fallback)
    # Initials of a Chinese name, or ones that do not fit the Vietnamese one, abbreviate an English name.
    if language == "vi" and not _has_initials(text, of):
        return "en"
    return "en" if language in ("zh", "ja", "ko", "th") else language
