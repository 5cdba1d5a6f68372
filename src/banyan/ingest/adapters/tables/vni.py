"""Text typed with VNI fonts, whose letters with marks are two letters of the western code page."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# VNI for Windows: a base letter, then a letter of the western code page that stands for its marks.
# Source: the keyboard table of the VNI fonts, as in Unikey's vnconv (VNI Windows), compared letter by letter.
_MARKS: Final = {
    "ø": "\u0300",
    "ù": "\u0301",
    "û": "\u0309",
    "õ": "\u0303",
    "ï": "\u0323",
    "â": "\u0302",
    "à": "\u0302\u0300",
    "á": "\u0302\u0301",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306",
    "è": "\u0306\u0300",
    "é": "\u0306\u0301",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_ALONE: Final = dict(zip("ñôöìæóíòîÑÔÖÌÆÓÍÒÎ", "đơưìỉĩíịỵĐƠƯÌỈĨÍỊỴ", strict=True))
_PAIR: Final = re.compile(
    r"([AEOaeo])([âàáåãäÂÀÁÅÃÄ])|([Aa])([êèéúüëÊÈÉÚÜË])|([AEOUYaeouyôöÔÖ])([øùûõïØÙÛÕÏ])"
    r"|([ñôöìæóíòîÑÔÖÌÆÓÍÒÎ])"
)


def composed(text: str) -> str:
    """Return text of a VNI font with Unicode letters."""
    return _PAIR.sub(_letter, text)


def _letter(match: re.Match[str]) -> str:
    found = [part for part in match.groups() if part]
    base = _ALONE.get(found[0], found[0])
    marks = _MARKS[found[1].lower()] if len(found) == 2 else ""
    return unicodedata.normalize("NFC", base + marks)
