"""Ties between organisations, each read from a phrase between or around their names."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from banyan.ingest.adapters.reading import Relation
from banyan.ingest.adapters.vietnamese.agreements import find_between, find_status, find_together
from banyan.ingest.adapters.vietnamese.events import Event
from banyan.ingest.adapters.vietnamese.giving import find_giving
from banyan.ingest.adapters.vietnamese.lists import (
    behind,
    clause_start,
    is_office,
    is_subject,
    list_from,
    tie_of,
)
from banyan.ingest.adapters.vietnamese.memberships import find_memberships
from banyan.ingest.adapters.vietnamese.reader import Name, Reading
from banyan.ingest.adapters.vietnamese.view import key

_NO_TAKER = frozenset(["bởi", "do", "với", "tại", "cho", "cùng"])


def find_relations(reading: Reading, events: list[Event]) -> list[Relation]:
    """Return the ties between the organisations and events of the page, in the order of the text."""
    names = reading.names()
    found = _part_of(reading, names) + _same_as(reading, names)
    for first, last in reading.sentences:
        inside = reading.bodies_in(first, last)
        if inside:
            found += _led(reading, first, last, inside)
            found += _done_by(reading, first, last, inside, events)
            found += _listed(reading, first, last)
            found += find_between(reading, first, last)
            found += find_together(reading, first, last)
            found += _begun(reading, first, last, inside)
            found += find_status(reading, first, last, inside)
            found += find_memberships(reading, first, last, inside)
            found += find_giving(reading, first, last, inside)
    for event in events:
        found += [_event_tie(reading, event, name) for name in event.organisers]
    return _once(found)


def _once(found: list[Relation]) -> list[Relation]:
    """Keep the first of every tie told more than once in the same sentence or between the same names."""
    seen: set[tuple[str, str, str]] = set()
    kept: list[Relation] = []
    for relation in sorted(found, key=lambda one: one.subject.start):
        names = (
            relation.attributes.get("from", relation.subject.text),
            relation.attributes.get("to", relation.object.text),
        )
        mark = (relation.kind, key(str(names[0])), key(str(names[1])))
        swapped = (relation.kind, mark[2], mark[1])
        if mark in seen or (relation.kind == "partner_of" and swapped in seen) or mark[1] == mark[2]:
            continue
        seen.add(mark)
        kept.append(relation)
    return kept


def _event_tie(reading: Reading, event: Event, name: Name) -> Relation:
    first, last = min(event.first, name.first), max(event.last, name.last)
    return Relation(
        kind="organised",
        subject=reading.span(name.first, name.last),
        object=reading.span(event.first, event.last),
        quote=reading.span(first, last).text,
        confidence=0.75,
        attributes={"from": name.canonical, "to": reading.text(event.first, event.last)},
    )


def _part_of(reading: Reading, names: list[Name]) -> list[Relation]:
    """``Văn phòng X, Bộ Y``; ``Trung tâm X thuộc Y``; ``Viện X (ABC) – Đại học Y``."""
    found: list[Relation] = []
    lex = reading.lex
    for name in names:
        above = reading.name_at.get(name.last + (1 if reading.word(name.last) == "(" else 0))
        if name.head == "vụ" and above is not None and above.head in lex.high:
            found.append(tie_of(reading, "part_of", name, above, name.first, above.last, 0.85))
            continue
        at = behind(reading, name)
        if reading.closed(at):
            continue
        joint = reading.word(at)
        step = 2 if reading.key(at, at + 2) == "trực thuộc" else 1
        owner = reading.body_at(at + step)
        if owner is None or key(owner.canonical) == key(name.canonical):
            continue
        ranked = name.head in lex.low and owner.head in lex.high and name.head != owner.head
        if joint in ("thuộc", "trực") or (joint == "của" and (ranked or name.head in lex.low)):
            found.append(tie_of(reading, "part_of", name, owner, name.first, owner.last, 0.9))
        elif joint in (",", "-", "–") and ranked and not _enumeration(reading, name, owner):
            found.append(tie_of(reading, "part_of", name, owner, name.first, owner.last, 0.75))
    return found


def _same_as(reading: Reading, names: list[Name]) -> list[Relation]:
    """``Quỹ X (X Foundation)``: two full names of one organisation; initials are no tie."""
    found: list[Relation] = []
    for name in names:
        bracket = reading.word(name.first - 1) == "("
        full = reading.name_by_end.get(name.first - 1) if bracket else None
        if full is not None and name.kind == "official" and name.evidence == "parenthesis":
            tie = tie_of(reading, "same_as", full, name, full.first, name.last, 0.9)
            found.append(replace(tie, attributes={"from": full.canonical, "to": tie.object.text}))
    return found


def _enumeration(reading: Reading, name: Name, owner: Name) -> bool:
    """Whether two names with a comma between are two of a list: "…, Quỹ A, Bộ B và Sở C"."""
    if name.head in ("văn phòng", "vụ", "cục", "phòng", "chi cục", "tổng cục", "ban"):
        return False
    at = behind(reading, owner)
    listed_after = reading.word(at) == "và" and (at + 1) in reading.name_at
    listed_before = reading.word(name.first - 1) == "," and (name.first - 1) in reading.name_by_end
    return listed_after or listed_before


def _led(reading: Reading, first: int, last: int, inside: list[Name]) -> list[Relation]:
    found: list[Relation] = []
    at = first
    while at < last:
        hit = _led_at(reading, at)
        if hit is None:
            at += 1
            continue
        length, kind = hit
        targets = list_from(reading, at + length, last)
        if targets:
            given = kind in ("funded_by", "supported_by")
            if kind == "part_of" and _of_person(reading, at):
                at += length
                continue
            able = [name for name in inside if not given or reading.word(name.first - 1) not in _NO_TAKER]
            subject = _subject(reading, at, last, able, targets)
            if kind == "member_of" and targets and _as_observer(reading, targets[-1], last):
                kind = "observer_of"
            for target in targets if subject is not None else []:
                assert subject is not None
                left = subject.first if first <= subject.first < at else at
                if kind == "part_of" and target.head not in reading.lex.high and reading.word(at) == "thuộc":
                    continue
                found.append(tie_of(reading, kind, subject, target, left, target.last, 0.8))
        at += length
    return found


def _as_observer(reading: Reading, target: Name, last: int) -> bool:
    """Say whether "với tư cách (là) quan sát viên" stands behind what is joined."""
    at = behind(reading, target)
    return "quan sát viên" in reading.key(at, min(at + 8, last))


def _of_person(reading: Reading, at: int) -> bool:
    """Whether "thuộc" tells where a person works: "ông A, thuộc Sở B"."""
    return reading.person_ends(at) or (reading.word(at - 1) == "," and reading.person_ends(at - 1))


def _led_at(reading: Reading, at: int) -> tuple[int, str] | None:
    """Return the length of a leading phrase at a place and the tie it tells, or None."""
    return None if reading.covered[at] else reading.lex.led.at(reading.tokens, at)


def _subject(reading: Reading, at: int, last: int, inside: list[Name], targets: list[Name]) -> Name | None:
    """The organisation the phrase tells of: the one before it, or the one behind the list."""
    named = {key(target.canonical) for target in targets}
    opening = clause_start(reading, at)
    before = [
        name
        for name in inside
        if opening <= name.first < at
        and key(name.canonical) not in named
        and reading.word(name.first - 1) not in ("của", "thuộc", "từ", "tại", "(")
        and not is_office(reading, name)
    ]
    if before:
        owners = [
            name
            for name in before
            if any(
                behind(reading, other) + 1 == name.first
                and other.head in reading.lex.low
                and name.head in reading.lex.high
                for other in before
            )
        ]
        plain = [name for name in before if name not in owners]
        return (plain or before)[-1] if len(plain or before) == 1 else (plain or before)[0]
    after = [name for name in inside if name.first >= targets[-1].last and key(name.canonical) not in named]
    for name in after:
        if is_subject(reading, name):
            return name
    return None


def _done_by(
    reading: Reading, first: int, last: int, inside: list[Name], events: list[Event]
) -> list[Relation]:
    """``X do A (và B) tài trợ``: the event, project or organisation X before "do" is the subject."""
    found: list[Relation] = []
    for at in range(first, last):
        if reading.word(at) not in ("do", "bởi") or reading.covered[at]:
            continue
        targets = list_from(reading, at + 1, last)
        if not targets:
            continue
        past = behind(reading, targets[-1])
        kind = _verb_kind(reading, past)
        if not kind:
            continue
        subject = _thing_before(reading, at, first, inside, events)
        if subject is None:
            continue
        start, end, told = subject
        if start in reading.stand_at:
            named = reading.stand_at[start].named
            start, end = named.first, named.last
        for target in targets:
            found.append(
                Relation(
                    kind=kind,
                    subject=reading.span(start, end),
                    object=reading.span(target.named.first, target.named.last),
                    quote=reading.span(start if start >= first else first, min(past + 2, last)).text,
                    confidence=0.8,
                    attributes={"from": told, "to": target.canonical},
                )
            )
    return found


def _verb_kind(reading: Reading, at: int) -> str:
    """Return the tie that the verb behind "do A và B" tells, empty when it tells none."""
    if reading.word(at) in ("đã", "cùng", "đồng", "trực"):
        at += 1
    found = reading.lex.done_by.at(reading.tokens, at)
    return found[1] if found else ""


def _thing_before(
    reading: Reading, at: int, first: int, inside: list[Name], events: list[Event]
) -> tuple[int, int, str] | None:
    """The event, quoted project or organisation nearest before a place, in its sentence."""
    opening = bisect_left(events, first, key=lambda event: event.first)
    for event in events[opening : opening + 4]:
        if event.last <= at and at - event.last <= 12:
            return event.first, event.last, reading.text(event.first, event.last)
    closing = next(
        (step for step in range(at - 1, max(first, at - 4) - 1, -1) if reading.word(step) in ("”", '"')), 0
    )
    if closing:
        opening = next(
            (
                step
                for step in range(closing - 1, max(first, closing - 45) - 1, -1)
                if reading.word(step) in ("“", '"')
            ),
            0,
        )
        if opening:
            return opening + 1, closing, reading.text(opening + 1, closing)
    bare = any(reading.lex.events.length(reading.tokens, step) for step in range(first, min(first + 3, at)))
    if bare and opening:
        event = events[opening - 1]
        return event.first, event.last, reading.text(event.first, event.last)
    if _is_begun(reading, at, first, inside):
        return inside[0].first, inside[0].last, inside[0].canonical
    near = [name for name in inside if behind(reading, name) in (at, at - 1, at - 2)]
    if near and reading.word(at - 1) == "," and inside[0].first - first <= 1:
        near = inside[:1]
    if near:
        return near[-1].first, near[-1].last, near[-1].canonical
    return None


def _is_begun(reading: Reading, at: int, first: int, inside: list[Name]) -> bool:
    """Say whether a "do" tells by whom the sentence's opening name "được thành lập năm 2009"."""
    before = [name for name in inside if name.last <= at]
    if len(before) != 1 or before[0].first - first > 2 or at - before[0].last > 12:
        return False
    words = reading.key(before[0].last, at)
    return any(sign in words for sign in ("thành lập", "sáng lập", "ra đời", "hình thành"))


