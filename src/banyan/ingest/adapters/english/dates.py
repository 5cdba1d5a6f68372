"""Days, spans of days, months and years, as ISO 8601."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from banyan.ingest.adapters.english.lexicon import lexicon

_MONTH = (
    r"(?P<{0}>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
_DAY = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th)?(?![\d.,:]\d|[^\W_])"
_TO = r"\s{0,2}(?:-|–|—|to|and|until|till|through|&)\s{0,2}"
_YEAR = r"(?:\s{0,2},?\s{1,2}(?:of\s)?(?P<{0}>(?:19|20)\d\d)\b)?"


def _named(pattern: str, group: str) -> str:
    return pattern.replace("{0}", group)


_PATTERNS = (
    # 2 November - 5 December 2011
    _named(_DAY, "d1")
    + r"\s{1,2}(?:of\s)?"
    + _named(_MONTH, "m1")
    + _named(_YEAR, "y1")
    + _TO
    + r"(?:the\s)?"
    + _named(_DAY, "d2")
    + r"\s{1,2}(?:of\s)?"
    + _named(_MONTH, "m2")
    + _named(_YEAR, "y2"),
    # 9th-11th of November 2011; from 2 to 5 May
    _named(_DAY, "d1")
    + _TO
    + r"(?:the\s)?"
    + _named(_DAY, "d2")
    + r"\s{1,2}(?:of\s)?"
    + _named(_MONTH, "m2")
    + _named(_YEAR, "y2"),
    # November 30 - December 2, 2011
    _named(_MONTH, "m1")
    + r"\s{1,2}(?:the\s)?"
    + _named(_DAY, "d1")
    + _named(_YEAR, "y1")
    + _TO
    + _named(_MONTH, "m2")
    + r"\s{1,2}"
    + _named(_DAY, "d2")
    + _named(_YEAR, "y2"),
    # November 9-11, 2011
    _named(_MONTH, "m2")
    + r"\s{1,2}(?:the\s)?"
    + _named(_DAY, "d1")
    + _TO
    + _named(_DAY, "d2")
    + _named(_YEAR, "y2"),
    # 3rd of December 2012
    _named(_DAY, "d1") + r"\s{1,2}(?:of\s)?" + _named(_MONTH, "m1") + _named(_YEAR, "y1"),
    # December 3, 2012
    _named(_MONTH, "m1") + r"\s{1,2}(?:the\s)?" + _named(_DAY, "d1") + _named(_YEAR, "y1"),
    # December 2012
    _named(_MONTH, "m1") + r"\s{0,2},?\s{1,2}(?:of\s)?(?P<y1>(?:19|20)\d\d)\b",
)
_WRITTEN = tuple(re.compile(r"(?<![\w/.-])" + pattern) for pattern in _PATTERNS)
_ISO = re.compile(r"(?<![\w/.-])(?P<y>(?:19|20)\d\d)[-/.](?P<m>[01]?\d)[-/.](?P<d>[0-3]?\d)(?![\w/])")
_SLASHED = re.compile(r"(?<![\w/.-])(?P<d>[0-3]?\d)[/.](?P<m>[01]?\d)[/.](?P<y>(?:19|20)\d\d)(?![\w/])")
_YEAR_ONLY = re.compile(r"(?<![\w/.,$€£¥-])(?:19|20)\d\d(?![\w/]|[.,]\d|-\d)")
_ANY = re.compile(
    r"(?<![\w/.-])(?:[0-3]?\d(?:st|nd|rd|th)?\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date in the text; ``inferred`` when its year was not written beside it."""

    start: int
    end: int
    value: str
    inferred: bool


def find_dates(*, text: str, reference: datetime.date | None, title: str) -> list[Moment]:
    """
    Return the dates of a text, in order.

    A day without a year takes the year of the last full date before it, else that of ``reference`` (the
    day of publication; a day that would lie more than a month after it belongs to the year before), else
    the first year the title or the text names.
    """
    raw: list[tuple[int, int, re.Match[str]]] = []
    position = 0
    while True:
        near = _ANY.search(text, position)
        if near is None:
            break
        match = next((found for found in (p.match(text, near.start()) for p in _WRITTEN) if found), None)
        if match is None:
            position = near.end()
            continue
        raw.append((match.start(), match.end(), match))
        position = match.end()
    numeric = [
        (match.start(), match.end(), match)
        for pattern in (_ISO, _SLASHED)
        for match in pattern.finditer(text)
    ]
    fallback = _fallback(text, title)
    found: list[Moment] = []
    last_year: int | None = None
    for start, end, match in sorted(raw + numeric, key=lambda one: one[0]):
        value, inferred, year = _value(match.groupdict(), reference, last_year, fallback)
        if value and not (found and found[-1].end > start):
            found.append(Moment(start, end, value, inferred))
            last_year = year if not inferred else last_year
    return found


def _fallback(text: str, title: str) -> int | None:
    match = _YEAR_ONLY.search(title) or _YEAR_ONLY.search(text[:400])
    return int(match.group()) if match else None


def _value(
    parts: dict[str, str | None], reference: datetime.date | None, last_year: int | None, fallback: int | None
) -> tuple[str, bool, int | None]:
    if parts.get("y"):
        day = _day(int(parts["y"] or 0), int(parts["m"] or 0), int(parts["d"] or 0))
        return (day, False, int(parts["y"] or 0)) if day else ("", False, None)
    months = lexicon().months
    month_two = months[parts["m2"] or ""] if parts.get("m2") else 0
    month_one = months[parts["m1"] or ""] if parts.get("m1") else month_two
    written = parts.get("y2") or parts.get("y1")
    year = int(written) if written else _guess(month_one, parts, reference, last_year, fallback)
    inferred = written is None
    if year is None:
        return "", True, None
    if not parts.get("d1"):
        return f"{year:04d}-{month_one:02d}", inferred, year
    first_year = (
        int(parts["y1"] or 0) if parts.get("y1") else year - (1 if month_two and month_one > month_two else 0)
    )
    first = _day(first_year, month_one, int(parts["d1"] or 0))
    if not parts.get("d2"):
        return first, inferred, year
    second = _day(year, month_two, int(parts["d2"] or 0))
    return (f"{first}/{second}" if first and second else ""), inferred, year


def _guess(
    month: int,
    parts: dict[str, str | None],
    reference: datetime.date | None,
    last_year: int | None,
    fallback: int | None,
) -> int | None:
    if reference is not None:
        day = min(int(parts.get("d1") or 1), 28)
        late = datetime.date(reference.year, month, day) > reference + datetime.timedelta(days=31)
        guess = reference.year - 1 if late else reference.year
        return guess if last_year is None or abs(last_year - guess) > 1 else max(guess, last_year)
    return last_year or fallback


def _day(year: int, month: int, day: int) -> str:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""
