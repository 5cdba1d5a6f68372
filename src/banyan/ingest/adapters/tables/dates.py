"""
Dates as cells hold them, to ISO days, months or years.

A reading gives a date or the code of a problem, never a guess: 03/04/2019 needs an order, which the other
dates of the column or a person tell; other calendars are refused, since a wrong century is worse than none.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from .shapes import DateOrder

#: Excel's day 0, which allows for its 29 February 1900.
_EPOCH: Final = datetime.date(1899, 12, 30)
_SERIALS: Final = (15_000, 65_000)  # 1941 to 2077; lower numbers are years or counts
_YEARS: Final = (1000, 2199)
_MONTH_NAMES: Final = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
_HAN_DIGITS: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")
_ERA: Final = re.compile(
    r"民国|民國|中华民国|中華民國|\broc\b|昭和|平成|令和|大正|明治|光绪|宣统|พ\.?ศ|\bb\.?e\.?\b"
    r"|phật lịch|\bpl\b|佛历|âm lịch|农历|hijri",
    re.I,
)
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[t ]\d{1,2}:\d{2}.*)?$", re.I)
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[t ]\d{1,2}:\d{2}.*)?$", re.I)
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[-/.](\d{4})$")
_SHORT_YEAR: Final = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}$")
_HAN: Final = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:份|(\d{1,2})[日号號])?)?$")
_VIETNAMESE: Final = re.compile(
    r"(?:(?:ngày\s*)?(\d{1,2})\s*(?:tháng\s*|[-/]))?(?:tháng\s*)?(\d{1,2})\s*(?:,?\s*năm\s*|[-/]\s*)(\d{4})$"
)
_ENGLISH_DAY_FIRST: Final = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?)?([a-z]{3,9})\.?,?[\s-]+(\d{4})$"
)
_ENGLISH_MONTH_FIRST: Final = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")
_YEAR: Final = re.compile(r"(?:năm\s*|year\s*|in\s*|từ năm\s*|thành lập năm\s*|since\s*)?(\d{4})(?:\s*年?)$")
_PACKED: Final = re.compile(r"(\d{4})(\d{2})(\d{2})$")


class Reading(NamedTuple):
    """A date (ISO day, month or year), or the code of what is wrong with the cell."""

    value: str
    problem: str = ""


_UNREADABLE: Final = Reading("", "date_unreadable")


def read(value: object, order: str = DateOrder.UNKNOWN) -> Reading:
    """Return the date in a cell; an empty cell is an empty date without a problem."""
    if isinstance(value, datetime.datetime):
        return _checked(value.year, value.month, value.day)
    if isinstance(value, datetime.date):
        return _checked(value.year, value.month, value.day)
    if isinstance(value, bool) or value is None or value == "":
        return _UNREADABLE if isinstance(value, bool) else Reading("")
    if isinstance(value, float):
        if not value.is_integer():
            return _serial(value) if _SERIALS[0] < value < _SERIALS[1] else _UNREADABLE
        value = int(value)
    return _read_text(str(value)[:100], order)


@lru_cache(maxsize=8192)
def _read_text(raw: str, order: str) -> Reading:
    text = " ".join(unicodedata.normalize("NFKC", raw).lower().split()).rstrip(".")
    if not text:
        return Reading("")
    if _ERA.search(text):
        return Reading("", "date_other_era")
    if text.isdecimal() and text.isascii():
        return _number(text)
    if "年" in text or "月" in text:
        text = _han_digits(text.replace(" ", ""))
    if found := _ISO.match(text):
        return _checked(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    if found := _YEAR_LAST.match(text):
        return _ordered(int(found[1]), int(found[2]), int(found[3]), order)
    if found := _HAN.match(text):
        return _checked(int(found[1]), *(int(part) if part else None for part in found.groups()[1:]))
    if found := _MONTH_YEAR.match(text):
        return _checked(int(found[2]), int(found[1]))
    if found := _VIETNAMESE.match(text):
        return _checked(int(found[3]), int(found[2]), int(found[1]) if found[1] else None)
    if found := _YEAR.match(text):
        return _checked(int(found[1]))
    if _SHORT_YEAR.match(text):
        return Reading("", "date_two_digit_year")
    return _english(text)


def order_of(values: Iterable[object]) -> DateOrder:
    """
    Return the order of day and month that the dates of a file bear witness to.

    One date such as 25/03/2019 decides; witnesses for both orders cancel out, impossible days bear none.
    """
    first = second = 0
    for value in values:
        if isinstance(value, str) and (found := _YEAR_LAST.match(value.strip())):
            one, other = int(found[1]), int(found[2])
            first += 12 < one <= 31 and other <= 12
            second += 12 < other <= 31 and one <= 12
    if bool(first) == bool(second):
        return DateOrder.UNKNOWN
    return DateOrder.DAY_FIRST if first else DateOrder.MONTH_FIRST


def is_date(value: object) -> bool:
    """Whether a cell plainly holds a date, in whatever order (a bare number is none)."""
    if isinstance(value, datetime.date):
        return True
    if not isinstance(value, str) or value.strip().isdecimal():
        return False
    return bool(read(value, DateOrder.DAY_FIRST).value)


def _ordered(first: int, second: int, year: int, order: str) -> Reading:
    if first > 12 or second > 12 or first == second:
        day, month = (first, second) if first > 12 else (second, first)
        return _checked(year, month, day)
    if order == DateOrder.MONTH_FIRST:
        return _checked(year, first, second)
    if order == DateOrder.DAY_FIRST:
        return _checked(year, second, first)
    return Reading("", "date_unclear")


def _number(text: str) -> Reading:
    number = int(text)
    if len(text) == 4:
        return _checked(number)
    if len(text) == 5 and _SERIALS[0] < number < _SERIALS[1]:
        return _serial(number)
    if found := _PACKED.match(text):
        return _checked(int(found[1]), int(found[2]), int(found[3]))
    if len(text) == 6 and 1 <= number % 100 <= 12:
        return _checked(number // 100, number % 100)
    return _UNREADABLE


def _serial(number: float) -> Reading:
    return Reading((_EPOCH + datetime.timedelta(days=int(number))).isoformat())


def _english(text: str) -> Reading:
    if found := _ENGLISH_DAY_FIRST.match(text):
        if month := _MONTHS.get(found[2]):
            return _checked(int(found[3]), month, int(found[1]) if found[1] else None)
    elif (found := _ENGLISH_MONTH_FIRST.match(text)) and (month := _MONTHS.get(found[1])):
        return _checked(int(found[3]), month, int(found[2]))
    return _UNREADABLE


def _han_digits(text: str) -> str:
    """二〇〇五年十二月三日 with figures."""

    def tens(match: re.Match[str]) -> str:
        left, right = match[1].translate(_HAN_DIGITS), match[2].translate(_HAN_DIGITS)
        return str(int(left or 1) * 10 + int(right or 0))

    return re.sub(r"([一二三]?)十([一二三四五六七八九]?)", tens, text).translate(_HAN_DIGITS)


def _checked(year: int, month: int | None = None, day: int | None = None) -> Reading:
    if 2400 < year < 2700:
        return Reading("", "date_other_era")  # the Buddhist calendar, 543 years ahead
    if not _YEARS[0] <= year <= _YEARS[1]:
        return _UNREADABLE
    try:
        datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return Reading("", "date_impossible")
    return Reading("-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)]))
