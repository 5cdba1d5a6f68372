"""Names that stand for one another: initials in parentheses, shortenings, and their later uses."""

from __future__ import annotations

from banyan.ingest.adapters.vietnamese.foreign import find_foreign
from banyan.ingest.adapters.vietnamese.reader import Name, Reading
from banyan.ingest.adapters.vietnamese.shapes import foreign_run, is_initials, place_at
from banyan.ingest.adapters.vietnamese.shortenings import vietnamese_initials
from banyan.ingest.adapters.vietnamese.view import key

_WORDS = (
    "sau đây gọi tắt là",
    "sau đây gọi là",
    "tên viết tắt là",
    "tên viết tắt",
    "viết tắt là",
    "viết tắt",
    "gọi tắt là",
    "gọi tắt",
    "tên tiếng anh là",
    "tên tiếng anh",
    "tiếng anh là",
    "tiếng anh",
    "hay còn gọi là",
    "còn gọi là",
    "tên giao dịch là",
    "tên giao dịch quốc tế",
    "tên quốc tế",
    "hay",
)
_OPENINGS = tuple(sorted(_WORDS, key=len, reverse=True))


def join_definitions(reading: Reading) -> dict[str, str]:
    """
    Tie every short name defined beside a full one to it, and return canonical names by short name.

    ``X (ABC)``, ``X (viết tắt là ABC)``, ``X, gọi tắt là Y``, ``X – ABC``, ``ABC (X)``.
    """
    short: dict[str, str] = {}
    _join_reversed(reading)
    _join_leading(reading)
    for name in reading.names():
        if not name.canonical:
            name.canonical = reading.text(name.first, name.last)
        for first, last in _definitions(reading, name):
            surface = reading.text(first, last)
            if key(surface) == key(name.canonical):
                continue
            short.setdefault(surface, name.canonical)
            _note(reading, name, first, last)
    return short


def _told(reading: Reading, name: Name) -> bool:
    """Whether a name already stands for another."""
    return bool(name.canonical) and key(name.canonical) != key(reading.text(name.first, name.last))


def _join_reversed(reading: Reading) -> None:
    """Tie initials to the full name behind them: ``ABC - Tổ chức X``, ``ABC (Tổ chức X)``."""
    for name in reading.names():
        if name.kind != "acronym" or _told(reading, name) or reading.word(name.last) not in ("(", "-", "–"):
            continue
        full = reading.name_at.get(name.last + 1)
        if full is None or not full.head or _told(reading, full):
            continue
        closed = reading.word(name.last) != "(" or reading.word(full.last) == ")"
        if closed and full.last - full.first >= 3:
            name.canonical = reading.text(full.first, full.last)
            name.evidence = "parenthesis"
            name.type = full.type


def _join_leading(reading: Reading) -> None:
    """Tie initials nobody has noted yet to the full name behind a dash: ``ABC – Trung tâm X``."""
    for full in reading.names():
        at = full.first - 2
        if not full.head or reading.word(at + 1) not in ("-", "–") or at < 0 or reading.covered[at]:
            continue
        if is_initials(reading, at) and (reading.starts_sentence(at) or not reading.cap(at - 1)):
            canonical = full.canonical or reading.text(full.first, full.last)
            reading.add(Name(at, at + 1, full.head, full.type, "parenthesis", 0.8, "acronym", canonical))


def _note(reading: Reading, name: Name, first: int, last: int) -> None:
    """Put the short name into the reading as a name of its own, in place of what stood there."""
    for at in range(first, last):
        old = reading.owner.get(at)
        if old is not None and old is not name:
            reading.remove(old)
    name.confidence = max(name.confidence, 0.92)
    initials = sum(letter.isupper() for letter in reading.tokens[first].text) >= 2
    shape = "acronym" if last == first + 1 and initials else "short"
    if shape == "short" and foreign_run(reading, first):
        shape = "official"
    reading.add(
        Name(first, last, name.head, name.type, "parenthesis", 0.95, kind=shape, canonical=name.canonical)
    )


def _definitions(reading: Reading, name: Name) -> list[tuple[int, int]]:
    """Return the token ranges of the short names defined right behind a name."""
    at = name.last
    if reading.closed(at) or (name.kind == "acronym" and name.evidence == "known"):
        return []
    mark = reading.tokens[at].text
    if mark == "(":
        closing = _closing(reading, at)
        return _pieces(reading, name, at + 1, closing) if closing else []
    if mark == ",":
        at += 1
    elif mark in ("-", "–", "—"):
        follows = at + 1
        if is_initials(reading, follows) and not reading.cap(follows + 1) and name.head:
            return [(follows, follows + 1)]
        return []
    opened = _opening(reading, at)
    if opened and mark in (",", "viết", "gọi", "hay", "sau"):
        return _pieces(reading, name, at + opened, min(at + opened + 6, len(reading.tokens)))[:1]
    return []


def _closing(reading: Reading, opening: int) -> int:
    for at in range(opening + 1, min(opening + 24, len(reading.tokens))):
        if reading.tokens[at].kind == "b":
            return 0
        if reading.tokens[at].text == ")":
            return at
    return 0


