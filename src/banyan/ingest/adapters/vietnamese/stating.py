"""A post written down as a relation, with the words that state it."""

from __future__ import annotations

from banyan.ingest.adapters.reading import Relation
from banyan.ingest.adapters.vietnamese.reader import Name, Person, Reading
from banyan.ingest.adapters.vietnamese.titles import Title


def post_of(reading: Reading, person: Person, title: Title, name: Name, inferred: bool) -> Relation:
    if not person.organisation:
        person.organisation = name.canonical
    return relation_of(
        reading,
        person,
        name,
        reading.text(title.first, title.last),
        inferred,
        0.6 if inferred else 0.88,
        title,
    )


def relation_of(
    reading: Reading,
    person: Person,
    name: Name,
    title: str,
    inferred: bool,
    confidence: float,
    spot: Title | None = None,
) -> Relation:
    firsts = [person.opens] + ([spot.first] if spot else []) + ([] if inferred else [name.first])
    lasts = [person.last] + ([spot.last] if spot else []) + ([] if inferred else [name.last])
    first, last = min(firsts), max(lasts)
    if title == "tác giả" and reading.word(first - 1) == "theo":
        first -= 1
    attributes: dict[str, object] = {"title": title, "organisation": name.canonical}
    if inferred:
        attributes["inferred"] = True
    if spot is not None and _former(reading, spot):
        attributes["former"] = True
    return Relation(
        kind="post",
        subject=reading.span(person.first, person.last),
        object=reading.span(name.first, name.last),
        quote=reading.span(first, last).text,
        confidence=confidence,
        attributes=attributes,
    )


def _former(reading: Reading, title: Title) -> bool:
    """Whether a post is over: "nguyên Chủ tịch", "từng là Giám đốc"."""
    before = reading.key(max(title.first - 3, 0), title.first).split(" ")
    return reading.word(title.first) in ("nguyên", "cựu") or any(
        word in ("nguyên", "cựu", "từng") for word in before[-3:]
    )
