"""People: Vietnamese names by family name, foreign ones by a title or a form of address before them."""

from __future__ import annotations

from banyan.ingest.adapters.vietnamese.reader import Name, Person, Reading
from banyan.ingest.adapters.vietnamese.shapes import foreign_run, is_initials, person_run, place_at
from banyan.ingest.adapters.vietnamese.titles import Title, address_at, title_at
from banyan.ingest.adapters.vietnamese.view import key

_CREDITS = frozenset(
    ["theo", "bài", "ảnh", "tin", "tác giả", "người viết", "nguồn", "thực hiện", "biên tập", "dịch"]
)
_PARTICLES = frozenset(["de", "van", "der", "von", "bin", "al", "da", "di", "la", "le", "del", "el"])


def find_people(reading: Reading, titles: dict[int, Title], titles_by_end: dict[int, int]) -> None:
    """Note every person on the page, in the order of the text."""
    place = 0
    while place < len(reading.tokens):
        if reading.closed(place) or reading.blocked[place] or reading.covered[place]:
            place += 1
            continue
        person = _addressed(reading, place) or _bare(reading, place, titles, titles_by_end)
        if person is None:
            place += 1
            continue
        _note(reading, person)
        place = person.last
    _short_references(reading)


def _note(reading: Reading, person: Person) -> None:
    for at in range(person.first, person.last):
        reading.covered[at] = True
    person.canonical = _cased(reading, reading.text(person.first, person.last))
    reading.people.append(person)


def _cased(reading: Reading, name: str) -> str:
    """Write a name given in capitals throughout as a name is written."""
    return name.title() if name.isupper() and len(name.split()) > 1 else name


def _addressed(reading: Reading, place: int) -> Person | None:
    after = address_at(reading, place)
    if not after or reading.closed(after) or reading.covered[after]:
        return None
    length = _whole_run(reading, after)
    honorific = reading.text(place, after).rstrip(" .,-–")
    if length:
        return Person(after, after + length, place, honorific, 0.92)
    # a title may stand between the address and the name: "bà Giám đốc Nguyễn Thị Hoa"
    title = title_at(reading, after)
    if title and not reading.closed(title.last):
        length = person_run(reading, title.last, cue=True)
        if length:
            return Person(title.last, title.last + length, title.last, honorific, 0.9)
    return None


def _whole_run(reading: Reading, place: int) -> int:
    """Return the length of a name; syllables no Vietnamese name has go on in it: "Y Mai Byă"."""
    length, other = person_run(reading, place, cue=True), _other_run(reading, place)
    end = place + length
    goes_on = length and other > length and reading.word(end) in ("-", ".")
    goes_on = goes_on or (length and other > length and reading.tokens[end].foreign)
    return other if goes_on or not length else length


def _other_run(reading: Reading, place: int) -> int:
    """Return the length of a name that bears no known family name: foreign, or of a smaller people."""
    tokens = reading.tokens
    if not reading.cap(place) or is_initials(reading, place) or place_at(reading, place):
        return 0
    if tokens[place].upper and len(tokens[place].text) > 1:
        return 0
    last = at = place
    while at - place < 5 and not reading.closed(at) and not reading.covered[at]:
        token = tokens[at]
        if token.kind == "w" and token.cap and not _office_word(reading, at):
            at += 1
            last = at
            if (at < len(tokens) and tokens[at].text == "." and len(token.text) == 1) or (
                at + 1 < len(tokens)
                and tokens[at].text == "-"
                and tokens[at].start == token.end
                and reading.cap(at + 1)
            ):
                at += 1
            elif _hyphened(reading, at):
                at += 2
                last = at
        elif token.key in _PARTICLES and last > place and reading.cap(at + 1):
            at += 1
        else:
            break
    if any(place_at(reading, inside) for inside in range(place, last)):
        return 0
    return last - place if last - place >= 2 else 0


def _hyphened(reading: Reading, at: int) -> bool:
    """Whether a small syllable is hung on by a hyphen without blanks: "Jin-woo"."""
    tokens = reading.tokens
    if at + 1 >= len(tokens) or tokens[at].text != "-" or tokens[at + 1].kind != "w" or tokens[at + 1].cap:
        return False
    return tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start


def _office_word(reading: Reading, at: int) -> bool:
    lex = reading.lex
    return bool(
        lex.titles.length(reading.tokens, at)
        or lex.heads.length(reading.tokens, at) >= 2
        or (
            lex.address.length(reading.tokens, at) >= 1
            and reading.word(at) in ("ông", "bà", "ts", "gs", "pgs", "ths")
        )
    )


