"""Titles of office and words of address before and after a name."""

from __future__ import annotations

from dataclasses import dataclass

from banyan.ingest.adapters.vietnamese.reader import Reading
from banyan.ingest.adapters.vietnamese.shapes import place_at

_DASHES = frozenset("-–—")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as a range of tokens; ``department`` when it names a unit inside an organisation."""

    first: int
    last: int
    department: bool


def title_at(reading: Reading, place: int) -> Title | None:
    """Return the title beginning at a place with everything that belongs to it, or None."""
    lex, tokens = reading.lex, reading.tokens
    at = place
    while reading.word(at) in lex.title_before and not lex.titles.length(tokens, at):
        at += 1
        if reading.closed(at):
            return None
    if at > place and not lex.titles.length(tokens, at):
        return None
    length = lex.titles.length(tokens, at)
    if not length:
        return None
    department = reading.key(at, at + length) in lex.departments
    at += length
    at += lex.organs.length(tokens, at)
    while True:
        more = lex.title_after.length(tokens, at)
        if more and reading.word(at) != "kiêm":
            at += more
            continue
        joined = _joined(reading, at)
        if joined:
            at += joined
            continue
        break
    if department and not _unit_of_state(reading, at):
        at = _department(reading, at)
    return Title(place, at, department)


def _joined(reading: Reading, at: int) -> int:
    """Return the length of a second title tied on by "kiêm" or a dash, 0 when there is none."""
    if reading.closed(at):
        return 0
    lex, tokens = reading.lex, reading.tokens
    step = 1 if reading.word(at) == "kiêm" or tokens[at].text in _DASHES else 0
    if not step and reading.word(at) == "," and reading.word(at + 1) == "kiêm":
        step = 2
    if not step:
        return 0
    second = lex.titles.length(tokens, at + step)
    if not second or (tokens[at].text in _DASHES and not _short_joint(reading, at, step + second)):
        return 0
    return step + second


def _short_joint(reading: Reading, at: int, length: int) -> bool:
    """A dash joins two titles with no organisation between: "Phó Chủ tịch - Tổng thư ký"."""
    return reading.word(at + 1) in ("tổng", "thư", "kiêm") and not reading.closed(at + length)


def _department(reading: Reading, at: int) -> int:
    """Take in the words of the department: "Trưởng phòng Hợp tác quốc tế"."""
    lex, tokens = reading.lex, reading.tokens
    first = at
    while at - first < 12 and not reading.closed(at):
        token = tokens[at]
        if token.text == "," and at > first and lex.dash.length(tokens, at + 1) and reading.cap(at + 1):
            at += 1
            continue
        if token.kind != "w" or reading.covered[at] or place_at(reading, at):
            break
        if not token.cap and token.key != "và":
            if at == first or lex.function.length(tokens, at) or lex.verbs.length(tokens, at):
                break
            if token.key in ("của", "các", "cho", "về", "với") or token.key in lex.admin:
                break
        if token.cap and at > first and (lex.heads.length(tokens, at) >= 2 or _surname(reading, at)):
            break
        if token.cap and at == first and _surname(reading, at):
            break
        at += 1
    return at


def _unit_of_state(reading: Reading, at: int) -> bool:
    """Whether a unit that is an organisation of its own follows: "Vụ X, Bộ Y"."""
    if reading.closed(at) or not reading.cap(at):
        return False
    if reading.lex.whole.length(reading.tokens, at):
        return True
    return reading.word(at) == "vụ" and ministry_behind(reading, at + 1) > 0


def ministry_behind(reading: Reading, at: int) -> int:
    """Return where a ministry stands behind the name of its department ("Vụ X, Bộ Y"), 0 when none does."""
    for step in range(at, min(at + 14, len(reading.tokens))):
        if reading.closed(step):
            return 0
        if reading.cap(step) and reading.word(step) in ("bộ", "ủy") and step > at:
            ministry = reading.word(step) == "bộ" or reading.word(step + 1) == "ban"
            return step if ministry and reading.cap(step + 1 + (reading.word(step) == "ủy")) else 0
        if reading.word(step) in (",", "(", "-", "–", "của", "thuộc") and not reading.cap(step + 1):
            return 0
    return 0


def _surname(reading: Reading, at: int) -> bool:
    return reading.word(at) in reading.lex.strong_surnames and reading.cap(at + 1)


def titles_of(reading: Reading) -> tuple[dict[int, Title], dict[int, int]]:
    """Return the titles by their first token, and the first token of a title by its end."""
    by_first: dict[int, Title] = {}
    by_end: dict[int, int] = {}
    at = 0
    while at < len(reading.tokens):
        title = None if reading.closed(at) or reading.blocked[at] else title_at(reading, at)
        if title is None:
            # "quản lý" in "Hội đồng quản lý" is no office of anybody
            at += max(1, reading.lex.organs.length(reading.tokens, at))
            continue
        by_first[at] = title
        by_end[title.last] = at
        at = title.last
    return by_first, by_end


def address_at(reading: Reading, place: int) -> int:
    """
    Return the token behind the words of address beginning at a place, 0 when there are none.

    "Ông", "PGS.TS.", "TS. Luật sư" are such words.
    """
    lex, tokens = reading.lex, reading.tokens
    at = place
    taken = 0
    while not reading.closed(at):
        length = lex.address.length(tokens, at)
        if not length:
            break
        if not (taken or _may_open(reading, at, length)):
            return 0
        at += length
        taken += 1
        while (
            at < len(tokens)
            and tokens[at].text in (".", ",", "-", "–", "/")
            and (lex.address.length(tokens, at + 1) or (tokens[at].text == "." and reading.cap(at + 1)))
        ):
            at += 1
    return at if taken else 0


def _may_open(reading: Reading, at: int, length: int) -> bool:
    """A small word of kinship is address only before a capital; "TS" must be written as a degree."""
    token = reading.tokens[at]
    learned = _is_learned(reading, at)
    if token.key in ("ts", "gs", "ths", "ks", "bs", "ls", "cn", "ds", "vs", "pv", "mc"):
        return token.cap
    if token.key in ("em", "anh", "chị") and reading.word(at - 1) in ("trẻ", "anh", "chị", "đàn", "các"):
        return False
    if length == 1 and learned and token.cap and reading.word(at + 1) in (".", "-", ":"):
        return True
    return length > 1 or reading.cap(at + 1)


def _is_learned(reading: Reading, at: int) -> bool:
    """Whether a word of address is a degree or a profession rather than kinship."""
    found = reading.lex.address.at(reading.tokens, at)
    return found is not None and found[1] == "learned"
