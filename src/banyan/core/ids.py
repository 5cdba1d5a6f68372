"""
Public ids: short, permanent, the same in upper and lower case, with a check character.

``bn-7k3q-x4mc``: seven random characters of Crockford's alphabet without its last letter (no i, l, o, u,
so that nothing is misread over the telephone) and one check character. 31 characters, a prime number:
31**7 is 27 thousand million ids, and a sum weighted by powers of 3 modulo 31 catches every single wrong
character and every swap of two neighbours.
"""

from __future__ import annotations

import re
import secrets
from typing import Final

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxy"
LENGTH: Final = 7
PREFIX: Final = "bn-"

_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1", "u": "v"})
_SHAPE = re.compile(rf"^[{ALPHABET}]{{{LENGTH + 1}}}$")
_MODULUS: Final = len(ALPHABET)
_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS: Final = tuple(pow(3, position, _MODULUS) for position in range(1, LENGTH + 1))


class PublicIdIsMalformed(ValueError):
    """The text is not one of our ids, or its check character is wrong."""


def _check_character(body: str) -> str:
    total = sum(_VALUES[character] * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[total % _MODULUS]


def new_public_id() -> str:
    """Return a fresh id. The caller's unique constraint settles the very rare collision."""
    number = secrets.randbelow(_MODULUS**LENGTH)
    body = "".join(ALPHABET[number // _MODULUS**place % _MODULUS] for place in range(LENGTH))
    return f"{PREFIX}{body[:4]}-{body[4:]}{_check_character(body)}"


def parse_public_id(text: str) -> str:
    """
    Return the canonical form of an id as somebody typed it.

    Upper case, spaces and hyphens anywhere, a missing prefix, and the letters o, i, l, u are forgiven.

    :raises PublicIdIsMalformed: if it is not an id, or its check character is wrong
    """
    folded = re.sub(r"[\s\-]+", "", text.strip().lower())
    bare = folded.removeprefix("bn").translate(_MISREAD)
    if len(bare) != LENGTH + 1:
        bare = folded.translate(_MISREAD)
    if not _SHAPE.match(bare) or _check_character(bare[:LENGTH]) != bare[LENGTH]:
        raise PublicIdIsMalformed(text)
    return f"{PREFIX}{bare[:4]}-{bare[4:]}"
