"""Cells to values: text, numbers, yes and no, addresses of sites, numbers in registers, several in one."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, NamedTuple

from stdnum.vn import mst

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
_USCC_LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORG_ID: Final = re.compile(r"([A-Z]{2}(?:-\d{2})?-[A-Z][A-Z0-9_]{1,11})-([A-Za-z0-9][\w./\-]{0,80})$")
_ROR: Final = re.compile(r"(?:https?://)?(?:ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}\d{2})/?$", re.I)
_WIKIDATA: Final = re.compile(
    r"(?:https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?(Q[1-9]\d{0,11})$", re.I
)
#: Excel keeps 15 digits of a number; of a longer one the last are lost.
_EXCEL_DIGITS: Final = 10**15


class Number(NamedTuple):
    """A number, with the currency and the word beside it where the cell has them."""

    value: Decimal
    currency: str = ""
    qualifier: str = ""


class Identified(NamedTuple):
    """A number in a register, or the code of what is wrong with it."""

    scheme: str
    value: str
    problem: str = ""


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
        return digits[:decimal].replace(",", "").replace(".", "") + "." + digits[decimal + 1 :]
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


def identifier(value: object, *, scheme: str, country: str = "") -> Identified:
    """
    Return a number in a register, checked where it has check characters.

    :param scheme: the list code of org-id.guide; empty: told from the value
    """
    if isinstance(value, float | int) and not isinstance(value, bool) and abs(value) >= _EXCEL_DIGITS:
        return Identified(scheme, "", "identifier_digits_lost")
    said = unicodedata.normalize("NFKC", text(value)).strip()
    if re.fullmatch(r"\d[.,]\d+E\+\d+", said, re.I):
        return Identified(scheme, "", "identifier_digits_lost")
    if not said:
        return Identified(scheme, "")
    compact = re.sub(r"[\s\u200b]", "", said)
    if scheme == "CN-USCI" or (not scheme and is_uscc(compact)):
        return _checked("CN-USCI", re.sub(r"[-.]", "", compact).upper(), is_uscc)
    if scheme == "VN-TIN" or (not scheme and country in ("", "VN") and is_tax_number(compact)):
        return _checked("VN-TIN", _tax_number(compact, is_number=not isinstance(value, str)), is_tax_number)
    for code, pattern in (("XI-ROR", _ROR), ("XI-WIKIDATA", _WIKIDATA)):
        found = pattern.match(compact)
        if found and (scheme == code or (not scheme and (code != "XI-ROR" or "ror.org" in compact))):
            return Identified(code, found[1].lower() if code == "XI-ROR" else found[1].upper())
        if scheme == code:
            return Identified(scheme, "", "identifier_check_failed")
    if found := _ORG_ID.match(compact):
        return (
            Identified(found[1], found[2]) if scheme in ("", found[1]) else Identified(scheme, compact[:100])
        )
    if not scheme:
        return Identified("", "", "identifier_scheme_unknown")
    return Identified(scheme, said[:100])


def is_uscc(value: str) -> bool:
    """Whether it is a unified social credit code by its check character (GB 32100-2015)."""
    code = value.upper()
    if len(code) != 18 or any(char not in _USCC_LETTERS for char in code):
        return False
    total = sum(_USCC_LETTERS.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    return _USCC_LETTERS[-total % 31] == code[17]


def is_tax_number(value: str) -> bool:
    """Whether it is a Vietnamese tax number of ten digits, or thirteen for a branch, by its check digit."""
    return bool(re.fullmatch(r"\d{10}(?:-?\d{3})?", value)) and bool(mst.is_valid(value))


def _tax_number(value: str, *, is_number: bool) -> str:
    digits = re.sub(r"[-.]", "", value)
    if len(digits) in (8, 9) and digits.isdecimal() and is_tax_number(digits.zfill(10)):
        digits = digits.zfill(10)  # a spreadsheet has taken the zeros in front for decoration
    return f"{digits[:10]}-{digits[10:]}" if len(digits) == 13 else digits


def _checked(scheme: str, value: str, is_right: Callable[[str], bool]) -> Identified:
    if is_right(value):
        return Identified(scheme, value)
    return Identified(scheme, "", "identifier_check_failed")
