"""What a run of capitalised words could be: a place, a person, a foreign name, initials."""

from __future__ import annotations

import re

from banyan.ingest.adapters.vietnamese.reader import Reading

_ROMAN = re.compile(r"[IVXLC]+")
_NOT_A_PERSON_AFTER = frozenset(
    [
        "đường",
        "phố",
        "trường",
        "giải",
        "thưởng",
        "tên",
        "bổng",
        "đài",
        "thpt",
        "thcs",
        "học",
        "quỹ",
        "sở",
        "làng",
        "chợ",
        "cầu",
        "công",
        "phường",
        "xã",
        "quận",
        "huyện",
        "tỉnh",
        "tp",
        "họ",
    ]
)


_NO_COUNTRY = frozenset(
    [
        *(("pháp", word) for word in ("luật", "lý", "lí", "chế", "quyền", "điển", "y", "danh")),
        *(("mỹ", word) for word in ("thuật", "nghệ", "phẩm", "học", "nữ")),
        *(("anh", word) for word in ("hùng", "em", "đào", "dũng")),
        ("đức", "dục"),
    ]
)
"""Pairs whose first syllable is also the name of a country."""


def place_at(reading: Reading, place: int) -> int:
    """Return how many tokens of a known or introduced place name begin here, 0 when none does."""
    tokens, lex = reading.tokens, reading.lex
    if place >= len(tokens):
        return 0
    if lex.kept.length(tokens, place) >= 2:
        return _known_place(reading, place)
    if reading.word(place) in lex.admin or reading.key(place, place + 2) in lex.admin:
        skip = 1 if reading.word(place) in lex.admin else 2
        after = place + skip
        abbreviated = reading.word(place) in ("tp", "tx")
        if abbreviated and after < len(tokens) and tokens[after].text == ".":
            after += 1
        if reading.cap(after) and not tokens[after].upper:
            if not _known_place(reading, after) and person_run(reading, after, cue=True) >= 3:
                return 0
            if not _known_place(reading, after) and _half_a_word(reading, after):
                return 0
            return after - place + (_known_place(reading, after) or _capital_run(reading, after, 2))
        if after < len(tokens) and tokens[after].upper and tokens[after].key in ("hcm",):
            return after - place + 1
    return _known_place(reading, place)


def _half_a_word(reading: Reading, place: int) -> bool:
    """Whether one capitalised syllable goes on in small letters, as in "Thành phố Bền vững"."""
    following = place + 1
    if reading.cap(following) or reading.closed(following) or reading.tokens[following].kind != "w":
        return False
    lex = reading.lex
    stops = lex.function.length(reading.tokens, following) or lex.verbs.length(reading.tokens, following)
    return not stops and reading.word(following) not in ("và", "với", "cho", "về")


def _known_place(reading: Reading, place: int) -> int:
    length = reading.lex.places.length(reading.tokens, place)
    words = reading.tokens[place : place + length]
    if length == 1 and (reading.word(place), reading.word(place + 1)) in _NO_COUNTRY:
        return 0
    if length and all(token.cap for token in words if token.kind == "w" and token.key != "châu"):
        return length
    return 0


def _capital_run(reading: Reading, place: int, most: int) -> int:
    length = 0
    while length < most and reading.cap(place + length) and not reading.closed(place + length):
        length += 1
    return length


def person_run(reading: Reading, place: int, *, cue: bool) -> int:
    """
    Return how many tokens of a Vietnamese personal name begin here: a family name and one to four more.

    Without a cue (a title, a form of address) only the commonest family names count.
    """
    lex, tokens = reading.lex, reading.tokens
    if not reading.cap(place) or tokens[place].foreign or reading.blocked[place]:
        return 0
    if tokens[place].upper and not reading.loud[place] and not _written_large(reading, place):
        return 0
    known = lex.strong_surnames | lex.weak_surnames if cue else lex.strong_surnames
    if tokens[place].key not in known:
        return 0
    if not cue and reading.word(place - 1) in _NOT_A_PERSON_AFTER:
        return 0
    length = 1
    while length < 5 and _goes_on(reading, place, place + length):
        length += 1
    spot = place_at(reading, place)
    if length < 2 or spot >= length:
        return 0
    return length


def _written_large(reading: Reading, place: int) -> bool:
    """Whether a whole name of two to five words stands in capitals, as a signature does."""
    words = reading.tokens[place : place + 5]
    count = 0
    for token in words:
        if token.kind != "w" or not token.upper or token.foreign:
            break
        count += 1
    return 2 <= count <= 4


def _goes_on(reading: Reading, first: int, at: int) -> bool:
    """Whether the token at a place still belongs to the personal name begun before."""
    if reading.closed(at) or not reading.cap(at):
        return False
    token, tokens = reading.tokens[at], reading.tokens
    if (token.foreign and len(token.text) > 1) or token.kind != "w" or reading.blocked[at]:
        return False
    if token.upper != tokens[first].upper and len(token.text) > 1:
        return False
    if tokens[at].start - tokens[at - 1].end > 2:
        return False
    lex = reading.lex
    if at - first >= 2 and (lex.titles.length(tokens, at) or lex.heads.length(tokens, at) >= 2):
        return False
    return not (lex.titles.length(tokens, at) >= 2)


def foreign_run(reading: Reading, place: int) -> int:
    """Return how many tokens of a foreign capitalised name begin here; its first word must look foreign."""
    tokens, lex = reading.tokens, reading.lex
    if reading.closed(place) or not tokens[place].cap or tokens[place].upper:
        return 0
    opens_with_article = tokens[place].text in ("The", "Can", "One", "Pan", "Asia", "La", "Le")
    if not tokens[place].foreign and not (
        opens_with_article
        and reading.cap(place + 1)
        and _ascii(reading, place + 1)
        and any(tokens[at].foreign for at in range(place + 1, min(place + 4, len(tokens))) if tokens[at].cap)
    ):
        return 0
    last = at = place + 1
    while at - place < 10 and not reading.closed(at):
        token = tokens[at]
        if token.kind == "w" and token.cap and _ascii(reading, at) and not _vietnamese_word(reading, at):
            at += 1
            last = at
        elif token.key in lex.foreign_small or token.text in ("&", "-"):
            at += 1
        else:
            break
    return last - place


def _ascii(reading: Reading, place: int) -> bool:
    return place < len(reading.tokens) and (
        reading.tokens[place].text.isascii() or reading.tokens[place].foreign
    )


def _vietnamese_word(reading: Reading, place: int) -> bool:
    """A plain syllable that begins a title, head, person or place rather than going on in English."""
    lex, tokens = reading.lex, reading.tokens
    return bool(
        lex.heads.length(tokens, place) >= 2
        or lex.titles.length(tokens, place) >= 2
        or place_at(reading, place) >= 2
    )


def is_initials(reading: Reading, place: int) -> bool:
    """Whether a token is written like the initials of an organisation: capitals, no common abbreviation."""
    if not 0 <= place < len(reading.tokens):
        return False
    token = reading.tokens[place]
    if token.kind != "w" or not token.upper or reading.loud[place]:
        return False
    if token.key in reading.lex.generic or _ROMAN.fullmatch(token.text):
        return False
    parts = re.split(r"[-&]", token.text)
    if len(parts) > 1 and all(part.lower() in reading.lex.generic for part in parts):
        return False
    return 2 <= len(token.text) <= 14 and sum(letter.isalpha() for letter in token.text) >= 2
