"""Names known beforehand: those the register holds, and the bodies everybody knows."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from banyan.ingest.adapters.english.chains import run_end
from banyan.ingest.adapters.english.lexicon import WorldBody, lexicon, plain
from banyan.ingest.adapters.english.organisations import Name
from banyan.ingest.adapters.english.phrases import Phrases, keys_of, places
from banyan.ingest.adapters.english.shapes import is_common
from banyan.ingest.adapters.english.sheet import Human, Sheet
from banyan.ingest.adapters.english.tokens import Token
from banyan.ingest.adapters.reading import KnownName


@lru_cache(maxsize=1)
def _world() -> Phrases[tuple[WorldBody, str]]:
    index: Phrases[tuple[WorldBody, str]] = Phrases()
    for body in lexicon().world:
        for name in body.names:
            index.add(keys_of(name), (body, name))
    return index


def find_known(*, sheet: Sheet, known: tuple[KnownName, ...]) -> None:
    """Write down the names of the register and of the world's bodies wherever they stand."""
    register, people = _of_page(sheet, known)
    tokens = sheet.words.tokens
    for sentence in sheet.sentences:
        index = sentence.first
        while index < sentence.last:
            token = tokens[index]
            if token.kind != "word":
                index += 1
                continue
            human = people.match(tokens, index, sentence.last)
            if human is not None and human[0] - index >= 2:
                sheet.add_human(Human(index, human[0], "western", 0.9, canonical=human[1]))
                index = human[0]
                continue
            own = register.match(tokens, index, sentence.last)
            if own is not None and own[0] == index + 1 and is_common(token):
                own = None
            world = _world().match(tokens, index, sentence.last)
            branch = _branch(sheet, index, sentence.last) if world is None and "-" in token.key else None
            if branch is not None:
                sheet.add_name(branch)
                index = branch.last
                continue
            if own is not None and (world is None or own[0] >= world[0]):
                sort = world[1][0].type if world is not None else _sort(tokens[index : own[0]])
                sheet.add_name(Name(index, own[0], sort, 0.95, "known", own[1]))
                index = own[0]
            elif world is not None and not (sentence.shouted and world[0] == index + 1):
                index = _world_body(sheet, index, world[0], sentence.last, world[1])
            else:
                index += 1


def _of_page(sheet: Sheet, known: tuple[KnownName, ...]) -> tuple[Phrases[str], Phrases[str]]:
    """Return the register's bodies and people whose first word the page holds; most of a register is not."""
    here = {token.low for token in sheet.words.tokens}
    bodies: Phrases[str] = Phrases()
    people: Phrases[str] = Phrases()
    for entry in known:
        first, _, rest = entry.text.partition(" ")
        if first.lower() == "the":
            first = rest.partition(" ")[0]
        if plain(first).lower() not in here and first.isalpha():
            continue
        keys = keys_of(entry.text)
        if entry.kind == "person":
            people.add(keys, entry.text)
        elif entry.kind == "organisation" and any(key[0].isupper() for key in keys):
            bodies.add(keys, entry.text)
    return bodies, people


def _sort(tokens: list[Token]) -> str:
    """Return the sort of body a head word in the name points to."""
    heads = lexicon().head_types
    return next((heads[token.key] for token in reversed(tokens) if token.key in heads), "")


def _branch(sheet: Sheet, index: int, limit: int) -> Name | None:
    """Return "WWF-Viet Nam", a world body's national office written with a hyphen."""
    token = sheet.words.tokens[index]
    front, _, rest = token.key.partition("-")
    parts = [replace(token, text=front, key=front)]
    found = _world().match(parts, 0, 1)
    following = [replace(token, text=rest, key=rest), *sheet.words.tokens[index + 1 : min(index + 3, limit)]]
    place = places().match(following, 0, len(following)) if found is not None and rest else None
    if found is None or place is None:
        return None
    return Name(index, index + place[0], found[1][0].type, 0.9, "known")


def _goes_before(sheet: Sheet, index: int) -> bool:
    """Whether the word before "Red Cross" says which one: "Danish", "Hong Kong"."""
    token = sheet.words.tokens[index]
    return token.is_capital and index not in sheet.used and token.bare not in lexicon().stop


def _world_body(sheet: Sheet, first: int, last: int, limit: int, found: tuple[WorldBody, str]) -> int:
    """Write down a world body, its national office included; leave longer names to the grammar."""
    body, written = found
    tokens = sheet.words.tokens
    sentence = sheet.words.sentence_of(first)
    end = run_end(sheet.words, sentence, last, frozenset())
    lists = lexicon()
    national = body.names[0] in {"Red Cross", "Red Crescent"}
    while national and first > sentence.first and _goes_before(sheet, first - 1):
        first -= 1
    if any(
        tokens[at].key in lists.head_types and tokens[at].key not in lists.weak_heads
        for at in range(last, end)
    ):
        return end
    if tokens[first].low == "who" and tokens[first].text != "WHO":
        return last
    after = (
        last + 1 if "Delegation" in written and last < limit and tokens[last].low in {"to", "in"} else last
    )
    place = places().match(tokens, after, limit)
    kind = "acronym" if last == first + 1 and tokens[first].is_acronym else "official"
    name = Name(first, last, body.type, 0.9, "known", "", kind)
    if place is not None and (place[0] == end or after > last):
        name.last = place[0]
    elif (
        body.type == "ngo" and end == last + 1 and not is_common(tokens[last]) and not tokens[last].is_acronym
    ):
        name.last = end
    elif body.names[0] != written:
        name.canonical = ""
    sheet.add_name(name)
    return name.last
