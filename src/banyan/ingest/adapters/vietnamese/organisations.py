"""Organisations named by a head word: Hội, Trung tâm, Quỹ, Bộ, Báo … and what follows it."""

from __future__ import annotations

from banyan.ingest.adapters.vietnamese.bodies import Scan
from banyan.ingest.adapters.vietnamese.reader import Name, Reading
from banyan.ingest.adapters.vietnamese.shapes import foreign_run, is_initials, person_run, place_at
from banyan.ingest.adapters.vietnamese.titles import ministry_behind

_PLURAL = frozenset(["các", "những", "mọi", "nhiều", "số", "từng", "mỗi", "vài", "nào"])
_UMBRELLA_BARE = frozenset(["liên hiệp hội", "liên hiệp", "tổng hội", "mặt trận tổ quốc", "mttq"])
_SOFT_STOPS = frozenset(["function", "link", ",", "long", "place", "after place"])
_HARD_STOPS = frozenset(["là", "được", "đã", "tại", "do", "có", "sẽ", "đang", "gồm", "như", "bị", "này"])
_OF_A_FIELD = frozenset(["bộ", "sở", "cục", "vụ", "báo", "viện", "tạp chí", "học viện", "phòng", "tổng cục"])
_CLOSING_REACH = 14


def find_named(reading: Reading, titles_by_end: dict[int, int]) -> None:
    """Note every organisation that a known name or a head word opens, in the order of the text."""
    place = 0
    while place < len(reading.tokens):
        if reading.closed(place) or reading.blocked[place] or reading.covered[place]:
            place += 1
            continue
        name = (
            _programme(reading, place)
            or _whole_name(reading, place)
            or _headed_name(reading, place, titles_by_end)
        )
        if name is not None:
            reading.add(name)
            place = name.last
        else:
            place += 1


def _whole_name(reading: Reading, place: int) -> Name | None:
    """A complete name of the lists: a world body or a state organ that needs no body."""
    if not reading.cap(place) or reading.loud[place]:
        return None
    lex = reading.lex
    for phrases, evidence in ((lex.world, "known"), (lex.whole, "head")):
        found = phrases.at(reading.tokens, place)
        if not found:
            continue
        length, kind = found
        words = reading.tokens[place : place + length]
        if length == 1 and not (words[0].upper or (words[0].foreign and words[0].cap)):
            continue
        if length > 1 and not _longer_head(reading, place, length):
            if sum(token.cap for token in words) < 2:
                continue
            last = place + length
            if words[-1].foreign and reading.key(last, last + 2) == "việt nam":
                last += 2
            return Name(place, last, "", kind, evidence, 0.9)
        if length == 1:
            if reading.word(place - 1) in lex.foreign_never:
                continue
            shape = "acronym" if words[0].upper and words[0].text != "CARE" else "official"
            after = reading.key(place + 1, place + 3)
            last = place + 3 if after in ("quốc tế", "việt nam") and reading.cap(place + 1) else place + 1
            if reading.word(place + 1) == "international":
                last = place + 2
            if shape == "official" and last == place + 1:
                last += place_at(reading, last)
            return Name(place, last, "", kind, evidence, 0.85, kind=shape)
    return None


def _programme(reading: Reading, place: int) -> Name | None:
    """A programme of the United Nations is a body of its own: "Chương trình Môi trường Liên hợp quốc"."""
    if reading.key(place, place + 2) != "chương trình" or not reading.cap(place):
        return None
    for at in range(place + 2, min(place + 9, len(reading.tokens) - 2)):
        if reading.closed(at) or reading.tokens[at].kind != "w":
            return None
        if reading.key(at, at + 3) in ("liên hợp quốc", "liên hiệp quốc") and at > place + 2:
            return Name(place, at + 3, "", "intergovernmental", "head", 0.85)
    return None


def _longer_head(reading: Reading, place: int, length: int) -> bool:
    """Whether a head word opens a name that reaches beyond a name of the list."""
    head = reading.lex.heads.at(reading.tokens, place)
    if head is None:
        return False
    body = Scan(reading, reading.key(place, place + head[0]), place + head[0], after_title=False).run()
    return body.last > place + length


def _headed_name(reading: Reading, place: int, titles_by_end: dict[int, int]) -> Name | None:
    lex, tokens = reading.lex, reading.tokens
    found = lex.heads.at(tokens, place)
    if found is None or reading.loud[place]:
        return None
    length, kind = found
    if lex.not_heads.length(tokens, place) >= length or place_at(reading, place) > length:
        return None
    head = reading.key(place, place + length)
    capital = reading.cap(place)
    if not capital and not (head in lex.small_heads and _opens_name(reading, place, length, head)):
        return None
    if reading.key(max(place - 2, 0), place) in ("dự án", "mô hình", "đề án", "chương trình"):
        return None
    if (
        reading.word(place - 1) == "chánh"
        or reading.word(place - 1) in _PLURAL
        or _inside_word(reading, place)
    ):
        return None
    if head in lex.loose_heads and (
        is_initials(reading, place + length) or foreign_run(reading, place + length)
    ):
        return None
    after_title = place in titles_by_end or (
        reading.word(place - 1) in ("của", "tại") and place - 1 in titles_by_end
    )
    body = Scan(reading, head, place + length, after_title=after_title).run()
    closed_by = _closing_initials(reading, place, body.last, body.stop)
    if closed_by:
        body.last, body.place_only = closed_by, False
    if not _tells_something(reading, head, place, length, body.last, body.place_only, capital):
        return None
    if (
        head in lex.departments_of
        and not (lex.departments_of[head].length(tokens, place + length) or _explained(reading, body.last))
        and (head != "vụ" or not ministry_behind(reading, place + 1))
    ):
        return None
    if body.last == place + length or _hollow(reading, head, place + length, body.last):
        return Name(place, body.last, head, kind, "bare", 0.6, kind="short")
    confidence = 0.8
    if not any(tokens[at].cap for at in range(place + length, body.last)):
        if not capital or (reading.starts_sentence(place) and not _explained(reading, body.last)):
            return None
        if body.content < 2:
            return None
        confidence = 0.65
    if not capital:
        confidence = min(confidence, 0.7)
    if _explained(reading, body.last):
        confidence = 0.92
    return Name(place, body.last, head, _type(kind, reading, place, body.last), "head", confidence)


