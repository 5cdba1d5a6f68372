"""Sums of money and counts."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal, InvalidOperation
from typing import Any

from banyan.ingest.adapters.reading import Mention
from banyan.ingest.adapters.vietnamese.reader import Reading
from banyan.ingest.adapters.vietnamese.tokens import Token

_NUMBER = r"(?<![\w/.,\-])(?P<number>\d{1,3}(?:[.,]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
_SCALES = {
    "nghìn": 3,
    "ngàn": 3,
    "triệu": 6,
    "tỷ": 9,
    "tỉ": 9,
    "nghìn tỷ": 12,
    "nghìn tỉ": 12,
    "ngàn tỷ": 12,
    "vạn": 4,
    "trăm triệu": 8,
    "chục tỷ": 10,
}
_CURRENCIES = {
    "đồng": "VND",
    "vnđ": "VND",
    "vnd": "VND",
    "đ": "VND",
    "usd": "USD",
    "đô la mỹ": "USD",
    "đô la": "USD",
    "đô-la mỹ": "USD",
    "đô-la": "USD",
    "đôla": "USD",
    "euro": "EUR",
    "eur": "EUR",
    "yên": "JPY",
    "chf": "CHF",
    "aud": "AUD",
    "đô la úc": "AUD",
    "đô-la úc": "AUD",
    "bảng anh": "GBP",
    "gbp": "GBP",
    "won": "KRW",
    "jpy": "JPY",
    "franc thụy sĩ": "CHF",
    "nhân dân tệ": "CNY",
    "đô la canada": "CAD",
    "cad": "CAD",
    "krw": "KRW",
}
_QUALIFIERS = {
    "hơn": "over",
    "trên": "over",
    "quá": "over",
    "gần": "about",
    "khoảng": "about",
    "xấp xỉ": "about",
    "chừng": "about",
    "ước tính": "about",
    "tới": "",
    "tổng số": "",
    "tổng cộng": "",
    "ít nhất": "over",
}
_UNSIGNED = (
    r"đồng(?!\s(?:chí|bào|hồ|bộ|thời|nghiệp|hành|phục))|VNĐ|VND|vnđ|USD|usd"
    r"|đô[ -]la (?:Mỹ|Úc|Canada)|đô[ -]la|đôla|euro|Euro|EUR|EURO|yên|Yên|CHF"
    r"|AUD|CAD|GBP|JPY|KRW|won|bảng Anh|franc Thụy Sĩ|nhân dân tệ|đ|\$|€"
)
_MONEY = re.compile(
    r"(?:(?P<qualifier>hơn|trên|gần|khoảng|xấp xỉ|quá|chừng|ước tính|ít nhất)\s+)?"
    r"(?:(?P<before>USD|US\$|\$|€|EUR|£)\s?)?"
    rf"{_NUMBER}\s?(?P<scale>nghìn tỷ|nghìn tỉ|ngàn tỷ|nghìn|ngàn|triệu|tỷ|tỉ|trăm triệu)?\s?"
    rf"(?P<currency>{_UNSIGNED})?(?!\w)"
)
_COUNT = re.compile(
    r"(?:(?P<qualifier>[Hh]ơn|[Tt]rên|[Gg]ần|[Kk]hoảng|xấp xỉ|ít nhất|chừng)\s+)?"
    + _NUMBER
    + r"(?:\s(?P<scale>nghìn|ngàn|triệu|vạn))?\s(?P<turns>lượt\s)?(?=[^\W\d_])"
)
_NOT_BEFORE = re.compile(
    r"(?:số|thứ|khóa|điều|khoản|mục|chương|trang|phòng|tầng|quận|phường|ngày|tháng|năm|tổ|ngõ|nghị định|quý"
    r"|khu vực|vòng|lần|tuổi|hình|bảng|bài|giai đoạn|lớp|top|km|cấp|nhóm|zone|covid-?)\s*$",
    re.IGNORECASE,
)


def decimal_of(number: str) -> Decimal | None:
    """Read a Vietnamese number: a dot or comma before three digits groups thousands, else it is decimal."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+(?:,\d+)?", number):
        whole = re.match(r"\d{1,3}(?:[.,]\d{3})+", number)
        assert whole is not None
        rest = number[whole.end() :].replace(",", ".")
        number = whole.group().replace(".", "").replace(",", "") + rest
    else:
        number = number.replace(",", ".")
    try:
        return Decimal(number)
    except InvalidOperation:
        return None


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def find_figures(reading: Reading, dates: list[tuple[int, int]]) -> list[Mention]:
    """Return money and counts outside blocked stretches and dates."""
    text = reading.view.text
    starts = {token.start: at for at, token in enumerate(reading.tokens)}
    taken = {token.start for token in _inside(reading, dates)}
    found: list[Mention] = []
    spans: set[int] = set()
    for hit in _MONEY.finditer(text):
        mention = _money(reading, hit, starts, taken)
        if mention is not None:
            spans.add(hit.start("number"))
            found.append(mention)
    seen: set[tuple[str, str]] = set()
    for hit in _COUNT.finditer(text):
        if hit.start("number") in spans:
            continue
        mention = _count(reading, hit, starts, taken, seen)
        if mention is not None:
            found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _inside(reading: Reading, dates: list[tuple[int, int]]) -> list[Token]:
    """The tokens of the dates, which are no figures."""
    starts = [token.start for token in reading.tokens]
    return [
        token
        for first, last in dates
        for token in reading.tokens[bisect_left(starts, first) : bisect_left(starts, last)]
    ]


