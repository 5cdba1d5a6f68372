"""Organisations without a head word, believed for their neighbours: "organised by ABC", "the charity X"."""

from __future__ import annotations

from banyan.ingest.adapters.english.lexicon import lexicon, word_set
from banyan.ingest.adapters.english.organisations import Name, possessive_before
from banyan.ingest.adapters.english.sheet import Sheet
from banyan.ingest.adapters.english.tokens import Sentence

_DONE = word_set(
    "organised organized co-organised co-organized hosted co-hosted funded co-funded supported "
    "sponsored initiated founded launched implemented managed operated established convened "
    "facilitated conducted issued paid published provided commissioned financed invited donated "
    "awarded set-up undertaken coordinated signed"
)
_FOLK = word_set(
    "representatives representative experts expert staff colleagues members member delegates "
    "participants officials trainers speakers volunteers researchers leaders guests partners partner "
    "team delegation donors donor funders chapter branch office headquarters website board"
)
_TIES = word_set(
    "cooperation co-operation collaboration partnership coordination conjunction together jointly "
    "support funding grant assistance donation sponsorship agreement contract cooperated collaborated "
    "partnered working partnering guidance invitation alliance visit visited joined"
)
_NAMED = word_set(
    "ngo ingo charity foundation nonprofit non-profit network newspaper organisation organization "
    "enterprise company think-tank coalition"
)
_CALLED = word_set("called named")


def find_by_evidence(*, sheet: Sheet, sentence: Sentence) -> None:
    """Write down names and initials that only their surroundings show to be organisations."""
    for index in range(sentence.first, sentence.last):
        weak = sheet.names.get(index)
        if weak is not None:
            weak.confidence = max(weak.confidence, min(0.65, _before(sheet, sentence, weak)))
    for index in range(sentence.first, sentence.last):
        token = sheet.words.tokens[index]
        if index in sheet.used or index in sheet.roles or not (token.is_capital or token.is_acronym):
            continue
        if (
            index > sentence.first
            and index - 1 not in sheet.used
            and sheet.words.tokens[index - 1].is_capital
            and (sheet.words.tokens[index - 1].bare not in lexicon().stop)
        ):
            continue
        name = sheet.headless_at(index, sentence)
        if name is None or name.first != index:
            continue
        trust = _before(sheet, sentence, name) + _after(sheet, sentence, name)
        if trust >= 0.5:
            name.confidence = min(0.8, trust)
            sheet.add_name(name)


def _before(sheet: Sheet, sentence: Sentence, name: Name) -> float:
    tokens = sheet.words.tokens
    index = name.first - 1
    quoted = index >= sentence.first and tokens[index].text in '“"‘'
    if quoted:
        index -= 1
    if index >= sentence.first and tokens[index].low in {"the", "a", "an"}:
        index -= 1
    if index < sentence.first:
        return 0.0
    low = tokens[index].low
    initials = name.name_kind == "acronym"
    previous = tokens[index - 1].low if index - 1 >= sentence.first else ""
    if low == "by" and previous in _DONE:
        return 0.65
    if (
        low in {"from", "of", "at", "with", "by", "to", "between", "for", "and"}
        and initials
        and previous in _FOLK | _TIES
    ):
        return 0.65
    if low in {"from", "of"} and previous in {"representatives", "staff", "delegates", "colleagues"}:
        sheet.listed.add(name.last)
        return 0.5 if name.last - name.first > 1 else 0.0
    if low == ":" and sentence.last - sentence.first <= 30 and (initials or name.evidence == "suffix"):
        return 0.55
    if low in {"with", "from"} and previous in _TIES:
        return 0.55
    if low in {"of", "for", "at", "with"} and index in sheet.role_ends and name.evidence == "suffix":
        return 0.6  # "representative for X International"
    if low in _NAMED and previous != "of":
        return 0.65
    if low in {"including", "namely", "as", "like"} and _plural_bodies(sheet, sentence, index):
        sheet.listed.add(name.last)
        return 0.6
    if low in {",", "and", "&"} and _after_listed(sheet, index, low):
        sheet.listed.add(name.last)
        return 0.55
    if low in {",", "and"} and index in sheet.ends and name.evidence == "suffix":
        return 0.5
    if low in _CALLED and previous in lexicon().descriptions:
        return 0.65
    if low == "joined" and initials:
        return 0.6
    if (
        initials
        and (low in {",", "and", "&", "or"})
        and index in sheet.ends
        and not _is_person_like(sheet, index)
    ):
        return 0.55
    if initials and low in {"from", "by", "with", "at", "to", "join"}:
        return 0.5
    return 0.0


def _plural_bodies(sheet: Sheet, sentence: Sentence, index: int) -> bool:
    """Whether "organisations including" or "NGOs such as" stands before a name."""
    bodies = {
        "organizations",
        "organisations",
        "ngos",
        "charities",
        "foundations",
        "networks",
        "donors",
        "members",
        "partners",
    }
    bodies |= {"groups", "ingos", "csos", "associations", "agencies", "companies"}
    return any(token.low in bodies for token in sheet.words.tokens[max(sentence.first, index - 4) : index])


def _after_listed(sheet: Sheet, index: int, low: str) -> bool:
    before = index - 1 if low != "," and sheet.words.tokens[index - 1].text == "," else index
    return before in sheet.listed


def _is_person_like(sheet: Sheet, end: int) -> bool:
    return any(human.last == end for human in (sheet.humans.get(at) for at in range(end - 5, end)) if human)


def _after(sheet: Sheet, sentence: Sentence, name: Name) -> float:
    tokens = sheet.words.tokens
    lists = lexicon()
    index = name.last
    if index >= sentence.last:
        return 0.0
    initials = name.name_kind == "acronym"
    if possessive_before(sheet.words, index):
        return 0.6 if initials else 0.0
    if initials and index in sheet.roles and not sheet.roles[index].weak:
        return 0.6
    if (
        tokens[index].low in {"is", "was"}
        and index + 1 < sentence.last
        and tokens[index + 1].low in {"a", "an", "one"}
    ):
        for at in range(index + 2, min(index + 9, sentence.last)):
            if tokens[at].low in lists.descriptions:
                return 0.65
            if tokens[at].text in ",;.(" or tokens[at].low in {"of", "for", "in", "who", "that"}:
                break
    if initials and tokens[index].low in lists.organisation_verbs:
        return 0.6
    if (
        tokens[index].text == ","
        and index + 2 < sentence.last
        and tokens[index + 1].low in {"a", "an", "the", "one"}
    ):
        for at in range(index + 2, min(index + 9, sentence.last)):
            if tokens[at].low in lists.descriptions:
                return 0.65
            if tokens[at].text in ",;.(" or at in sheet.roles:
                break
    if initials and index + 1 < sentence.last and tokens[index].text in "(（":
        end = index + 1
        while end < min(index + 14, sentence.last) and tokens[end].text not in ")）":
            end += 1
        return 0.55 if sheet.names.get(index + 1) is not None else 0.0
    return 0.0
