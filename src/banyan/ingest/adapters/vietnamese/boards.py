"""Offices whose organisation is left out: lists of a board, a page about one body, "Viện trưởng"."""

from __future__ import annotations

from banyan.ingest.adapters.vietnamese.reader import Name, Person, Reading
from banyan.ingest.adapters.vietnamese.titles import Title

_IMPLIED = (
    ("viện trưởng", "viện"),
    ("viện phó", "viện"),
    ("hiệu trưởng", "trường"),
    ("hội trưởng", "hội"),
    ("cục trưởng", "cục"),
    ("vụ trưởng", "vụ"),
    ("bộ trưởng", "bộ"),
    ("thứ trưởng", "bộ"),
    ("chi hội trưởng", "chi hội"),
    ("tổng biên tập", "báo"),
)
_INNER = (
    "chủ tịch",
    "giám đốc",
    "tổng thư ký",
    "ủy viên",
    "thành viên",
    "điều phối viên",
    "trưởng ban",
    "phó trưởng ban",
    "thư ký",
    "thủ quỹ",
    "chủ nhiệm",
    "phó chủ nhiệm",
    "trưởng phòng",
    "kế toán trưởng",
    "chánh văn phòng",
    "phó chánh văn phòng",
    "cán bộ",
    "người phát ngôn",
    "trưởng đại diện",
    "sáng lập",
    "đồng sáng lập",
    "nhà sáng lập",
)
_STATE = ("ủy viên trung ương", "ủy viên bộ chính trị", "chủ tịch nước", "chủ tịch quốc hội", "ủy viên dự")
_LISTING = ("gồm", ":", "như sau", "danh sách", "thành phần")
_LONGEST_BOARD = 40
"""Lines of a list of a board read behind its heading."""


def owner_of(reading: Reading, person: Person, title: Title, *, alone: bool) -> Name | None:
    """
    Return the organisation of a post told without one, or None.

    ``alone`` says that nothing but the title stands beside the name: the page's own body may be meant.
    """
    words = reading.key(title.first, title.last)
    if words.startswith(_STATE):
        return None
    plain = words.removeprefix("nguyên ").removeprefix("cựu ").removeprefix("quyền ")
    plain = plain.removeprefix("phó ").removeprefix("tổng ") if plain.startswith("phó ") else plain
    for office, head in _IMPLIED:
        if plain == office:
            return reading.antecedents.of(head, person.first)
    if not any(office in words for office in _INNER):
        return None
    board = board_around(reading, title.first)
    if board is not None:
        return board
    if not alone or (not reading.closed(title.last) and reading.lex.heads.length(reading.tokens, title.last)):
        return None
    about = reading.antecedents.protagonist()
    first, last = reading.sentence(person.first)
    others = {name.canonical for name in reading.names_in(first, last)}
    return about if about is not None and others <= {about.canonical} else None


def board_around(reading: Reading, at: int) -> Name | None:
    """Return the body whose board is listed in the sentence around a place or in the lines above it."""
    number = reading.sentence_at[at]
    if number in reading.boards:
        return reading.boards[number]
    found: Name | None = None
    for earlier in range(number, max(number - _LONGEST_BOARD, -1), -1):
        first, last = reading.sentences[earlier]
        end = at if earlier == number else last
        if _opens_board(reading, first, end, own=earlier == number):
            found = _body_of(reading, first, end)
            break
        if earlier < number and not _list_line(reading, first, last):
            break
    reading.boards[number] = found
    return found


def _opens_board(reading: Reading, first: int, last: int, *, own: bool) -> bool:
    """Whether a sentence names a board and opens a list: "Ban Chấp hành khóa III gồm:"."""
    organ = any(
        reading.lex.organs.length(reading.tokens, at) and (at not in reading.title_ends or own)
        for at in range(first, last)
    )
    if not organ:
        return False
    words = f" {reading.key(first, last)} "
    return any(f" {sign} " in words for sign in _LISTING) or last - first <= 12


def _list_line(reading: Reading, first: int, last: int) -> bool:
    """Whether a line may stand in a list of people: it names one, or is short."""
    return last - first <= 8 or any(reading.person_begins(at) for at in range(first, min(last, first + 12)))


def _body_of(reading: Reading, first: int, last: int) -> Name | None:
    bodies = [name for name in reading.bodies_in(first, last) if name.first not in reading.title_ends]
    return bodies[0].named if bodies else reading.antecedents.protagonist()
