"""Cells to values: text, numbers, yes and no, addresses of sites, several in one."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, NamedTuple

from . import value_lists

#: Formulas that failed; what they stood for is not in the file.
_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
_NOTHING: Final = frozenset(
    {
        "-",
        "–",
        "—",
        "n/a",
        "na",
        "nil",
        "null",
        "none",
        "không có",
        "không",
        "chưa có",
        "无",
        "暂无",
        "不详",
        "/",
        ".",
    }
)
_SEPARATORS: Final = re.compile(r"\s*(?:[;；\n|｜]|、)\s*")
_NUMBER: Final = re.compile(r"[+\-]?\d[\d.,'\s\u00a0\u202f]*")
_UNITS: Final = {
    "万": Decimal(10_000),
    "萬": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "億": Decimal(100_000_000),
    "千": Decimal(1000),
    "nghìn": Decimal(1000),
    "ngàn": Decimal(1000),
    "triệu": Decimal(1_000_000),
    "tr": Decimal(1_000_000),
    "tỷ": Decimal(1_000_000_000),
    "tỉ": Decimal(1_000_000_000),
    "thousand": Decimal(1000),
    "k": Decimal(1000),
    "million": Decimal(1_000_000),
    "m": Decimal(1_000_000),
    "billion": Decimal(1_000_000_000),
    "bn": Decimal(1_000_000_000),
}
_CURRENCIES: Final = (
    (re.compile(r"人民币|元|\brmb\b|\bcny\b|￥|¥|nhân dân tệ|tệ"), "CNY"),
    (re.compile(r"\bvn[dđ]\b|đồng|₫|越南盾|(?<=[\d\s])đ\b"), "VND"),
    (re.compile(r"us\$|\busd\b|\$|美元|đô la|dollar"), "USD"),
    (re.compile(r"£|\bgbp\b|英镑|bảng anh"), "GBP"),
    (re.compile(r"€|\beur\b|欧元|euro"), "EUR"),
)
_QUALIFIERS: Final = (
    (re.compile(r"hơn|trên|over|more than|>|超过|余|多|\+$|至少|ít nhất|at least"), "over"),
    (re.compile(r"khoảng|gần|about|around|approx|~|约|大约|近"), "about"),
    (re.compile(r"dưới|under|less than|<|不足|不到"), "under"),
)
_SITE: Final = re.compile(
    r"(?:https?://)?(?P<host>(?:[\w\-]+\.)+[^\W\d_]{2,24})(?::\d{1,5})?(?:[/?#][^\s<>\"]*)?$", re.I
)


class Number(NamedTuple):
    """A number, with the currency and the word beside it where the cell has them."""

    value: Decimal
    currency: str = ""
    qualifier: str = ""


def text(value: object) -> str:
    """Return a cell as one line of text; empty for nothing, dashes and failed formulas."""
    if isinstance(value, str):
        tidy = " ".join((value if value.isascii() else unicodedata.normalize("NFC", value)).split())
    else:
        tidy = _number_text(value)
    return "" if tidy in _ERRORS or tidy.lower() in _NOTHING else tidy


def lines(value: object) -> str:
    """Return a cell as text of several lines."""
    if not isinstance(value, str):
        return text(value)
    kept = [" ".join(line.split()) for line in unicodedata.normalize("NFC", value).splitlines()]
    return "\n".join(line for line in kept if line) if text(value) else ""


def is_failed_formula(value: object) -> bool:
    """Whether the cell holds the error of a formula."""
    return isinstance(value, str) and value.startswith("#") and value.strip() in _ERRORS


def several(value: object) -> tuple[str, ...]:
    """Return the values of a cell with several in it (semicolons, 、, bars or lines between them)."""
    if not isinstance(value, str):
        one = text(value)
        return (one,) if one else ()
    return tuple(dict.fromkeys(part for part in map(text, _SEPARATORS.split(value)) if part))


def _number_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return ""
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e22 else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time(0):
        return value.date().isoformat()
    if isinstance(value, int) and abs(value) > 10**60:
        return ""
    return str(value)


def boolean(value: object) -> bool | None:
    """Return yes or no in three languages, or None where the cell says neither."""
    if isinstance(value, bool):
        return value
    word = value_lists.word("boolean", str(value).strip()[:40]) if value is not None else ""
    return None if not word else word == "yes"


def number(value: object) -> Number | None:
    """
    Return the number in a cell: 1.234,5 · 1,234.5 · 165万元 · hơn 2,5 tỷ đồng; None where there is none.

    Groups of three digits after a single point or comma are thousands, as counts of people are written.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float | Decimal):
        plain = _number_text(value)
        try:
            return Number(Decimal(plain)) if plain and abs(Decimal(plain)) < 10**18 else None
        except InvalidOperation:
            return None
    return _number_in(str(value)[:100])


@lru_cache(maxsize=4096)
def _number_in(raw: str) -> Number | None:
    said = unicodedata.normalize("NFKC", raw).lower().strip()
    found = _NUMBER.search(said)
    if not found:
        return None
    plain = _without_groups(re.sub(r"[\s']", "", found[0]).rstrip(".,"))
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        return None
    after = said[found.end() :].strip()
    unit = re.match(r"[^\W\d_]+", after)
    if unit:
        word = unit[0]
        for length in (len(word), 2, 1):
            if (factor := _UNITS.get(word[:length])) and (length == len(word) or not word.isascii()):
                amount *= factor
                break
        if word.startswith(("百万", "千万")):
            amount = Decimal(plain) * (1_000_000 if word[0] == "百" else 10_000_000)
    if abs(amount) >= 10**18 or _NUMBER.search(after):
        return None
    return Number(
        amount,
        next((code for pattern, code in _CURRENCIES if pattern.search(said)), ""),
        next((code for pattern, code in _QUALIFIERS if pattern.search(said)), ""),
    )


def _without_groups(digits: str) -> str:
    comma, point = digits.count(","), digits.count(".")
    if comma and point:
        decimal = max(digits.rfind(","), digits.rfind("."))
        whole, group = digits[:decimal], "." if digits[decimal] == "," else ","
        if not re.fullmatch(rf"[+\-]?\d{{1,3}}(?:\{group}\d{{3}})+", whole):
            return ""  # a version or a list, no number
        return whole.replace(group, "") + "." + digits[decimal + 1 :]
    mark = "," if comma else "."
    count = comma or point
    if count > 1 or (count == 1 and re.fullmatch(r"[+\-]?[1-9]\d{0,2}[.,]\d{3}", digits)):
        return digits.replace(mark, "")
    return digits.replace(",", ".")


def website(value: object) -> str:
    """Return the address of a site, with a scheme; "" for what no browser could open or is no site."""
    address = text(value).rstrip(".,;").rstrip()
    if not address or len(address) > 280 or "@" in address.split("/")[0]:
        return ""
    found = _SITE.match(address)
    if not found or ".." in found["host"]:
        return ""
    return address if "://" in address else f"https://{address}"