def _outside(reading: Reading, at: int | None, start: int, taken: set[int]) -> bool:
    if at is None or reading.blocked[at] or reading.covered[at]:
        return False
    return start not in taken


def _money(reading: Reading, hit: re.Match[str], starts: dict[int, int], taken: set[int]) -> Mention | None:
    word = (hit["currency"] or "").lower()
    sign = hit["before"]
    currency = _CURRENCIES.get(word, "")
    if sign or word in ("$", "€"):
        currency = "EUR" if (sign or word) in ("€", "EUR") else "GBP" if sign == "£" else "USD"
    if not currency or (word == "đ" and not hit["scale"] and len(hit["number"]) < 5):
        return None
    if word == "yên" and hit["currency"] == "Yên":
        return None
    amount = decimal_of(hit["number"])
    if amount is None or not _outside(reading, starts.get(hit.start("number")), hit.start("number"), taken):
        return None
    amount = amount.scaleb(_SCALES.get((hit["scale"] or "").lower(), 0))
    if amount < 1000 and currency == "VND":
        return None
    first = hit.start("before") if sign else hit.start("number")
    span = reading.stretch(first, hit.end())
    attributes: dict[str, Any] = {
        "amount": _plain(amount),
        "currency": currency,
        "qualifier": _QUALIFIERS.get((hit["qualifier"] or "").lower(), ""),
    }
    return Mention("money", span.text, span.start, span.end, 0.92, attributes=attributes)


def _count(
    reading: Reading,
    hit: re.Match[str],
    starts: dict[int, int],
    taken: set[int],
    seen: set[tuple[str, str]],
) -> Mention | None:
    number_start = hit.start("number")
    if not _outside(reading, starts.get(number_start), number_start, taken):
        return None
    if (
        _NOT_BEFORE.search(reading.view.text[max(0, number_start - 14) : number_start])
        and not hit["qualifier"]
    ):
        return None
    at = starts.get(hit.end())
    if at is None or reading.closed(at):
        return None
    length = reading.lex.units.length(reading.tokens, at)
    if not length or reading.cap(at):
        return None
    last = _describing(reading, at + length)
    value = decimal_of(hit["number"])
    if value is None:
        return None
    value = value.scaleb(_SCALES.get(hit["scale"] or "", 0))
    if value != value.to_integral_value():
        return None
    unit = ("lượt " if hit["turns"] else "") + reading.text(at, last)
    span = reading.stretch(number_start, reading.tokens[last - 1].end)
    fact = (_plain(value), unit.lower())
    attributes: dict[str, Any] = {
        "value": _plain(value),
        "unit": unit,
        "qualifier": _QUALIFIERS.get((hit["qualifier"] or "").lower(), ""),
        "about": _about(reading, at),
    }
    if fact in seen:
        attributes["repeat"] = True
    seen.add(fact)
    return Mention("count", span.text, span.start, span.end, 0.8, attributes=attributes)


def _describing(reading: Reading, at: int) -> int:
    """Take in the small words that describe what is counted: "trẻ em khuyết tật", "hộ nghèo"."""
    for _ in range(2):
        length = reading.lex.unit_tails.length(reading.tokens, at) if not reading.closed(at) else 0
        if not length or (reading.cap(at) and not reading.lex.places.length(reading.tokens, at)):
            break
        at += length
    return at


def _about(reading: Reading, at: int) -> str:
    """The organisation of which the sentence tells the count: "X có 36 hội thành viên"."""
    first, _ = reading.sentence(at)
    nearest = ""
    for place in range(max(first, at - 30), at):
        name = reading.name_at.get(place)
        if name is not None:
            nearest = name.canonical
            if reading.word(name.last) in ("có", "gồm", "hiện", "với", "quy", "tập"):
                return nearest
            if reading.key(name.last, name.last + 2) in ("đã có", "bao gồm", "hiện có", "thu hút"):
                return nearest
            nearest = ""
    return nearest
