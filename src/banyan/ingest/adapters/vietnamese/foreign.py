"""Foreign names and unexplained initials that act as organisations do."""

from __future__ import annotations

from banyan.ingest.adapters.vietnamese.reader import Name, Reading
from banyan.ingest.adapters.vietnamese.shapes import foreign_run, is_initials, place_at

_GOVERNMENT = frozenset(["embassy", "ministry", "department", "agency", "commission"])
_KINDS = (
    ("foundation", "foundation"),
    ("fund", "foundation"),
    ("stiftung", "foundation"),
    ("fondation", "foundation"),
    ("trust", "foundation"),
    ("university", "academic"),
    ("institute", "academic"),
    ("college", "academic"),
    ("bank", "company"),
    ("company", "company"),
    ("ltd", "company"),
    ("corporation", "company"),
    ("network", "network"),
    ("alliance", "network"),
    ("coalition", "network"),
    ("news", "media"),
    ("times", "media"),
    ("post", "media"),
)
_BY_NOUN = {
    "quỹ": "foundation",
    "công ty": "company",
    "tập đoàn": "company",
    "ngân hàng": "company",
    "hãng": "company",
    "trường": "academic",
    "đại học": "academic",
    "trường đại học": "academic",
    "viện": "academic",
    "báo": "media",
    "tạp chí": "media",
    "hãng tin": "media",
    "mạng lưới": "network",
    "liên minh": "network",
}


def find_foreign(reading: Reading, titles_by_end: dict[int, int], address_ends: set[int]) -> None:
    """Note foreign names and initials with some sign that they are organisations."""
    place = 0
    while place < len(reading.tokens):
        if reading.closed(place) or reading.covered[place] or reading.blocked[place] or reading.loud[place]:
            place += 1
            continue
        name = _foreign(reading, place, titles_by_end, address_ends) or _initials(
            reading, place, titles_by_end
        )
        if name is not None:
            reading.add(name)
            place = name.last
        else:
            place += max(1, foreign_run(reading, place))


def noun_before(reading: Reading, place: int) -> str:
    """Return the noun of organisation right before a place ("tổ chức", "quỹ"), empty when there is none."""
    for length in (6, 5, 4, 3, 2, 1):
        first = place - length
        if first >= 0 and reading.lex.foreign_before.length(reading.tokens, first) == length:
            return reading.key(first, place)
    return ""


def _never(reading: Reading, place: int) -> bool:
    return (
        reading.word(place - 1) in reading.lex.foreign_never
        or reading.key(max(place - 2, 0), place) in reading.lex.foreign_never
    )


def _foreign(
    reading: Reading, place: int, titles_by_end: dict[int, int], address_ends: set[int]
) -> Name | None:
    length = foreign_run(reading, place)
    if not length or place in address_ends or _never(reading, place):
        return None
    lex = reading.lex
    words = [token.key for token in reading.tokens[place : place + length]]
    if any(word in lex.foreign_events for word in words) or reading.covered[place + length - 1]:
        return None
    if length == 1 and words[0] in lex.foreign_words:
        return None
    if place_at(reading, place) >= length:
        return None
    last = place + length
    stem = [word.replace("’s", "").replace("'s", "") for word in words]
    telling = length > 1 and any(word in lex.foreign_words for word in stem)
    noun = noun_before(reading, place)
    spot = reading.key(last, last + 2)
    if spot in ("việt nam", "quốc tế") and reading.cap(last):
        last += 2
    if (
        (
            not telling
            and not noun
            and not _explained(reading, last)
            and not _office(reading, place, titles_by_end)
        )
        and not (length > 1 and _acts(reading, last))
        and not _listed(reading, place, last)
    ):
        return None
    confidence = 0.8 if telling or noun else 0.6
    return Name(place, last, "", _type_of(stem, noun), "shape", confidence)


def _explained(reading: Reading, last: int) -> bool:
    return (
        last + 2 < len(reading.tokens) and reading.tokens[last].text == "(" and is_initials(reading, last + 1)
    )


def _office(reading: Reading, place: int, titles_by_end: dict[int, int]) -> bool:
    """Whether a title followed by "của" or "tại" stands right before: the organisation of an office."""
    return reading.word(place - 1) in ("của", "tại") and place - 1 in titles_by_end


def _acts(reading: Reading, last: int) -> bool:
    found = reading.lex.foreign_acts.at(reading.tokens, last)
    return found is not None and reading.word(last) not in ("cho", "đã", "sẽ", "đang", "cũng", "cùng", "giúp")


def _listed(reading: Reading, first: int, last: int) -> bool:
    """Whether the name stands in a list beside one already known to be an organisation."""
    if reading.word(first - 1) in (",", "và"):
        before = reading.name_by_end.get(first - 1)
        if before is not None and not before.head:
            return True
    return reading.word(last) in (",", "và") and (
        (after := reading.name_at.get(last + 1)) is not None and not after.head
    )


def _type_of(words: list[str], noun: str) -> str:
    for word, kind in _KINDS:
        if word in words:
            return kind
    if any(word in _GOVERNMENT for word in words):
        return "government"
    return _BY_NOUN.get(noun, "ngo")


def _initials(reading: Reading, place: int, titles_by_end: dict[int, int]) -> Name | None:
    if not is_initials(reading, place) or _never(reading, place):
        return None
    token = reading.tokens[place]
    if token.key in reading.lex.foreign_events or (
        reading.word(place - 1) in ("(", "/", "-") and not _open(reading, place)
    ):
        return None
    noun = noun_before(reading, place)
    last = place + 1
    while reading.cap(last) and reading.tokens[last].text in (
        "International",
        "Foundation",
        "Vietnam",
        "Global",
    ):
        last += 1
    if noun:
        return Name(place, last, "", _type_of([], noun), "shape", 0.75, kind="acronym")
    letters = sum(letter.isalpha() for letter in token.text)
    if letters < 3:
        return None
    office = place in titles_by_end or _office(reading, place, titles_by_end)
    acts = reading.lex.foreign_acts.length(reading.tokens, last)
    led = reading.word(place - 1) in reading.lex.foreign_led_by
    if (
        office
        or (acts and reading.word(last) != "việt")
        or (led and letters >= 4)
        or _listed(reading, place, last)
    ):
        return Name(place, last, "", "ngo", "shape", 0.6 if office or acts else 0.5, kind="acronym")
    return None


def _open(reading: Reading, place: int) -> bool:
    return reading.word(place - 1) == "(" and reading.key(place + 1, place + 2) == ","
