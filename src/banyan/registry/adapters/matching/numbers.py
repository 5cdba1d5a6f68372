"""Numbers in names, however written: 3, third, III, 第三, thứ ba, số 3, No. 3."""

from __future__ import annotations

import re
from typing import Final

_HAN_DIGITS: Final = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
#: A Han number counts only after 第 or right before a word that is numbered: 三峡 and 四川 are no numbers.
_HAN_NUMBER: Final = re.compile(
    r"第([〇零一二两三四五六七八九十百]+)|([一二三四五六七八九十]+)(?=(?:中学|小学|中|院|医院|所|分院|附院|附属|大队|局)$)"
)
_ORDINALS: Final = {
    word: value + 1
    for value, words in enumerate(
        (
            "first 1st premier premiere primero primera erste erster primo prima",
            "second 2nd segundo segunda deuxieme zweite secondo seconda",
            "third 3rd tercero tercera troisieme dritte terzo terza",
            "fourth 4th cuarto quatrieme vierte",
            "fifth 5th quinto cinquieme",
            "sixth 6th",
            "seventh 7th",
            "eighth 8th",
            "ninth 9th",
            "tenth 10th",
            "eleventh 11th",
            "twelfth 12th",
        )
    )
    for word in words.split()
}
_ROMAN: Final = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12}
_VIETNAMESE: Final = {
    "nhất": 1, "nhì": 2, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9,
}  # fmt: skip


def of_han(run: str) -> list[tuple[int, int, str]]:
    """Return the numbers of a folded Han run: where each begins and ends, and its value as digits."""
    found: list[tuple[int, int, str]] = []
    for match in _HAN_NUMBER.finditer(run):
        value = _han_value(match.group(1) or match.group(2))
        if value:
            found.append((match.start(), match.end(), str(value)))
    return found


def _han_value(text: str) -> int:
    total, digit = 0, 0
    for character in text:
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        elif character == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif character == "百":
            total, digit = total + (digit or 1) * 100, 0
    return total + digit


def of_word(word: str, *, marked: str, before: str, is_capital: bool) -> str:
    """
    Return the number that a word stands for, as digits, or "".

    :param word: folded
    :param marked: with accents
    :param before: the folded word before it
    :param is_capital: whether it is written in capitals, as Roman numerals are
    """
    if word.isdigit():
        return str(int(word)) if word.isascii() and len(word) < 10 else word[:20]
    if word in _ORDINALS:
        return str(_ORDINALS[word])
    if is_capital and word in _ROMAN and before:
        return str(_ROMAN[word])
    if before == "thu" and marked in _VIETNAMESE:
        return str(_VIETNAMESE[marked])
    if word[:-2].isdigit() and word[-2:] in ("st", "nd", "rd", "th"):
        return str(int(word[:-2]))
    return ""
