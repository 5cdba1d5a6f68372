"""Folding a page to the form the grammar is written in, one character for one, so that offsets stay."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

#: Stands for every character of a short blocked stretch.
BLOCK = "|"
#: A blocked stretch of more characters than this is taken for furniture, not for a word within a sentence.
_INLINE = 40

_SPACES = "\u00a0\u3000\t\r\u2002\u2003\u2009\u200b\ufeff"
_MARKS = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys("「『〝＂‟", "“"),
    **dict.fromkeys("」』〞", "”"),
    **dict.fromkeys("‧•・∙⋅", "·"),
    **dict.fromkeys("﹑､", "、"),
    **dict.fromkeys("–—―─", "—"),
    **dict.fromkeys("【〔［", "["),
    **dict.fromkeys("】〕］", "]"),
    "｡": "。",
    "﹐": ",",
    "∕": "/",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x0b": "\n",
    "\x0c": "\n",
    "\x85": "\n",
}


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC  # noqa: PLC0415 - loads its dictionaries, so only for a Chinese page

    return OpenCC("t2s")


@lru_cache(maxsize=65536)
def fold_character(character: str) -> str:
    """Return the one character the grammar knows this one by: simplified, half width, plain space."""
    marked = _MARKS.get(character)
    if marked is not None:
        return marked
    code = ord(character)
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0)
    if 0x3400 <= code <= 0x9FFF:
        simplified = str(_converter().convert(character))
        return simplified if len(simplified) == 1 else character
    return character


def fold(text: str, *, blocked: Iterable[tuple[int, int]] = ()) -> str:
    """
    Return ``text`` folded, of exactly the same length.

    Blocked stretches become marks that no name or word can hold; a long one becomes line breaks.
    """
    folded = text.translate({ord(each): fold_character(each) for each in set(text)})
    if not blocked:
        return folded
    characters = list(folded)
    for start, end in blocked:
        first, last = max(start, 0), min(end, len(characters))
        mark = BLOCK if last - first <= _INLINE else "\n"
        characters[first:last] = [mark if each != "\n" else "\n" for each in characters[first:last]]
    return "".join(characters)
