"""Numbers in registers: told from their form, checked where they have check characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final, NamedTuple

from stdnum.vn import mst

from . import convert

_USCC_LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORG_ID: Final = re.compile(r"([A-Z]{2}(?:-\d{2})?-[A-Z][A-Z0-9_]{1,11})-([A-Za-z0-9][\w./\-]{0,80})$")
_ROR: Final = re.compile(r"(?:https?://)?(?:ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}\d{2})/?$", re.I)
_WIKIDATA: Final = re.compile(
    r"(?:https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?(Q[1-9]\d{0,11})$", re.I
)
#: Excel keeps 15 digits of a number; of a longer one the last are lost.
_EXCEL_DIGITS: Final = 10**15


class Identified(NamedTuple):
    """A number in a register, or the code of what is wrong with it."""

    scheme: str
    value: str
    problem: str = ""


def identifier(value: object, *, scheme: str, country: str = "") -> Identified:
    """
    Return a number in a register, checked where it has check characters.

    :param scheme: the list code of org-id.guide; empty: told from the value
    """
    if isinstance(value, float | int) and not isinstance(value, bool) and abs(value) >= _EXCEL_DIGITS:
        return Identified(scheme, "", "identifier_digits_lost")
    said = unicodedata.normalize("NFKC", convert.text(value)).strip()
    if re.fullmatch(r"\d[.,]\d+E\+\d+", said, re.I):
        return Identified(scheme, "", "identifier_digits_lost")
    if not said:
        return Identified(scheme, "")
    compact = re.sub(r"[\s\u200b]", "", said)
    if scheme == "CN-USCI" or (not scheme and is_uscc(compact)):
        return _checked("CN-USCI", re.sub(r"[-.]", "", compact).upper(), is_uscc)
    if scheme == "VN-TIN" or (not scheme and country in ("", "VN") and is_tax_number(compact)):
        return _checked("VN-TIN", _tax_number(compact, is_number=not isinstance(value, str)), is_tax_number)
    for code, pattern in (("XI-ROR", _ROR), ("XI-WIKIDATA", _WIKIDATA)):
        found = pattern.match(compact)
        if found and (scheme == code or (not scheme and (code != "XI-ROR" or "ror.org" in compact))):
            return Identified(code, found[1].lower() if code == "XI-ROR" else found[1].upper())
        if scheme == code:
            return Identified(scheme, "", "identifier_check_failed")
    if found := _ORG_ID.match(compact):
        return (
            Identified(found[1], found[2]) if scheme in ("", found[1]) else Identified(scheme, compact[:100])
        )
    if not scheme:
        return Identified("", "", "identifier_scheme_unknown")
    return Identified(scheme, said[:100])


def is_uscc(value: str) -> bool:
    """Whether it is a unified social credit code by its check character (GB 32100-2015)."""
    code = value.upper()
    if len(code) != 18 or any(char not in _USCC_LETTERS for char in code):
        return False
    total = sum(_USCC_LETTERS.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    return _USCC_LETTERS[-total % 31] == code[17]


def is_tax_number(value: str) -> bool:
    """Whether it is a Vietnamese tax number of ten digits, or thirteen for a branch, by its check digit."""
    return bool(re.fullmatch(r"\d{10}(?:-?\d{3})?", value)) and bool(mst.is_valid(value))


def _tax_number(value: str, *, is_number: bool) -> str:
    digits = re.sub(r"[-.]", "", value)
    if len(digits) in (8, 9) and digits.isdecimal() and is_tax_number(digits.zfill(10)):
        digits = digits.zfill(10)  # a spreadsheet has taken the zeros in front for decoration
    return f"{digits[:10]}-{digits[10:]}" if len(digits) == 13 else digits


def _checked(scheme: str, value: str, is_right: Callable[[str], bool]) -> Identified:
    if is_right(value):
        return Identified(scheme, value)
    return Identified(scheme, "", "identifier_check_failed")