def _listed(reading: Reading, first: int, last: int) -> list[Relation]:
    """``Nhà tài trợ: A, B``: a line of a directory entry, told of the organisation that opened the entry."""
    label = reading.lex.listed.at(reading.tokens, first)
    if label is None:
        return []
    at = first + label[0]
    owner = reading.body_at(at + 1) if reading.word(at) == "của" else None
    if owner is not None:
        at = owner.last
    if reading.word(at) not in (":", "là", "gồm"):
        return []
    owner = owner or reading.entry_before(first) or reading.antecedents.protagonist()
    targets = list_from(reading, at + 1, last) if owner is not None else []
    return [tie_of(reading, label[1], owner, target, first, target.last, 0.65) for target in targets if owner]


def _begun(reading: Reading, first: int, last: int, inside: list[Name]) -> list[Relation]:
    """``X được khởi xướng (năm 2011) bởi A và B``."""
    found: list[Relation] = []
    for at in range(first, last):
        if reading.key(at, at + 3) not in ("được khởi xướng", "được sáng lập", "được thành lập"):
            continue
        by = next((to for to in range(at + 3, min(at + 9, last)) if reading.word(to) == "bởi"), 0)
        before = [name for name in inside if name.last <= at and reading.word(name.first - 1) != "("]
        subject = before[-1] if before else None
        for target in list_from(reading, by + 1, last) if by and subject else []:
            assert subject is not None
            found.append(tie_of(reading, "initiated_with", subject, target, subject.first, target.last, 0.8))
    return found
