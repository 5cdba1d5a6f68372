"""Money and help told by the giver: "A tài trợ 500 triệu đồng cho B", "hội thảo được A tài trợ"."""

from __future__ import annotations

from banyan.ingest.adapters.reading import Relation
from banyan.ingest.adapters.vietnamese.lists import behind, list_from, tie_of
from banyan.ingest.adapters.vietnamese.reader import Name, Reading

_GIVING = frozenset(["tài trợ", "viện trợ"])
_HELPING = frozenset(["hỗ trợ"])
_REACH = 30


def find_giving(reading: Reading, first: int, last: int, inside: list[Name]) -> list[Relation]:
    """Return the ties of givers and takers of one sentence."""
    found: list[Relation] = []
    for at in range(first, last - 1):
        verb = reading.key(at, at + 2)
        if (verb in _GIVING or verb in _HELPING) and not reading.covered[at]:
            kind = "funded_by" if verb in _GIVING else "supported_by"
            givers, passive = _givers(reading, at, first)
            takers = _takers(reading, at + 2, last)
            if not takers and passive and verb in _GIVING:
                takers = _doer(reading, first, givers[0].first, inside) if givers else []
            for taker in takers:
                for giver in givers:
                    start, end = min(giver.first, taker.first), max(giver.last, taker.last)
                    found.append(tie_of(reading, kind, taker, giver, start, max(end, at + 2), 0.75))
    return found


def _givers(reading: Reading, at: int, first: int) -> tuple[list[Name], bool]:
    """Return the names right before the verb, and whether "do" or "được" opens them."""
    end = at
    while end > first and reading.word(end - 1) in ("đã", "sẽ", "vừa", "cùng", "đồng", "đang", "cũng"):
        end -= 1
    near = next((one for step in (end, end - 1) if (one := _ending(reading, step))), None)
    if near is None:
        return [], False
    for step in range(near.first - 1, max(first, near.first - _REACH) - 1, -1):
        if reading.word(step) in ("do", "bởi", "được") and not reading.covered[step]:
            listed = list_from(reading, step + 1, at)
            if listed and near in listed:
                return listed, True
            break
    return [near], False


def _ending(reading: Reading, at: int) -> Name | None:
    name = reading.body_ending(at)
    if name is None and reading.word(at - 1) == ")":
        for step in range(at - 2, max(at - 12, 0), -1):
            if reading.word(step) == "(":
                return reading.body_ending(step)
    return name


def _takers(reading: Reading, at: int, last: int) -> list[Name]:
    """Return the names behind "cho", an amount between skipped: "tài trợ 500 triệu đồng cho B"."""
    for step in range(at, min(at + 10, last)):
        if reading.word(step) == "cho":
            found = list_from(reading, step + 1, last)
            # "cho Trường xây thư viện" is a taker too, "cho dự án của X" is not
            return [name for name in found if name.first <= step + 4]
        if reading.word(step) in (",", "(", "để", "nhằm") or reading.covered[step]:
            return []
    return []


def _doer(reading: Reading, first: int, end: int, inside: list[Name]) -> list[Name]:
    """Return the body that opens the sentence and carries out what others pay for."""
    for name in inside:
        opens = name.first - first <= 6 and behind(reading, name) < end - 2
        if opens and reading.word(name.first - 1) not in ("của", "tại", "thuộc", "(", "với"):
            acts = reading.lex.verbs.length(reading.tokens, behind(reading, name)) or reading.word(
                behind(reading, name)
            ) in ("đã", "đang", "sẽ", "hiện")
            return [name] if acts else []
    return []
