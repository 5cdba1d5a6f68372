"""Lists of organisations in a sentence, and the tie that a phrase tells of them."""

from __future__ import annotations

from banyan.ingest.adapters.reading import Relation
from banyan.ingest.adapters.vietnamese.reader import Name, Reading


def tie_of(
    reading: Reading, kind: str, subject: Name, target: Name, first: int, last: int, confidence: float
) -> Relation:
    return Relation(
        kind=kind,
        subject=reading.span(subject.named.first, subject.named.last),
        object=reading.span(target.named.first, target.named.last),
        quote=reading.span(first, last).text,
        confidence=confidence,
        attributes={"from": subject.canonical, "to": target.canonical},
    )


def behind(reading: Reading, name: Name) -> int:
    """Return the token behind a name and the parentheses that explain it."""
    at = name.last
    if reading.word(at) == "(":
        for step in range(at, min(at + 16, len(reading.tokens))):
            if reading.word(step) == ")":
                return step + 1
    return at


def list_from(reading: Reading, at: int, last: int) -> list[Name]:
    """The names of a list beginning at a place: "A, B và C"; a unit's owner behind a comma is not counted."""
    found: list[Name] = []
    if not reading.body_at(at):
        at += noun_skip(reading, at)
    while at < last:
        name = reading.body_at(at)
        if name is None:
            break
        owner_of_last = (
            found
            and reading.word(at - 1) in (",", "-")
            and (
                found[-1].head in reading.lex.low
                and name.head in reading.lex.high
                and found[-1].head != name.head
            )
        )
        if not owner_of_last:
            found.append(name)
        at = behind(reading, name)
        noun = noun_skip(reading, at + 1)
        if noun and reading.body_at(at + 1 + noun) and reading.word(at) in (",", "và", "cùng", "&"):
            at += 1 + noun
            continue
        if reading.word(at) in (",", "và", "cùng", "&") and (following := reading.body_at(at + 1)):
            # behind a comma the subject of the sentence may begin: it is told by what follows it
            if reading.word(at) == "," and is_subject(reading, following):
                break
            at += 1
            continue
        break
    return found


def noun_skip(reading: Reading, at: int) -> int:
    """The length of a common noun before a name: "tổ chức", "các tổ chức"."""
    plural = 1 if reading.word(at) in ("các", "những") else 0
    length = reading.lex.foreign_before.length(reading.tokens, at + plural)
    return plural + length if length and not reading.body_at(at) else 0


def is_subject(reading: Reading, name: Name) -> bool:
    """Whether a verb follows a name at once."""
    at = behind(reading, name)
    if reading.closed(at):
        return False
    return reading.word(at) in ("đã", "sẽ", "đang", "vừa") or bool(
        reading.lex.verbs.length(reading.tokens, at) >= 2 and reading.word(at) != "đại"
    )


def clause_start(reading: Reading, at: int) -> int:
    """Return where the clause around a place begins: behind the last verb of saying of its sentence."""
    first = reading.sentence(at)[0]
    for step in range(at - 1, first - 1, -1):
        length = reading.lex.saying.length(reading.tokens, step)
        if length and not reading.covered[step] and step + length <= at:
            return step + length
    return first


def is_office(reading: Reading, name: Name) -> bool:
    """Whether a name only says where somebody holds an office: "bà A, Giám đốc Quỹ B"."""
    at = name.first
    if at in reading.title_ends:
        return True
    return reading.word(at - 1) in ("của", "tại", "thuộc", ",", "-", "–") and at - 1 in reading.title_ends
