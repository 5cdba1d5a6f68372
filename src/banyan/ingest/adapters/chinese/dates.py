"""Days, months and years, resolved against the page's own date and the dates before them."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_HAN_NUMBER = r"[〇零○一二三四五六七八九十]{1,3}"
_YEAR = r"(?P<year>(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2})年"
_FULL = re.compile(
    rf"(?:{_YEAR}|(?P<relative>今年|去年|前年|明年|同年)|(?P<roc>民国)(?P<rocyear>\d{{2,3}})年)?\s?"
    rf"(?:(?P<month>\d{{1,2}}|{_HAN_NUMBER})月(?:份)?\s?(?:(?P<day>\d{{1,2}}|{_HAN_NUMBER})[日号]?(?:上午|下午|晚)?"
    rf"(?:\s?(?:至|到|-|—|~|～)+\s?(?:(?P<year2>(?:19|20)\d\d)年)?(?:(?P<month2>\d{{1,2}}|{_HAN_NUMBER})月)?(?P<day2>\d{{1,2}}|{_HAN_NUMBER})[日号])?)?)?"
)
_NUMERIC = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<day>3[01]|[12]\d|0?[1-9])(?![\d.])(?P<clock>\s+\d{1,2}:\d\d(?::\d\d)?)?"
)
_START = re.compile(
    rf"(?:19|20)\d\d年|[一二][〇零○九][〇零○一二三四五六七八九]{{2}}年|今年|去年|前年|明年|同年|民国\d|\d{{1,2}}月|{_HAN_NUMBER}月"
)
_SAME = re.compile(r"当天|当日|同日|会议当天|活动当天")
_FUTURE = re.compile(r"将|拟|即将|定于|截止")


@dataclass(frozen=True, slots=True)
class When:
    """A date as written, with its ISO value (a day, a month, a year, or two days joined by a slash)."""

    start: int
    end: int
    value: str
    inferred: bool


def number(text: str) -> int:
    """Return the number a day or month is written with, in digits or characters; 0 when it is none."""
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, ones = text.split("十", 1)
        return (int(tens.translate(_DIGITS)) if tens else 1) * 10 + (
            int(ones.translate(_DIGITS)) if ones else 0
        )
    plain = text.translate(_DIGITS)
    return int(plain) if plain.isdigit() else 0


def page_date(text: str, *, given: datetime.date | None) -> datetime.date | None:
    """Return the day of publication: the one given, else the first full date with a time or label."""
    if given is not None:
        return given
    for match in _NUMERIC.finditer(text[:6000]):
        label = text[max(match.start() - 8, 0) : match.start()]
        if match.group("clock") or re.search(r"时间|日期|发布|发表", label):
            return _day(int(match["year"]), int(match["month"]), int(match["day"]))
    return None


def dates(text: str, *, published: datetime.date | None) -> list[When]:
    """Return every date of a folded page in order."""
    found: list[When] = []
    explicit: tuple[int, int] | None = None
    last_day = ""
    for start, end, match in _candidates(text):
        if match is None:
            if last_day:
                found.append(When(start, end, last_day, True))
            continue
        groups = match.groupdict()
        year, inferred = _year(groups, text=text, start=start, explicit=explicit, published=published)
        value = _value(groups, year)
        if not value:
            continue
        if groups.get("year"):
            explicit = (year, start)
        if len(value) >= 10:
            last_day = value[:10]
        found.append(When(start, end, value, inferred))
    return found


def _candidates(text: str) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    spans: list[tuple[int, int, re.Match[str] | None]] = [
        (m.start(), m.end(), m) for m in _NUMERIC.finditer(text)
    ]
    position = 0
    while True:
        start = _START.search(text, position)
        if start is None:
            break
        match = _FULL.match(text, start.start())
        if (
            match is None
            or match.end() == match.start()
            or match.group() in ("今年", "去年", "前年", "明年", "同年")
        ):
            position = start.end()
            continue
        tail = text[match.end() : match.end() + 1]
        relative_only = match["month"] is None and match["year"] is None and match["roc"] is None
        if (
            not relative_only
            and not (match["month"] and text[match.start() - 1 : match.start()] in ("个", "第"))
            and tail not in ("代", "度")
        ):
            end = match.end() - (len(match.group()) - len(match.group().rstrip()))
            spans.append((match.start(), end, match))
        position = max(match.end(), start.end())
    spans.extend((m.start(), m.end(), None) for m in _SAME.finditer(text))
    spans.sort(key=lambda each: each[0])
    edge = -1
    for span in spans:
        if span[0] >= edge:
            edge = span[1]
            yield span


def _year(
    groups: dict[str, str | None],
    *,
    text: str,
    start: int,
    explicit: tuple[int, int] | None,
    published: datetime.date | None,
) -> tuple[int, bool]:
    if groups.get("year"):
        return int(str(groups["year"]).replace("一九", "19").translate(_DIGITS)), False
    if groups.get("rocyear"):
        return int(str(groups["rocyear"])) + 1911, False
    relative = groups.get("relative")
    if relative == "同年" and explicit:
        return explicit[0], True
    if relative and published:
        return published.year + {"今年": 0, "去年": -1, "前年": -2, "明年": 1, "同年": 0}[relative], True
    month = number(groups.get("month") or "0")
    if explicit and (
        published is None or ("。" not in text[explicit[1] : start] and explicit[0] < published.year - 1)
    ):
        return explicit[0], True
    if published is None:
        return 0, True
    sentence = text[max(start - 12, 0) : start + 20]
    year = published.year
    if month > published.month + 1 and not _FUTURE.search(sentence):
        year -= 1
    elif month < published.month - 9 and _FUTURE.search(sentence):
        year += 1
    return year, True


def _value(groups: dict[str, str | None], year: int) -> str:
    month = number(groups.get("month") or "0")
    if groups.get("month") and not 1 <= month <= 12:
        return ""
    if not year:
        return ""
    if not month:
        return f"{year:04d}"
    day = number(groups.get("day") or "0")
    if not day:
        return f"{year:04d}-{month:02d}"
    first = _day(year, month, day)
    if first is None:
        return ""
    if not groups.get("day2"):
        return first.isoformat()
    month2 = number(groups.get("month2") or "0") or month
    year2 = int(groups.get("year2") or 0) or (year + 1 if month2 < month else year)
    second = _day(year2, month2, number(groups["day2"] or "0"))
    return f"{first.isoformat()}/{second.isoformat()}" if second and second > first else first.isoformat()


def _day(year: int, month: int, day: int) -> datetime.date | None:
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return datetime.date(year, month, day)