def _bare(
    reading: Reading, place: int, titles: dict[int, Title], titles_by_end: dict[int, int]
) -> Person | None:
    """A name without a form of address: something else must show that it is a person."""
    if not reading.cap(place):
        return None
    titled = place in titles_by_end or _behind_office(reading, place, titles_by_end)
    credited = _credited(reading, place) or _signs(reading, place)
    cue = titled or credited or _in_list(reading, place)
    length = person_run(reading, place, cue=cue)
    if length and reading.covered[place + length - 1]:
        return None
    if length and (cue or length >= 3 or _shown(reading, place + length, titles)):
        if not cue and reading.loud[place]:
            return None
        return Person(place, place + length, place, "", 0.88 if cue else 0.75)
    if not length and _signs(reading, place):
        return Person(place, _dash_behind(reading, place), place, "", 0.8)
    if titled and not length:
        run = foreign_run(reading, place)
        if 2 <= run <= 4 and not any(reading.covered[at] for at in range(place, place + run)):
            return Person(place, place + run, place, "", 0.6)
    return None


def _behind_office(reading: Reading, place: int, titles_by_end: dict[int, int]) -> bool:
    """Whether an organisation ends right before, itself led by a title: "Giám đốc Trung tâm X NAME"."""
    at = place - 1 if reading.word(place - 1) in (",", "-", "–", ":") else place
    name = reading.name_by_end.get(at)
    if name is None and reading.word(at - 1) == ")":
        name = _before_parenthesis(reading, at)
    if name is None:
        return False
    before = name.first
    if reading.word(before - 1) in ("của", "tại", "thuộc", ","):
        before -= 1
    return before in titles_by_end


def _before_parenthesis(reading: Reading, at: int) -> Name | None:
    for step in range(at - 2, max(at - 12, 0), -1):
        if reading.word(step) == "(":
            return reading.name_by_end.get(step)
    return None


def _credited(reading: Reading, place: int) -> bool:
    """Whether a word of credit stands before: "Theo", "Ảnh:", "Tác giả:"."""
    at = place - 1
    colon = reading.word(at) == ":"
    if colon:
        at -= 1
    if reading.closed(at):
        return False
    one, two = reading.word(at), reading.key(max(at - 1, 0), at + 1)
    if one == "theo":
        return reading.cap(at)
    return colon and (one in _CREDITS or two in _CREDITS)


def _dash_behind(reading: Reading, place: int) -> int:
    """Return where two to four capitalised syllables end before a dash, 0 when they do not."""
    at = place
    while at - place < 5 and not reading.closed(at) and reading.cap(at) and not reading.covered[at]:
        at += 1
    dash = not reading.closed(at) and reading.word(at) in ("-", "–", "—", "/")
    return at if dash and 2 <= at - place <= 4 else 0


def _signs(reading: Reading, place: int) -> bool:
    """Whether a line signs an article: "Hoài An – Báo X" and nothing more."""
    if not reading.starts_sentence(place) or reading.lex.function.length(reading.tokens, place):
        return False
    dash = _dash_behind(reading, place)
    name = reading.name_at.get(dash + 1) if dash else None
    return name is not None and name.type == "media" and name.last == reading.sentence(place)[1]


def _in_list(reading: Reading, place: int) -> bool:
    """Whether the name follows another person's across a comma or "và"."""
    return reading.word(place - 1) in (",", "và", "-", "–", "&") and any(
        person.last == place - 1 for person in reading.people[-1:]
    )


def _shown(reading: Reading, last: int, titles: dict[int, Title]) -> bool:
    """Whether a title, an organisation or a verb of saying behind a two-word name shows a person."""
    if reading.closed(last):
        return False
    mark = reading.word(last)
    if mark in (",", "-", "–", "—", "("):
        return last + 1 in titles or (mark == "(" and last + 1 in reading.name_at)
    return bool(reading.lex.saying.length(reading.tokens, last))


def _short_references(reading: Reading) -> None:
    """Find "ông Nam", "bà Smith" where one person of the page bears that last word of the name."""
    by_last: dict[str, set[str]] = {}
    for person in reading.people:
        by_last.setdefault(key(person.canonical).split()[-1], set()).add(person.canonical)
    for place in range(len(reading.tokens)):
        if reading.closed(place) or reading.covered[place] or reading.blocked[place]:
            continue
        after = address_at(reading, place)
        if not after or not reading.cap(after) or reading.covered[after] or reading.closed(after):
            continue
        bearers = by_last.get(reading.word(after), set())
        if len(bearers) == 1 and not reading.cap(after + 1):
            reading.covered[after] = True
            reading.people.append(
                Person(
                    after,
                    after + 1,
                    place,
                    reading.text(place, after).rstrip(" ."),
                    0.75,
                    next(iter(bearers)),
                )
            )
    reading.people.sort(key=lambda person: person.first)