def _hollow(reading: Reading, head: str, first: int, last: int) -> bool:
    """Whether a body names nothing in particular; "Bộ Tài chính" does, "Tổ chức tài chính" does not."""
    if head in _OF_A_FIELD and reading.cap(first):
        return False
    return reading.key(first, last) in reading.lex.hollow


def _inside_word(reading: Reading, place: int) -> bool:
    """Whether a one-syllable head is the tail of a compound, such as "Nội vụ" or "Đại hội"."""
    if place == 0 or reading.closed(place - 1) or reading.lex.heads.length(reading.tokens, place) != 1:
        return False
    pair = reading.key(place - 1, place + 1)
    return pair in reading.lex.compounds


def _opens_name(reading: Reading, place: int, length: int, head: str) -> bool:
    """Whether a lower-case head is followed by a name that is surely its own."""
    after = place + length
    if reading.closed(after) or reading.loud[place]:
        return False
    token = reading.tokens[after]
    if token.text in ("“", '"'):
        return head in (
            "quỹ",
            "công ty",
            "công ty tnhh",
            "câu lạc bộ",
            "clb",
            "nhóm",
            "mạng lưới",
            "mái ấm",
            "báo",
        )
    if not token.cap or token.foreign or is_initials(reading, after):
        return False
    if reading.lex.events.length(reading.tokens, after):
        return False
    if head in ("tổ chức", "nhóm", "cơ quan"):
        return (
            reading.word(place - 1) in ("do", "của", "với", "bởi", "từ", "hai", "là", "và")
            and not place_at(reading, after)
            and reading.word(after) not in ("lễ", "ngày", "tuần", "tháng", "chương", "đêm", "năm", "khóa")
        )
    if person_run(reading, after, cue=False) and head not in ("trường", "quỹ", "trường thpt", "trường thcs"):
        return False
    return not (place_at(reading, after) and head not in ("báo", "đài", "đài truyền hình", "tỉnh đoàn"))


def _closing_initials(reading: Reading, first: int, last: int, stop: str) -> int:
    """Return where a name ends whose initials in parentheses stand a little farther than the grammar went."""
    if stop not in _SOFT_STOPS or reading.closed(last) or reading.tokens[last].text == "(":
        return 0
    lex, tokens = reading.lex, reading.tokens
    at = last
    while at < min(last + _CLOSING_REACH, len(tokens)) and not reading.closed(at):
        if tokens[at].text == "(":
            fits = is_initials(reading, at + 1) and at + 2 < len(tokens) and tokens[at + 2].text == ")"
            return at if fits else 0
        verb = lex.verbs.length(tokens, at) and not lex.either.length(tokens, at) and not reading.cap(at)
        head = lex.heads.at(tokens, at) if reading.cap(at) else None
        opens = head and lex.not_heads.length(tokens, at) < head[0] and not reading.cap(at - 1)
        if verb or opens or tokens[at].kind == "n" or lex.address.length(tokens, at) or place_at(reading, at):
            return 0
        if reading.word(at) in _HARD_STOPS or lex.world.length(tokens, at) > 1:
            return 0
        at += 1
    return 0


def _explained(reading: Reading, last: int) -> bool:
    """Whether initials in parentheses follow at once."""
    return (
        last + 1 < len(reading.tokens) and reading.tokens[last].text == "(" and is_initials(reading, last + 1)
    )


def _tells_something(
    reading: Reading, head: str, first: int, length: int, last: int, place_only: bool, capital: bool
) -> bool:
    """Whether what stands behind a head makes it the name of one particular organisation."""
    if last <= first + length:
        return (
            capital
            and head in _UMBRELLA_BARE
            and not reading.starts_sentence(first)
            and len(head.split()) > 1
        )
    if _hollow(reading, head, first + length, last):
        return head in ("ubnd", "ủy ban nhân dân", "hđnd", "liên hiệp hội") and capital
    if place_only and head in reading.lex.place_only:
        return False
    return not (head == "bộ" and not reading.cap(first + length))


def _type(kind: str, reading: Reading, first: int, last: int) -> str:
    """Return the type of an organisation from its head and a few telling words of its body."""
    body = reading.key(first, last)
    if kind in ("hospital", "party"):
        return "government" if kind == "party" or "huyện" in body or "tỉnh" in body else ""
    if kind == "ngo" and body.startswith(
        ("trung tâm dịch vụ việc làm", "trung tâm khuyến nông", "trung tâm y tế")
    ):
        return "government"
    if kind in ("government", "ngo", "foundation", "network") and any(
        words in body for words in ("liên hợp quốc", "liên hiệp quốc", "châu âu")
    ):
        return "intergovernmental"
    if kind == "ngo" and body.startswith("tổ chức") and "quốc tế" in body:
        return "ngo"
    return kind