def _opening(reading: Reading, at: int) -> int:
    for words in _OPENINGS:
        length = len(words.split())
        if reading.key(at, at + length) == words:
            if reading.word(at + length) == ":":
                length += 1
            return length
    return 0


def _pieces(reading: Reading, name: Name, first: int, last: int) -> list[tuple[int, int]]:
    """Return the short or foreign names among the words of a definition."""
    found: list[tuple[int, int]] = []
    at = first
    opened_by_word = _opening(reading, at) > 0
    while at < last:
        skip = _opening(reading, at)
        if skip:
            at += skip
            opened_by_word = True
            continue
        if (is_initials(reading, at) and _long_enough(reading, name, at)) or (
            opened_by_word and reading.tokens[at].upper
        ):
            found.append((at, at + 1))
            at += 1
            continue
        mixed = _mixed(reading, at)
        if mixed:
            found.append((at, at + mixed))
            at += mixed
            continue
        length = foreign_run(reading, at)
        if length and not place_at(reading, at):
            found.append((at, min(at + length, last)))
            at += length
            continue
        head = reading.lex.heads.length(reading.tokens, at)
        if reading.cap(at) and (head or opened_by_word) and not place_at(reading, at):
            stop = at
            while stop < last and (reading.tokens[stop].kind == "w" or _glued(reading, stop)):
                stop += 1
            if stop - at >= 2 and _akin(reading, name, at, stop):
                found.append((at, stop))
            at = max(stop, at + 1)
            continue
        if reading.tokens[at].kind == "w":
            break
        at += 1
    return found


def _glued(reading: Reading, at: int) -> bool:
    """Whether a dot or hyphen joins two words without spaces."""
    token, tokens = reading.tokens[at], reading.tokens
    return token.text == "." or (
        token.text == "-" and tokens[at - 1].end == token.start and tokens[at + 1].start == token.end
    )


def _mixed(reading: Reading, at: int) -> int:
    """Return how many tokens of initials with small letters stand here: "iGST SEA", "PanEco"; 0 for none."""
    text = reading.tokens[at].text
    capitals = sum(letter.isupper() for letter in text)
    if reading.tokens[at].kind != "w" or capitals < 2 or reading.tokens[at].upper or len(text) > 14:
        return 0
    return 2 if reading.word(at + 2) == ")" and is_initials(reading, at + 1) else 1


def _long_enough(reading: Reading, name: Name, at: int) -> bool:
    """Two letters alone are a signature, unless they are the initials of the name."""
    letters = [letter.lower() for letter in reading.tokens[at].text if letter.isalpha()]
    return len(letters) >= 3 or vietnamese_initials(name.canonical, letters) or not name.head


def _akin(reading: Reading, name: Name, first: int, last: int) -> bool:
    """Whether a Vietnamese short name shares words with the full one and says more than its head."""
    words = reading.key(first, last).split()
    full = set(key(name.canonical).split())
    shared = sum(word in full for word in words)
    head = reading.lex.heads.length(reading.tokens, first)
    if last - first <= head and reading.key(first, last) not in ("liên hiệp hội",):
        return False
    if name.head in reading.lex.low and reading.key(first, first + head) in reading.lex.high - {name.head}:
        return False
    return shared >= max(1, len(words) // 2) or (head > 0 and words[0] == key(name.canonical).split()[0])


def spread(
    reading: Reading, short: dict[str, str], titles_by_end: dict[int, int], address_ends: set[int]
) -> None:
    """Find the later uses of every name and short name, capitals or not in a line all in capitals."""
    table: dict[str, list[tuple[list[str], Name]]] = {}
    seen: set[str] = set()
    for name in sorted(reading.names(), key=lambda one: one.first - one.last):
        words = [token.key for token in reading.tokens[name.first : name.last]]
        if " ".join(words) in seen or name.confidence < 0.6:
            continue
        seen.add(" ".join(words))
        table.setdefault(words[0], []).append((words, name))
    for place, token in enumerate(reading.tokens):
        if token.key not in table or reading.covered[place] or reading.closed(place):
            continue
        for words, name in table[token.key]:
            last = place + len(words)
            if last > len(reading.tokens) or reading.key(place, last) != " ".join(words):
                continue
            if not _same_case(reading, place, name):
                continue
            reading.add(
                Name(
                    place,
                    last,
                    name.head,
                    name.type,
                    name.evidence,
                    min(name.confidence, 0.85),
                    name.kind,
                    name.canonical,
                    name.inferred,
                )
            )
            break
    find_foreign(reading, titles_by_end, address_ends)
    definers = {name.canonical: name for name in reversed(reading.names()) if name.canonical}
    for name in reading.names():
        surface = reading.text(name.first, name.last)
        if surface in short and name.canonical in ("", surface):
            definer = definers.get(short[surface], name)
            name.canonical, name.type, name.head = short[surface], definer.type, definer.head
            name.confidence = 0.85
        name.canonical = name.canonical or surface


def _same_case(reading: Reading, place: int, name: Name) -> bool:
    """Whether a later use is written as the first one was; in a line of capitals any name of two words is."""
    if reading.loud[place]:
        return name.last - name.first > 1
    mine, other = reading.tokens[place], reading.tokens[name.first]
    return mine.cap == other.cap and mine.upper == other.upper
