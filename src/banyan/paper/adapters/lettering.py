"""
Text as it is printed.

What cannot be seen is left out: control characters and those that turn the direction of writing, which can
make a name look like another. A letter and its accents are printed as one (NFC), because that is how fonts
hold the stacked accents of Vietnamese; Chinese characters are never exchanged. A character that no font of
ours has is printed as 〓, the sign printers have always put for a type they lack (U+3013, GETA MARK), and the
document says at its end which it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from banyan.paper.adapters import fonts

#: Printed instead of a character that no font has.
MISSING: Final = "〓"
#: Controls but for tab and line feed, marks of direction, byte order marks, halves of pairs, variation
#: selectors.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ud800-\udfff\ufff0-\uffff\U000e0000-\U000e0fff]"
)
#: A letter followed by its accents.
_ACCENTED: Final = re.compile("[^\\W\\d_][\u0300-\u036f]+")


def printed(text: str) -> str:
    """Return a text as it stands on paper, if every character can be printed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    seen = _UNSEEN.sub("", lines.replace("\t", " "))
    return _ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found.group()), seen)


def set_in_type(text: str, missing: dict[str, None]) -> str:
    """
    Return a text with the sign for every character that no font has, and add those to ``missing``.

    :param missing: the characters, in the order in which they came up
    """
    pieces = []
    for character in printed(text):
        if character == "\n" or fonts.has(character):
            pieces.append(character)
        else:
            missing[character] = None
            pieces.append(MISSING)
    return "".join(pieces)


def named(characters: Iterable[str]) -> str:
    """Return characters by their numbers in Unicode, as a reader can look them up: U+2A6D6."""
    return ", ".join(f"U+{ord(character):04X}" for character in characters)
