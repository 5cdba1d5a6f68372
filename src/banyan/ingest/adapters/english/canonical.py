"""One name for one body: initials and shortened names are given the fullest name the page holds."""

from __future__ import annotations

from banyan.ingest.adapters.english.lexicon import lexicon, word_set
from banyan.ingest.adapters.english.organisations import Name
from banyan.ingest.adapters.english.phrases import Phrases, keys_of
from banyan.ingest.adapters.english.sheet import Sheet

_SMALL = word_set("of for and the on in to & 's ’ ' , at a")


def spread(*, sheet: Sheet) -> None:
    """Find every further place where a name already found stands again."""
    index: Phrases[Name] = Phrases()
    for name in sorted(sheet.names.values(), key=lambda one: (-one.confidence, one.first)):
        if name.confidence >= 0.5:
            keys = tuple(token.key for token in sheet.words.tokens[name.first : name.last])
            index.add(keys, name)
    tokens = sheet.words.tokens
    for sentence in sheet.sentences:
        for first in range(sentence.first, sentence.last):
            if first in sheet.used or tokens[first].kind != "word":
                continue
            match = index.match(tokens, first, sentence.last)
            if match is None or any(at in sheet.used for at in range(first, match[0])):
                continue
            last, model = match
            if last == first + 1 and not _stands_alone(sheet, first, sentence.first, sentence.last):
                continue
            sheet.add_name(
                Name(
                    first,
                    last,
                    model.type,
                    model.confidence,
                    model.evidence,
                    model.canonical,
                    model.name_kind,
                    model.inferred,
                )
            )


def _stands_alone(sheet: Sheet, index: int, first: int, last: int) -> bool:
    """Whether a one-word name is not just a part of some longer run of capitals."""
    tokens = sheet.words.tokens
    if tokens[index].is_acronym:
        return True
    lists = lexicon()
    before = index > first and tokens[index - 1].is_capital and tokens[index - 1].bare not in lists.stop
    after = index + 1 < last and tokens[index + 1].is_capital
    return not before and not after


def settle(*, sheet: Sheet, least: float) -> None:
    """Give every name its canonical form, and take names believed less than ``least`` off the sheet."""
    for name in list(sheet.names.values()):
        if name.confidence < least:
            sheet.drop_name(name)
    for human in sheet.humans.values():
        if (
            human.organisation is not None
            and sheet.names.get(human.organisation.first) is not human.organisation
        ):
            human.organisation = sheet.names.get(human.organisation.first)
    defined = _defined(sheet)
    full = _full_names(sheet)
    by_tail: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    by_initials: dict[str, str] = {}
    for keys, written in full.items():
        by_tail.setdefault(keys[-1], []).append((keys, written))
        by_tail.setdefault(keys[0], []).append((keys, written))
        by_initials.setdefault("".join(key[0] for key in keys if key.lower() not in _SMALL).upper(), written)
    types: dict[str, str] = {}
    for name in sheet.names.values():
        written = sheet.words.cut(name.first, name.last)
        keys = tuple(token.key for token in sheet.words.tokens[name.first : name.last])
        if name.evidence == "known" and name.canonical:
            continue
        canonical = (
            defined.get(keys)
            or _longer(keys, by_tail, headless=name.evidence == "title")
            or full.get(_cased(keys, written))
            or full.get(keys)
        )
        if canonical is None and name.name_kind == "acronym":
            canonical = by_initials.get(written.upper())
            name.inferred = name.inferred or canonical is not None
        elif (
            canonical
            and keys not in defined
            and name.name_kind == "official"
            and canonical.lower() != written.lower()
            and len(keys) < len(keys_of(canonical))
        ):
            name.name_kind = "short"
        name.canonical = " ".join((canonical or name.canonical or written).split())
        if name.type:
            types.setdefault(name.canonical, name.type)
    for name in sheet.names.values():
        name.type = name.type or types.get(name.canonical, "")


def _cased(keys: tuple[str, ...], written: str) -> tuple[str, ...]:
    """Return the words of a name in capitals as running text would write them."""
    if not written.isupper():
        return keys
    return tuple(key.lower() if key.lower() in _SMALL else key.capitalize() for key in keys)


def _defined(sheet: Sheet) -> dict[tuple[str, ...], str]:
    """Return the short forms that brackets define, and world bodies' initials the page spells out."""
    found: dict[tuple[str, ...], str] = {}
    tokens = sheet.words.tokens
    written: dict[tuple[str, ...], str] = {}
    for name in sheet.names.values():
        keys = tuple(token.key for token in tokens[name.first : name.last])
        written.setdefault(keys, sheet.words.cut(name.first, name.last))
        if name.evidence == "parenthesis" and name.canonical and name.name_kind != "official":
            found.setdefault(keys, name.canonical)
    for body in lexicon().world:
        here = [keys for keys in (keys_of(one) for one in body.names) if keys in written]
        if len(here) > 1:
            fullest = max(here, key=len)
            for keys in here:
                found.setdefault(keys, written[fullest])
    return found


def _full_names(sheet: Sheet) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    tokens = sheet.words.tokens
    for name in sorted(sheet.names.values(), key=lambda one: one.first):
        if name.last - name.first >= 2 and name.name_kind != "short":
            text = sheet.words.cut(name.first, name.last)
            keys = tuple(token.key for token in tokens[name.first : name.last])
            if not text.isupper() or keys not in found:
                found.setdefault(keys, text)
    return found


def _longer(
    keys: tuple[str, ...], by_edge: dict[str, list[tuple[tuple[str, ...], str]]], *, headless: bool
) -> str | None:
    """Return the longer name of which ``keys`` are the first or the last words: "Foundation Centre"."""
    if len(keys) < 2:
        return None
    for longer, written in by_edge.get(keys[-1], []) + by_edge.get(keys[0], []):
        extra = len(longer) - len(keys)
        if 1 <= extra <= 3 and longer[-len(keys) :] == keys:
            return written
        if headless and 1 <= extra <= 4 and longer[: len(keys)] == keys:
            return written
    return None
