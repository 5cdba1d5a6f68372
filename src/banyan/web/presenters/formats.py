"""Dates, numbers, money and languages as they are written in the reader's language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_time, format_timedelta
from babel.numbers import format_compact_decimal, format_decimal, get_currency_name
from django.utils import timezone

from banyan.core.i18n import active_language

#: The locale of each of our languages. English is British: the day stands before the month.
LOCALES: Final = {"vi": "vi", "zh": "zh_Hans_CN", "en": "en_GB"}
#: The long "million" of English is in the parent of the British locale.
_COMPACT: Final = {"vi": ("vi", "long"), "zh": ("zh_Hans_CN", "short"), "en": ("en", "long")}
#: How a day is written: 9 April 2021, 2021年4月9日; in Vietnamese with strokes, as everybody does: 9/4/2021.
_DAY: Final = {"vi": "d/M/y", "zh": "long", "en": "long"}
#: From here on an amount is written with a word: 1.65 million, 1,65 triệu; 165万 from ten thousand on.
_LARGE: Final = {"vi": Decimal(1_000_000), "zh": Decimal(10_000), "en": Decimal(1_000_000)}


def locale() -> str:
    """Return Babel's name of the reader's language."""
    return LOCALES[active_language()]


def _parts(text: str) -> tuple[datetime.date, int] | None:
    """Return the first day an ISO day, month or year stands for, and how many parts it has."""
    pieces = text.split("-")
    try:
        numbers = [int(piece) for piece in pieces]
        day = datetime.date(*[*numbers, 1, 1][:3])
    except (ValueError, IndexError):
        return None
    return day, len(pieces)


def partial_date(text: str) -> str:
    """Return an ISO day, month or year in words: 9 April 2021, April 2021, 2021; unreadable text as it is."""
    parts = _parts(text)
    if parts is None:
        return text
    day, count = parts
    if count == 3:
        return format_date(day, _DAY[active_language()], locale=locale())
    return format_skeleton("yMMMM" if count == 2 else "y", day, locale=locale())


def month(text: str) -> str:
    """Return an ISO month in few signs, as it stands below a chart: Nov 2026, 11/2026, 2026年11月."""
    year, number = text.split("-")
    if active_language() == "vi":
        return f"{int(number)}/{year}"
    return format_skeleton("yMMM", datetime.date(int(year), int(number), 1), locale=locale())


def period(start: str, end: str) -> str:
    """Return two ISO dates as one stretch: 9–11 Nov 2011, 2019–2021; one of them may be empty."""
    if not start or not end or start == end:
        return partial_date(start or end)
    first, last = _parts(start), _parts(end)
    if first is None or last is None or first[1] != last[1]:
        return _from_to(start, end)
    if first[1] == 1:
        return f"{start}–{end}" + ("年" if active_language() == "zh" else "")
    if active_language() == "vi":
        if first[1] == 3:
            return _vietnamese_period(first[0], last[0])
        is_one_year = first[0].year == last[0].year
        return (
            f"tháng {first[0].month}–{last[0].month} năm {last[0].year}"
            if is_one_year
            else _from_to(start, end)
        )
    skeleton = "yMMMd" if first[1] == 3 else "yMMM"
    return str(format_interval(first[0], last[0], skeleton, locale=locale()))


def _from_to(start: str, end: str) -> str:
    return f"{partial_date(start)} – {partial_date(end)}"


def _vietnamese_period(first: datetime.date, last: datetime.date) -> str:
    """Return two days as 9–11/6/2026, 29/10–2/11/2026 or 30/12/2025–2/1/2026."""
    if first.year != last.year:
        begin = f"{first.day}/{first.month}/{first.year}"
    elif first.month != last.month:
        begin = f"{first.day}/{first.month}"
    else:
        begin = str(first.day)
    return f"{begin}–{last.day}/{last.month}/{last.year}"


def day(moment: datetime.datetime) -> str:
    """Return the day of a moment, in the time zone of the centre."""
    return format_date(timezone.localtime(moment).date(), _DAY[active_language()], locale=locale())


def moment(value: datetime.datetime) -> str:
    """Return a day with its time in hours and minutes, in the time zone of the centre."""
    return f"{format_time(timezone.localtime(value), 'HH:mm', locale=locale())} · {day(value)}"


def duration(start: datetime.datetime, end: datetime.datetime) -> str:
    """Return how long something took, in its largest unit: 3 minutes, 3 phút, 3分钟."""
    return format_timedelta(end - start, granularity="second", threshold=1.5, locale=locale())


def size(bytes_: int) -> str:
    """Return the size of a file: 12.5 MB, 12,5 MB."""
    value, unit = Decimal(bytes_), "B"
    for unit in ("B", "kB", "MB", "GB"):  # noqa: B007 – the last one is used
        if value < 1000:
            break
        value /= 1000
    return f"{number(round(value, 1 if value < 100 else 0))} {unit}"


def number(value: Decimal | int) -> str:
    """Return a number with the reader's separators; never rounded."""
    whole = Decimal(value)
    return format_decimal(whole.normalize() if whole else 0, locale=locale(), decimal_quantization=False)


def _compact(value: Decimal) -> str:
    """Return a large number with a word, where that says exactly the same; else empty."""
    language = active_language()
    if abs(value) < _LARGE[language]:
        return ""
    unit = Decimal(10_000) if language == "zh" else Decimal(1_000_000)
    while abs(value) >= unit * (10_000 if language == "zh" else 1_000):
        unit *= 10_000 if language == "zh" else 1_000
    if (value / unit * 100) % 1:
        return ""
    name, form = _COMPACT[language]
    return str(format_compact_decimal(value, format_type=form, locale=name, fraction_digits=2))  # type: ignore[arg-type]


def money(value: Decimal, currency: str) -> str:
    """Return an amount with its currency: 1.65 million CNY, 1,65 triệu CNY, 165万元人民币."""
    amount = _compact(Decimal(value)) or number(value)
    if active_language() != "zh":
        return f"{amount} {currency}"
    return amount + (
        "元人民币" if currency == "CNY" else str(get_currency_name(currency, locale="zh_Hans_CN"))
    )


def language_name(tag: str) -> str:
    """Return the name of a language in the reader's language: Chinese, Tiếng Trung; the tag if unknown."""
    code = tag.replace("-", "_")
    names = Locale.parse(locale()).languages
    found = names.get(code) or names.get(code.split("_")[0].lower())
    return str(found) if found else tag


def language_in_text(tag: str) -> str:
    """Return the name of a language as it stands within a sentence: Vietnamese writes it small there."""
    name = language_name(tag)
    return name[:1].lower() + name[1:] if active_language() == "vi" else name


def html_tag(tag: str) -> str:
    """Return a language tag as `lang` wants it: zh alone is written zh-Hans."""
    return {"zh": "zh-Hans", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(tag.lower(), tag)


def script_tag(text: str) -> str:
    """Return the `lang` of a text of unknown language: Chinese characters are read aloud as Chinese."""
    return "zh-Hans" if any("\u3400" <= character <= "\u9fff" for character in text) else ""


def listed(items: Iterable[object]) -> str:
    """Return several words after one another, with the comma the reader's script uses for lists."""
    return ("、" if active_language() == "zh" else ", ").join(str(item) for item in items)


def shortened(text: str, *, length: int = 120) -> str:
    """Return a text of at most this many characters, with … where it was cut."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
