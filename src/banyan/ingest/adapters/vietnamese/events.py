"""Events: what was held, when, where, and by whom."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from banyan.ingest.adapters.vietnamese.dates import Date
from banyan.ingest.adapters.vietnamese.reader import Name, Reading
from banyan.ingest.adapters.vietnamese.shapes import place_at
from banyan.ingest.adapters.vietnamese.view import key

_HOLDING = frozenset(
    ["tổ chức", "khai mạc", "diễn ra", "phối hợp", "đăng cai", "chủ trì", "bế mạc", "ra mắt"]
)
_ENDS = frozenset(
    [
        "dành",
        "do",
        "tại",
        "với",
        "nhằm",
        "được",
        "đã",
        "sẽ",
        "đang",
        "diễn",
        "có",
        "là",
        "vào",
        "cho",
        "để",
        "ngày",
        "sáng",
        "chiều",
        "trong",
        "từ",
        "khai",
        "gồm",
        "thu",
        "dưới",
    ]
)
_QUOTES = {'"': '"', "“": "”", "«": "»"}
LONGEST_NAME = 30


@dataclass(slots=True)
class Event:
    """An event as a range of tokens, with what its sentence tells of it."""

    first: int
    last: int
    date: Date | None = None
    place: tuple[int, int] | None = None
    organisers: list[Name] = field(default_factory=list)
    shared: bool = False


def find_places(reading: Reading) -> list[tuple[int, int]]:
    """Return the places told with "tại" or "ở", as token ranges."""
    found: list[tuple[int, int]] = []
    for at in range(len(reading.tokens) - 1):
        if reading.word(at) not in ("tại", "ở") or reading.closed(at + 1) or reading.blocked[at + 1]:
            continue
        last = _place_end(reading, at + 1)
        if at in reading.name_by_end and reading.key(at + 1, last) == "việt nam":
            continue
        if last > at + 1 and not any(reading.covered[inside] for inside in range(at + 1, last)):
            found.append((at + 1, last))
    return found


def _place_end(reading: Reading, at: int) -> int:
    length = place_at(reading, at)
    if length:
        wider = place_at(reading, at + length + 1) if reading.word(at + length) == "," else 0
        return at + length + (1 + wider if wider else 0)
    venue = reading.key(at, at + 2) in (
        "khách sạn",
        "nhà văn",
        "hội trường",
        "trung tâm",
        "cung văn",
        "nhà hát",
    )
    if not venue:
        return at
    last = at + 2
    while last - at < 9 and _in_venue(reading, last):
        last += 1
    last += place_at(reading, last) if not reading.closed(last) else 0
    if reading.word(last) in (",", "(") and place_at(reading, last + 1):
        bracket = 1 if reading.word(last) == "(" else 0
        last += 1 + place_at(reading, last + 1) + bracket
    return last if any(reading.cap(inside) for inside in range(at + 1, last)) else at


def _in_venue(reading: Reading, at: int) -> bool:
    """Whether a word still belongs to the name of a hall or hotel."""
    if reading.closed(at) or place_at(reading, at) or reading.tokens[at].kind != "w":
        return False
    lex = reading.lex
    if reading.cap(at):
        return True
    return not (
        lex.function.length(reading.tokens, at) or lex.verbs.length(reading.tokens, at)
    ) and reading.word(at) not in ("với", "và", "cho")


def find_events(reading: Reading, dates: list[Date], places: list[tuple[int, int]]) -> list[Event]:
    """Return the events told with a date, an organiser or a name; repeats are folded into the first."""
    found: list[Event] = []
    by_name: dict[str, Event] = {}
    for first, last in reading.sentences:
        for event in _in_sentence(reading, first, last):
            before = bisect_left(places, (event.first + 1, 0))
            if before and places[before - 1][1] > event.first:
                continue
            _tell(reading, event, first, last, dates, places)
            name = key(reading.text(event.first, event.last))
            noun = reading.lex.events.length(reading.tokens, event.first)
            bare = event.last - event.first <= noun
            named = not bare and (event.organisers or event.date or _quoted(reading, event))
            held = by_name.get(name)
            if held is not None:
                _merge(held, event)
                continue
            if named or (bare and event.date and (event.organisers or noun > 2)):
                by_name[name] = event
                found.append(event)
    return found


def _quoted(reading: Reading, event: Event) -> bool:
    return reading.tokens[event.last - 1].text in _QUOTES.values()


def _merge(held: Event, other: Event) -> None:
    held.date = held.date or other.date
    held.place = held.place or other.place
    held.organisers = held.organisers or other.organisers


def _in_sentence(reading: Reading, first: int, last: int) -> list[Event]:
    found: list[Event] = []
    at = first
    while at < last:
        length = reading.lex.events.length(reading.tokens, at)
        if not length or reading.covered[at] or reading.blocked[at]:
            at += 1
            continue
        if (
            reading.word(at - 1) in ("các", "những", "nhiều", "này", "buổi")
            and reading.word(at - 1) != "buổi"
        ):
            at += length
            continue
        verb = reading.word(at) in ("tổng", "sơ", "tập", "gặp", "giao", "triển")
        if verb and reading.key(at - 2, at) != "tổ chức":
            at += length
            continue
        end = _name_end(reading, at + length, last)
        found.append(Event(at, end))
        at = end
    return found


def _name_end(reading: Reading, at: int, limit: int) -> int:
    """Walk over the name of an event: its subject, quoted title or "về …"."""
    lex, tokens = reading.lex, reading.tokens
    first = at
    while at < limit and at - first < LONGEST_NAME and not reading.blocked[at]:
        token = tokens[at]
        if token.text in _QUOTES:
            closing = next(
                (
                    inside
                    for inside in range(at + 1, min(at + 45, limit))
                    if tokens[inside].text == _QUOTES[token.text]
                ),
                0,
            )
            return closing + 1 if closing else at
        if token.kind == "p" and token.text not in ("-", "&", "/", "–"):
            if token.text == ":" and at + 1 < limit and tokens[at + 1].text in _QUOTES:
                at += 1
                continue
            break
        if token.key in _ENDS and not token.cap:
            if (
                token.key in ("với", "cho", "trong", "có")
                and first < at
                and reading.word(at - 1) in ("tác", "gắn")
            ):
                at += 1
                continue
            if token.key in ("chủ", "tên") or reading.key(at, at + 3) in ("với chủ đề", "có chủ đề"):
                pass
            break
        if reading.word(at) == "của" and reading.word(at + 1) in ("chúng", "ta", "tôi", "họ", "mình"):
            break
        if reading.key(at, at + 2) == "tổ chức" and not lex.noun_after_to_chuc.length(tokens, at + 2):
            break
        if token.key == "và" and at + 2 < limit:
            phrase = (
                lex.verbs.length(tokens, at + 1)
                or lex.function.length(tokens, at + 1)
                or reading.word(at + 1) in ("bàn", "triển")
            )
            if phrase or lex.events.length(tokens, at + 1):
                break
        if (
            at > first
            and not token.cap
            and lex.verbs.length(tokens, at) >= 2
            and token.key
            not in (
                "tham",
                "tổng",
                "công",
                "xây",
                "chia",
                "triển",
                "thực",
                "phổ",
                "khởi",
                "hoàn",
                "tăng",
                "đẩy",
                "kết",
                "giới",
                "thúc",
                "huy",
                "ký",
                "đánh",
                "báo",
                "góp",
                "sử",
                "phục",
                "lấy",
                "vận",
                "thành",
            )
        ):
            break
        at += 1
    while at > first and reading.word(at - 1) in ("và", "-", "–", "về", "các", "của"):
        at -= 1
    return at


def _tell(
    reading: Reading, event: Event, first: int, last: int, dates: list[Date], places: list[tuple[int, int]]
) -> None:
    """Give an event the date, place and organisers its sentence tells."""
    start, end = reading.tokens[first].start, reading.tokens[last - 1].end
    opening = bisect_left(dates, start, key=lambda date: date.start)
    inside = dates[opening : bisect_left(dates, end, key=lambda date: date.start)]
    middle = reading.tokens[event.first].start
    if inside:
        event.date = min(inside, key=lambda date: abs(date.start - middle))
    opening = bisect_left(places, (first, 0))
    spots = places[opening : bisect_left(places, (last, 0))]
    if spots:
        event.place = min(spots, key=lambda spot: abs(spot[0] - event.first))
    event.organisers = _organisers(reading, event, first, last)


def _organisers(reading: Reading, event: Event, first: int, last: int) -> list[Name]:
    """Those of "X (phối hợp với Y) tổ chức …" before the event, or of "do X (và Y) tổ chức" behind it."""
    verb = _verb_before(reading, event.first, first)
    if verb:
        return _subjects(reading, first, verb)
    for at in range(event.last, min(last, event.last + 40)):
        if reading.word(at) == "do" or reading.key(at, at + 2) == "được các":
            holding = next(
                (
                    to
                    for to in range(at + 1, last)
                    if reading.key(to, to + 2) in ("tổ chức", "phối hợp", "chủ trì", "đăng cai")
                    and not reading.covered[to]
                ),
                0,
            )
            if holding:
                return _names_between(
                    reading, at, min(last, holding + 30) if reading.word(holding) == "phối" else holding
                )
    return []


def _verb_before(reading: Reading, event: int, first: int) -> int:
    """Return the place of the verb of holding that governs an event, 0 when there is none."""
    for at in range(event - 2, max(first, event - 10) - 1, -1):
        if reading.covered[at]:
            return 0
        if reading.key(at, at + 2) in _HOLDING and reading.word(at - 1) not in ("ban", "được"):
            return at
    return 0


def _subjects(reading: Reading, first: int, verb: int) -> list[Name]:
    """The organisations right before a verb; one behind a comma that only says "of" is no organiser."""
    names = reading.names_in(first, verb)
    kept: list[Name] = []
    for name in names:
        if name.kind == "acronym" and reading.word(name.first - 1) == "(":
            continue
        before = reading.word(name.first - 1)
        if before in ("của", "thuộc", "tại", "theo") or (
            kept and before == "," and _is_owner(reading, kept[-1], name)
        ):
            continue
        if all(key(other.canonical) != key(name.canonical) for other in kept):
            kept.append(name)
    return kept


def _is_owner(reading: Reading, unit: Name, owner: Name) -> bool:
    return unit.head in reading.lex.low and owner.head in reading.lex.high


def _names_between(reading: Reading, first: int, last: int) -> list[Name]:
    found: list[Name] = []
    for place in range(first, last):
        name = reading.name_at.get(place)
        if name is None or reading.word(name.first - 1) in ("(", "thuộc", "của"):
            continue
        if all(key(other.canonical) != key(name.canonical) for other in found):
            found.append(name)
    return found
