"""
Folding: the form in which a name and what somebody types for it become equal.

Folding works character by character, so that a folded text always comes from the same places of the
original: NFKD, case folded, Latin accents dropped, đ→d and its kin, traditional Han characters → simplified.
Marks of other scripts (Thai vowels, Arabic points) carry meaning and stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Letters that Unicode does not take apart into a base and an accent.
_PLAIN = str.maketrans(
    {
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "þ": "th",
        "ŋ": "n",
        "ŧ": "t",
    }
)
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
_IDEOGRAPHS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))  # beyond, no name was ever simplified


def _is_accent(character: str) -> bool:
    """Say whether this is a combining mark of the Latin kind, dropped by folding."""
    code = ord(character)
    return (
        0x300 <= code <= 0x36F
        or 0x1AB0 <= code <= 0x1AFF
        or 0x1DC0 <= code <= 0x1DFF
        or 0x20D0 <= code <= 0x20FF
    )


def is_word_character(character: str) -> bool:
    """Say whether a character belongs inside a word: a letter, a digit or a mark on one of these."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


@lru_cache(maxsize=1)
def simplified_characters() -> dict[str, str]:
    """
    Map each traditional Han character to its simplified one, single characters only.

    Taken from OpenCC's "t2s" by converting every ideograph on a line of its own: its phrase rules never
    fire, so the result does not depend on the neighbours and a text keeps its length.
    """
    from opencc import OpenCC  # noqa: PLC0415 - 7 MB that a process which never sees Han text need not carry

    ideographs = [chr(code) for first, stop in _IDEOGRAPHS for code in range(first, stop)]
    converted = OpenCC("t2s").convert("\n".join(ideographs)).split("\n")
    return {old: new for old, new in zip(ideographs, converted, strict=True) if old != new and len(new) == 1}


class _FoldTable(dict[int, str | None]):
    """
    A table for ``str.translate`` that fills itself with each new character it meets.

    What is dropped is None, not an empty text: only then does Python take its short way through ASCII.
    """

    def __missing__(self, code: int) -> str | None:
        folded = chr(code)
        for _ in range(
            4
        ):  # a second round settles almost all; the rest are compatibility letters in capitals
            before = folded
            if any(start <= ord(c) < stop for c in folded for start, stop in _IDEOGRAPHS):
                simplified = simplified_characters()
                folded = "".join(simplified.get(c, c) for c in folded)
            folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", folded).casefold())
            folded = "".join(
                c for c in folded.translate(_PLAIN) if is_word_character(c) and not _is_accent(c)
            )
            if folded == before:
                break
        self[code] = folded or None
        return self[code]


_FOLD = _FoldTable()


def fold(text: str) -> str:
    """Return the letters, digits and marks of ``text`` in folded form; everything else is dropped."""
    return text.translate(_FOLD)


def marked(word: str) -> str:
    """Return ``word`` without its case but with its accents: the second form."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())


def settle(text: str) -> str:
    """Return ``text`` composed (NFC), white space single, without what UTF-8 cannot store."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())
    return " ".join(text.split())


def _marks_of(word: str) -> list[tuple[str, frozenset[str]]]:
    """Take a word apart into its letters, each with the accents it carries (the bar of đ counts as one)."""
    letters: list[tuple[str, frozenset[str]]] = []
    for character in unicodedata.normalize("NFKD", word.casefold()):
        if _is_accent(character) and letters:
            base, marks = letters[-1]
            letters[-1] = (base, marks | {character})
        elif character == "đ":
            letters.append(("d", frozenset("đ")))
        else:
            letters.append((character, frozenset()))
    return letters


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def accents_agree(*, typed: str, stored: str) -> bool:
    """
    Say whether every accent of ``typed`` is also in ``stored``, both having the same letters.

    A tone may stand on another letter of the word: hoà and hòa are one word in two spellings.
    """
    ours, theirs = _marks_of(typed), _marks_of(stored)
    if [base for base, _ in ours] != [base for base, _ in theirs]:
        return False
    if not _tones_of(ours) <= _tones_of(theirs):
        return False
    return all(mine - _TONES <= yours for (_, mine), (_, yours) in zip(ours, theirs, strict=True))


def _tones_of(letters: list[tuple[str, frozenset[str]]]) -> set[str]:
    return {mark for _, marks in letters for mark in marks & _TONES}


@lru_cache(maxsize=10_000)  # Vietnamese has some 7,000 syllables
def accent_forms(word: str) -> frozenset[str]:
    """
    Return the ways in which a word with accents may be partly typed: whole, without tone, without the other
    marks.

    "nẵng" gives nẵng, năng, nãng; the form without any accent is what :func:`fold` returns.
    """
    letters = _marks_of(word)
    forms = {marked(word)}
    for tones_only in (False, True):
        kept = {mark for _base, marks in letters for mark in marks if (mark in _TONES) == tones_only}
        spelled = "".join(
            ("đ" if "đ" in marks & kept else base) + "".join(sorted(marks & kept - {"đ"}))
            for base, marks in letters
        )
        forms.add(unicodedata.normalize("NFKC", spelled))
    forms.discard(fold(word))
    return frozenset(forms)


def _mark_class() -> str:
    """Return the combining marks of the basic plane but those of kana, as the inside of a character class."""
    kana = re.compile(f"[{KANA}]")
    ranges: list[list[int]] = []
    for code in range(0x300, 0xFE30):
        if unicodedata.category(chr(code))[0] == "M" and not kana.match(chr(code)):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" if last > first else chr(first) for first, last in ranges)


# A run of Han or kana, or a word of any other script (letters, digits, their marks; no underscore).
_RUN = re.compile(f"(?P<han>[{HAN}{KANA}]+)|(?:[^\\W_{HAN}{KANA}]+|[{_mark_class()}]+)++")
_ASCII_RUN = re.compile("[0-9A-Za-z]+")  # the same where there is nothing else, in a third of the time


def runs_of(text: str) -> Iterator[re.Match[str]]:
    """Yield the words and the runs of Han or kana of a text; the group of the latter is called ``han``."""
    return (_ASCII_RUN if text.isascii() else _RUN).finditer(text)
