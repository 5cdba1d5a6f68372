"""Dates as Vietnamese texts write them, completed from the day of publication."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?P<month>0?[1-9]|1[0-2])"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SEP = r"\s?[/.\-]\s?"
_PARTS = "sáng|trưa|chiều|tối|đêm|ngày|hôm"
_LEAD = (
    rf"(?:(?:rạng\s+)?(?:{_PARTS}|{_PARTS.title()}|(?:vào\s+)?[Tt]ừ\s+ngày)"
    r"(?:\s+(?:ngày|hôm|qua|nay))?\s+)"
)
_TO = r"\s*(?:-|–|—|và|đến|đến ngày|đến hết|đến hết ngày|tới)\s*(?:ngày\s+)?"
_FROM = r"(?P<from>(?:0?[1-9]|[12]\d|3[01])(?:\s?[/.]\s?(?:0?[1-9]|1[0-2])(?:\s?[/.]\s?(?:19|20)\d\d)?)?)"
_PATTERNS = (
    # từ ngày 3 đến 5/12/2023; 27-28/4/2010; 7/7 - 26/7/2016
    re.compile(
        rf"(?:{_LEAD})?(?<![\d/.,]){_FROM}{_TO}{_DAY}\s?[/.]\s?{_MONTH}(?:\s?[/.]\s?{_YEAR})?(?![\d/%]|[.,]\d)"
    ),
    # từ ngày 3 đến ngày 5 tháng 12 năm 2023
    re.compile(
        rf"(?:{_LEAD})?(?<![\d/.,]){_FROM}{_TO}{_DAY}\s+tháng\s+{_MONTH}(?:(?:\s+năm\s+|\s?[/.\-]\s?){_YEAR})?(?!\d)"
    ),
    re.compile(
        rf"(?:{_LEAD})?(?<![\d/.,]){_DAY}\s+tháng\s+{_MONTH}(?:(?:,?\s+năm\s+|\s?[/.\-]\s?|,?\s+){_YEAR})?(?!\d)"
    ),
    re.compile(rf"(?:{_LEAD})?(?<![\d/.,\-]){_DAY}{_SEP}{_MONTH}{_SEP}{_YEAR}(?![\d/])"),
    re.compile(rf"{_LEAD}\(?{_DAY}\s?[/\-.]\s?{_MONTH}\)?(?![\d/%]|[.,]\d)"),
    re.compile(rf"(?:[Tt]háng)\s+{_MONTH}(?:\s+năm\s+|\s?[/.\-]\s?){_YEAR}(?!\d)"),
    re.compile(rf"(?:[Tt]háng)\s+{_MONTH}(?:\s+năm nay|\s+vừa qua|\s+tới)?(?![\d/]|[.\-]\d)"),
)
_RELATIVE = re.compile(
    r"(?:(?:[Ss]áng|[Cc]hiều|[Tt]ối)\s+)?(?:[Hh]ôm (?:nay|qua)|(?:[Ss]áng|[Cc]hiều) (?:nay|qua))"
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date in the view: ISO ``value`` ("2021-04-09", "2021-04", or a range with a slash)."""

    start: int
    end: int
    value: str
    inferred: bool


def find_dates(text: str, published: datetime.date | None) -> list[Date]:
    """Return the dates of a text; those without a year are completed from the publication day, or dropped."""
    found: list[Date] = []
    published = published or _dateline(text)
    for pattern in _PATTERNS:
        for hit in pattern.finditer(text):
            date = _date(hit, published)
            if date is not None:
                found.append(date)
    if published is not None:
        for hit in _RELATIVE.finditer(text):
            back = 1 if "qua" in hit.group().lower() else 0
            day = published - datetime.timedelta(days=back)
            found.append(Date(hit.start(), hit.end(), day.isoformat(), True))
    return _apart(found)


def _dateline(text: str) -> datetime.date | None:
    """The first full date near the top of a page, as the day of publication when none was given."""
    for date in _apart([one for hit in _PATTERNS[3].finditer(text[:1500]) if (one := _date(hit, None))]):
        return datetime.date.fromisoformat(date.value)
    return None


def _apart(found: list[Date]) -> list[Date]:
    """Keep of overlapping dates the one that begins first, and of those the longest."""
    kept: list[Date] = []
    for date in sorted(found, key=lambda one: (one.start, -one.end)):
        if kept and date.start < kept[-1].end:
            continue
        kept.append(date)
    return kept


def _date(hit: re.Match[str], published: datetime.date | None) -> Date | None:
    parts = hit.groupdict()
    month = int(parts["month"])
    day = int(parts["day"]) if parts.get("day") else None
    year = int(parts["year"]) if parts.get("year") else None
    inferred = year is None
    if year is None:
        year = _year(published, month, day)
        if year is None:
            return None
    try:
        value = datetime.date(year, month, day).isoformat() if day else f"{year:04d}-{month:02d}"
        if parts.get("from"):
            numbers = [int(number) for number in re.split(r"\s?[/.]\s?", parts["from"])]
            first_month = numbers[1] if len(numbers) > 1 else month
            first_year = numbers[2] if len(numbers) > 2 else year
            first = datetime.date(first_year, first_month, numbers[0]).isoformat()
            value = f"{first}/{value}" if first < value else value
    except ValueError:
        return None
    return Date(hit.start(), hit.end(), value, inferred)


def _year(published: datetime.date | None, month: int, day: int | None) -> int | None:
    """The year of a day and month told without one: the nearest to publication, rarely far ahead of it."""
    if published is None:
        return None
    try:
        same = datetime.date(published.year, month, day or 1)
    except ValueError:
        return None
    ahead = (same - published).days
    if ahead > 120:
        return published.year - 1
    return published.year + 1 if ahead < -300 else published.year
