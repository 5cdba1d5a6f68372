"""A person beside an organisation without a title between: brackets, credits, "từ", "thuộc", "sáng lập"."""

from __future__ import annotations

from banyan.ingest.adapters.reading import Relation
from banyan.ingest.adapters.vietnamese.reader import Name, Person, Reading
from banyan.ingest.adapters.vietnamese.stating import relation_of

_FROM = (
    "đến từ",
    "công tác tại",
    "làm việc tại",
    "đại diện cho",
    "thay mặt cho",
    "thay mặt",
    "thuộc",
    "từ",
    "của",
)
_FOUNDED = ("sáng lập", "đồng sáng lập", "cùng sáng lập", "đã sáng lập", "đứng đầu", "điều hành", "lãnh đạo")


def beside(reading: Reading, person: Person) -> list[Relation]:
    """``NAME (ORG)``, ``Theo NAME - BÁO``, ``NAME từ ORG``: an organisation without a title."""
    at = person.last
    if person.position or reading.closed(at):
        return []
    name = _origin(reading, person)
    if name is not None:
        return [_stated(reading, person, name, "")]
    if at + 1 not in reading.name_at:
        return []
    name = reading.name_at[at + 1]
    credit = reading.word(person.opens - 1) in ("theo", ":") or name.type == "media"
    mark = reading.word(at)
    if mark in ("-", "–", "/", ",") and credit and name.type == "media":
        return [_stated(reading, person, name, "tác giả")]
    return [_stated(reading, person, name, "")] if _apposed(reading, person, name, mark) else []


def _apposed(reading: Reading, person: Person, name: Name, mark: str) -> bool:
    """Whether a mark alone ties a name to the organisation behind it."""
    if mark == "(":
        return reading.word(name.last) in (")", ",")
    if not person.honorific:
        return False
    if mark in ("-", "–"):
        return not reading.closed(name.last) or _own_line(reading, person)
    return mark == "," and (_own_line(reading, person) or reading.word(name.last) == ",")


def _own_line(reading: Reading, person: Person) -> bool:
    """Whether the name opens its line, as in a list of those present."""
    return reading.starts_sentence(person.opens) or reading.tokens[person.opens - 1].kind == "n"


def _origin(reading: Reading, person: Person) -> Name | None:
    """Return ORG of "bà NAME (,) từ ORG"; without a form of address the words might go on otherwise."""
    at = person.last + (1 if reading.word(person.last) == "," else 0)
    for phrase in _FROM:
        end = at + len(phrase.split())
        if reading.key(at, end) == phrase:
            name = reading.name_at.get(end) or reading.name_at.get(
                end + (0 if reading.closed(end) else reading.lex.foreign_before.length(reading.tokens, end))
            )
            stand = reading.stand_at.get(end) if person.honorific else None
            if name is None and stand is not None:
                return stand.named
            return name if person.honorific or phrase != "của" else None
    return None


def founder(reading: Reading, person: Person) -> list[Relation]:
    """``bà A sáng lập Quỹ``, ``Quỹ do ông A sáng lập``."""
    at = person.last
    if reading.closed(at) or person.organisation:
        return []
    for verb in _FOUNDED:
        end = at + len(verb.split())
        if reading.key(at, end) != verb:
            continue
        title = "nhà sáng lập" if "sáng lập" in verb else "lãnh đạo"
        name = reading.body_at(end)
        if name is None and reading.word(_opening(reading, person) - 1) == "do":
            first = reading.sentence(at)[0]
            before = [one for one in reading.bodies_in(first, person.first) if one.last <= person.first]
            name = before[0] if before else None
        if name is not None:
            return [_stated(reading, person, name.named, title)]
    return []


def _opening(reading: Reading, person: Person) -> int:
    """Return where the words before a name begin: "doanh nhân", "vợ chồng ông"."""
    at = person.opens
    while at > 0 and reading.lex.address.length(reading.tokens, at - 1):
        at -= 1
    return at - 1 if reading.word(at - 2) == "do" else at


def _stated(reading: Reading, person: Person, name: Name, title: str) -> Relation:
    person.organisation = name.canonical
    if title:
        person.position = title
    return relation_of(reading, person, name, title, False, 0.75)
