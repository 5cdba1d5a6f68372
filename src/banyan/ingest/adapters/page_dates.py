"""The day, month or year a page says it was published, as an ISO string of that precision."""

from __future__ import annotations

import datetime
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_HAN_DIGITS = {char: str(index) for index, char in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
_YEAR = r"((?:19|20)\d{2})"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), order)
    for pattern, order in (
        (rf"{_YEAR}\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})(?!\d)", "ymd"),
        (rf"{_YEAR}\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*[日号]?", "ymd"),
        (rf"(?<!\d)(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*{_YEAR}(?!\d)", "dmy"),
        (rf"(?<!\d)(\d{{1,2}})\s*tháng\s*(\d{{1,2}})\s*(?:,|năm|/|-)?\s*{_YEAR}", "dmy"),
        (rf"tháng\s*(\d{{1,2}})\s*(?:năm|/|,)?\s*{_YEAR}", "my"),
        (rf"\b{_MONTH}\s*(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*{_YEAR}", "Mdy"),
        (rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]*{_MONTH}[\s,-]*{_YEAR}", "dMy"),
        (rf"\b{_MONTH}\s*,?\s*{_YEAR}", "My"),
        (rf"{_YEAR}\s*年\s*(\d{{1,2}})\s*月", "ym"),
        (rf"(?<![\d/]){_YEAR}\s*[-/]\s*(0?[1-9]|1[0-2])(?![\d/-])", "ym"),
        (rf"(?<![\d/])(0?[1-9]|1[0-2])\s*[-/]\s*{_YEAR}(?![\d/-])", "my"),
    )
)
_HAN_DATE = re.compile(
    r"([二一][〇○零九][〇○零一二三四五六七八九]{2})年(?:([一二三四五六七八九十]{1,2})月)?(?:([一二三四五六七八九十]{1,3})日)?"
)
_BARE_YEAR = re.compile(rf"(?<![\d./:-]){_YEAR}\s*年?(?![\d./:-])")
_ADDRESS_DATE = re.compile(rf"/{_YEAR}[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])?(?=[/_.-]|$|[a-z])")


def date_in(text: str) -> tuple[str, int, int] | None:
    """Return the first date of a short text as (ISO, start, end); day precision beats month precision."""
    best: tuple[int, int, str, int, int] | None = None
    for pattern, order in _PATTERNS:
        for found in pattern.finditer(text):
            iso = _iso(found, order)
            if iso:
                candidate = (-len(iso), found.start(), iso, found.start(), found.end())
                best = min(best, candidate) if best else candidate
                break
    if best is None and (han := _HAN_DATE.search(text)):
        year = "".join(_HAN_DIGITS[char] for char in han.group(1))
        iso = _valid(int(year), _han_number(han.group(2)), _han_number(han.group(3)))
        return (iso, han.start(), han.end()) if iso else None
    return best[2:] if best else None


def year_in(text: str) -> str:
    """Return a bare year that stands in a short text, or ""."""
    found = _BARE_YEAR.search(text)
    return found.group(1) if found else ""


def date_of_address(address: str) -> str:
    """Return the date that stands in a web address (``/2021/04/12/``), or ""."""
    found = _ADDRESS_DATE.search(address)
    return _valid(int(found.group(1)), int(found.group(2)), int(found.group(3) or 0)) if found else ""


def is_date_line(text: str) -> bool:
    """Tell whether a line holds a date and a time and hardly anything else."""
    found = date_in(text)
    if found is None:
        return False
    rest = text[: found[1]] + text[found[2] :]
    rest = re.sub(
        r"\d{1,2}[:h]\d{2}(?::\d{2})?|GMT|UTC|[+]\d+|\b(?:am|pm|lúc|at)\b|(?:thứ|ngày|chủ)\s+\w+|星期.|周.|[a-z]+day\b",
        "",
        rest,
        flags=re.I,
    )
    return len(re.sub(r"[\W_]", "", rest)) <= 4


def latest_day(iso: str) -> datetime.date | None:
    """Return the last day an ISO date of any precision can mean, to resolve "16/1" against; None for ""."""
    if not iso:
        return None
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts)
    if len(parts) == 1:
        return datetime.date(parts[0], 12, 31)
    following = datetime.date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def _iso(found: re.Match[str], order: str) -> str:
    parts = dict(zip(order, found.groups(), strict=True))
    month = _MONTHS[parts["M"].lower()] if "M" in parts else int(parts["m"])
    day = int(parts.get("d", 0))
    if order == "dmy" and month > 12 >= day:
        # American order.
        month, day = day, month
    return _valid(int(parts["y"]), month, day)


def _valid(year: int, month: int, day: int) -> str:
    try:
        datetime.date(year, month or 1, day or 1)
    except ValueError:
        return ""
    return f"{year}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")


def _han_number(text: str | None) -> int:
    if not text:
        return 0
    digits = {char: index for index, char in enumerate("一二三四五六七八九", 1)}
    if "十" in text:
        tens, _, ones = text.partition("十")
        return digits.get(tens, 1) * 10 + digits.get(ones, 0)
    return digits.get(text[0], 0)
