"""Members told in a list: "các tổ chức thành viên gồm A và B", "Mạng lưới kết nạp A"."""

from __future__ import annotations

from banyan.ingest.adapters.reading import Relation
from banyan.ingest.adapters.vietnamese.lists import behind, list_from, tie_of
from banyan.ingest.adapters.vietnamese.reader import Name, Reading
from banyan.ingest.adapters.vietnamese.view import key

_REACH = 16
_NETWORKS = frozenset(
    ["mạng lưới", "liên minh", "liên hiệp", "liên hiệp các hội", "nhóm công tác", "liên đoàn"]
)
_STANDINGS = ("chính thức", "liên kết", "sáng lập", "danh dự")
_OPENS = ("bao gồm", "gồm có", "gồm", "là", ":")


def find_memberships(reading: Reading, first: int, last: int, inside: list[Name]) -> list[Relation]:
    """Return who belongs to whom by the lists of one sentence."""
    return (
        _members_are(reading, first, last, inside)
        + _admits(reading, first, last, inside)
        + _consists(reading, first, last)
        + _takes_part(reading, first, last, inside)
        + _become_members(reading, first, last)
    )


def _list_behind(reading: Reading, at: int, last: int) -> list[Name]:
    """Return the names of a list that "gồm", "là" or a colon opens, a count before it skipped."""
    for opener in _OPENS:
        length = len(opener.split())
        if reading.key(at, at + length) == opener:
            at += length
            break
    else:
        return []
    for _ in range(5):
        found = list_from(reading, at, last)
        if found:
            return found
        at += 1
        if at >= last or reading.word(at - 1) in (",", "(", "với", "từ"):
            return []
    return []


def _members_are(reading: Reading, first: int, last: int, inside: list[Name]) -> list[Relation]:
    """``Các tổ chức thành viên (của X) gồm A, B``, ``Thành viên sáng lập của X là A và B``."""
    for at in range(first, last):
        phrase = reading.key(at, at + 2)
        if reading.covered[at] or phrase not in ("thành viên", "tổ chức", "hội viên", "đơn vị"):
            continue
        words = reading.key(at, min(at + 5, last))
        if phrase in ("tổ chức", "đơn vị") and not words.startswith(
            ("tổ chức thành viên", "tổ chức sáng lập", "đơn vị thành viên", "tổ chức hội viên")
        ):
            continue
        for step in range(at + 2, min(at + _REACH, last)):
            members = [] if reading.covered[step] else _list_behind(reading, step, last)
            if members:
                return _into(reading, members, _owner(reading, at, step, inside), at)
            if reading.key(step, step + 4) == ", trong đó có":
                return _into(
                    reading, list_from(reading, step + 4, last), _owner(reading, at, step, inside), at
                )
            if reading.word(step) in (",", ".", "(") and not reading.covered[step]:
                break
    return []


def _owner(reading: Reading, at: int, end: int, inside: list[Name]) -> Name | None:
    within = [name for name in inside if at <= name.first < end]
    before = [name for name in inside if name.last <= at]
    if within or before:
        return (within or before)[-1]
    about = reading.antecedents.protagonist()
    return about if about is not None and about.type in ("network", "umbrella") else None


def _into(reading: Reading, members: list[Name], owner: Name | None, first: int) -> list[Relation]:
    if owner is None:
        return []
    return [
        tie_of(reading, "member_of", member, owner, min(first, owner.first, member.first), member.last, 0.75)
        for member in members
        if key(member.canonical) != key(owner.canonical)
    ]


def _admits(reading: Reading, first: int, last: int, inside: list[Name]) -> list[Relation]:
    """``X (đã) kết nạp (ba thành viên mới:) A, B``."""
    for at in range(first, last - 1):
        if reading.key(at, at + 2) != "kết nạp" or reading.covered[at]:
            continue
        owner = next((name for name in reversed(inside) if name.last <= at), None)
        for step in range(at + 2, min(at + 10, last)):
            members = list_from(reading, step, last)
            if members:
                return _into(reading, members, owner, at)
            if reading.word(step) in (",", "(", "vào"):
                break
    return []


def _consists(reading: Reading, first: int, last: int) -> list[Relation]:
    """``Mạng lưới gồm (5 tổ chức:) A, B và C``: a network right before "gồm"."""
    for at in range(first + 1, last):
        if reading.word(at) not in ("gồm", "bao") or reading.covered[at]:
            continue
        owner = reading.body_ending(at)
        if owner is None and reading.word(at - 1) == ")":
            owner = next(
                (one for step in range(at - 2, max(first, at - 8), -1) if (one := reading.body_ending(step))),
                None,
            )
        if owner is None or (owner.type not in ("network", "umbrella") and owner.head not in _NETWORKS):
            continue
        members = _list_behind(reading, at, last)
        if len(members) > 1:
            return _into(reading, members, owner, at)
    return []


def _takes_part(reading: Reading, first: int, last: int, inside: list[Name]) -> list[Relation]:
    """``X (…) tham gia Mạng lưới Y``: only a network is joined by taking part."""
    for at in range(first, last - 1):
        if reading.key(at, at + 2) != "tham gia" or reading.covered[at]:
            continue
        network = reading.body_at(at + 2)
        if network is None or network.head not in _NETWORKS:
            continue
        before = [name for name in inside if behind(reading, name) <= at]
        if before:
            return _into(reading, before[:1], network, at)
    return []


def _become_members(reading: Reading, first: int, last: int) -> list[Relation]:
    """``A, B và C trở thành thành viên (chính thức)``: of the network the page is about."""
    for at in range(first + 1, last - 1):
        if reading.covered[at] or reading.key(at, at + 4) != "trở thành thành viên":
            continue
        past = at + 6 if reading.key(at + 4, at + 6) in _STANDINGS else at + 4
        about = reading.antecedents.protagonist()
        if reading.word(past) in ("của", "tại") or about is None or about.type not in ("network", "umbrella"):
            return []
        for start in range(first, at):
            members = list_from(reading, start, at) if reading.body_at(start) else []
            if members and behind(reading, members[-1]) in (at, at - 1):
                return _into(reading, members, about, start)
    return []
