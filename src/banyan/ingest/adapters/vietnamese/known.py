"""Names the register already holds, found before any rule is asked."""

from __future__ import annotations

from banyan.ingest.adapters.vietnamese.reader import Name, Reading
from banyan.ingest.adapters.vietnamese.tokens import tokens_of
from banyan.ingest.adapters.vietnamese.view import clean, fold


def find_known(reading: Reading) -> None:
    """Note every occurrence of a registered organisation's name, the longest first."""
    table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str, str]]] = {}
    canonical: dict[str, str] = {}
    for known in reading.page.known_names:
        if known.kind != "organisation":
            continue
        held = canonical.get(known.record, "")
        if len(known.text) > len(held):
            canonical[known.record] = clean(known.text)
        tokens = tokens_of(fold(known.text))
        keys = tuple(token.key for token in tokens)
        if keys and (len(keys) > 1 or len(known.text) > 2):
            exact = tuple(token.text for token in tokens)
            table.setdefault(keys[0], []).append((keys, exact, known.record, known.text))
    for choices in table.values():
        choices.sort(key=lambda choice: -len(choice[0]))
    place = 0
    while place < len(reading.tokens):
        place += _note(reading, place, table.get(reading.word(place), []), canonical) or 1


def _note(
    reading: Reading,
    place: int,
    choices: list[tuple[tuple[str, ...], tuple[str, ...], str, str]],
    canonical: dict[str, str],
) -> int:
    if reading.closed(place) or reading.covered[place]:
        return 0
    for keys, exact, record, _ in choices:
        last = place + len(keys)
        words = reading.tokens[place:last]
        if tuple(token.key for token in words) != keys:
            continue
        if len(keys) == 1 and words[0].text != exact[0]:
            continue
        if len(keys) > 1 and not reading.loud[place] and words[0].cap != exact[0][:1].isupper():
            continue
        head = reading.lex.heads.at(reading.tokens, place)
        kind = "acronym" if len(keys) == 1 and exact[0].isupper() else "official"
        reading.add(
            Name(
                place,
                last,
                reading.key(place, place + head[0]) if head else "",
                head[1] if head else "",
                "known",
                0.97,
                kind=kind,
                canonical=canonical[record],
            )
        )
        return len(keys)
    return 0
