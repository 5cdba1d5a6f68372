"""Ties told by agreements, by names side by side, and by a status granted."""

from __future__ import annotations

from dataclasses import replace

from banyan.ingest.adapters.reading import Relation
from banyan.ingest.adapters.vietnamese.lists import behind, list_from, tie_of
from banyan.ingest.adapters.vietnamese.reader import Name, Reading

#: Levels of consultative status with ECOSOC, as its resolution 1996/31 names them.
_LEVELS = (("đặc biệt", "special"), ("chung", "general"), ("toàn diện", "general"), ("danh sách", "roster"))


_STATUS = ("quy chế tư vấn", "tư cách tư vấn", "địa vị tư vấn")


def find_between(reading: Reading, first: int, last: int) -> list[Relation]:
    """``giữa A và B`` with a word of cooperation or signing in the sentence."""
    found: list[Relation] = []
    words = reading.key(first, last)
    if not any(sign in words for sign in ("hợp tác", "ký kết", "thỏa thuận", "phối hợp", "ghi nhớ")):
        return found
    for at in range(first, last):
        if reading.word(at) != "giữa":
            continue
        parties = list_from(reading, at + 1, last)
        for target in parties[1:]:
            found.append(tie_of(reading, "partner_of", parties[0], target, at, target.last, 0.8))
    return found


_SIGNING = ("ký", "phối hợp", "hợp tác", "cùng", "đã ký", "vừa ký", "sẽ ký", "đã phối", "cùng ký", "sẽ phối")


def find_together(reading: Reading, first: int, last: int) -> list[Relation]:
    """``A và B ký kết …``, ``A và B phối hợp …``: partners named side by side before the verb."""
    found: list[Relation] = []
    at = first
    while at < last:
        if not reading.body_at(at):
            at += 1
            continue
        parties = list_from(reading, at, last)
        past = behind(reading, parties[-1])
        if len(parties) > 1 and any(reading.key(past, past + len(verb.split())) == verb for verb in _SIGNING):
            for target in parties[1:]:
                found.append(tie_of(reading, "partner_of", parties[0], target, at, target.last, 0.7))
        at = max(past, at + 1)
    return found


def find_status(reading: Reading, first: int, last: int, inside: list[Name]) -> list[Relation]:
    """``quy chế tư vấn đặc biệt của ECOSOC``: the body behind it grants, the organisation before it holds."""
    for at in range(first, last):
        if reading.key(at, at + 4) not in _STATUS:
            continue
        granting = next((name for name in inside if name.first > at), None)
        before = [name for name in inside if name.last <= at and reading.word(name.first - 1) != "("]
        if not before:
            continue
        # "X …, là thành viên của Y và có quy chế tư vấn": the verb goes on about the sentence's subject.
        goes_on = before[0].first - first <= 2 and reading.word(at - 2) in ("và", ",", "đồng", "cũng")
        goes_on = goes_on and reading.word(at - 1) in ("có", "được", "hưởng", "giữ", "thời")
        holding = before[0] if goes_on else before[-1]
        level = {"level": found} if (found := _level(reading, at + 4)) else {}
        if granting is not None:
            tie = tie_of(
                reading, "consultative_status", holding, granting, holding.first, granting.last, 0.85
            )
        elif len(inside) >= 2:
            holder, body = inside[0], before[-1]
            tie = tie_of(reading, "consultative_status", holder, body, holder.first, at + 4, 0.6)
        else:
            continue
        return [replace(tie, attributes={**tie.attributes, **level})]
    return []


def _level(reading: Reading, at: int) -> str:
    """Return the level of a consultative status told right behind its name, if it is."""
    words = reading.key(at, at + 2)
    return next((level for sign, level in _LEVELS if words.startswith(sign)), "")
