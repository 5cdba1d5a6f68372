"""Facts that stand in lists: members of a network, the label lines of an invitation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from banyan.ingest.adapters.chinese.gatherings import Gathering
from banyan.ingest.adapters.chinese.naming import Name
from banyan.ingest.adapters.chinese.roll import Roster
from banyan.ingest.adapters.chinese.ties import Tie

_MEMBERS = re.compile(
    r"(?:的|现有|首批|目前|主要|创始|发起|核心){0,3}(?:成员|会员|理事)(?:单位|机构|组织)?(?:目前|主要|现)?(?:包括|包含|有|为|是|:)"
)
_COUNTED = re.compile(r"[^,。;:]{0,12}$")
_AND = re.compile(r"\s?[、,和与及]\s?|以及")
_LABEL = re.compile(
    r"(?:^|[\n。;\s])\s*(?:[一二三四五六七八九十]+、)?(?P<what>联合主办|主办|承办|协办|举办|组织|支持|赞助|协助|指导)(?:单位|方|机构)\s?:"
)
_KINDS = {
    "支持": "supported_by",
    "赞助": "funded_by",
    "协助": "supported_by",
    "指导": "guided_by",
}
#: A label line speaks of the gathering named at most so many characters before it.
_REACH = 1500


def members(roster: Roster) -> Iterator[Tie]:
    """Read 某联盟的成员单位包括甲、乙和丙."""
    for sentence in roster.sentences:
        names = roster.between(sentence.start, sentence.end)
        for index, network in enumerate(names[:-1]):
            found = _MEMBERS.match(sentence.text, network.end - sentence.start)
            if found is None or network.sort not in ("network", "umbrella", "ngo", "intergovernmental", ""):
                continue
            edge = sentence.start + found.end()
            if not _COUNTED.fullmatch(roster.text[edge : names[index + 1].start]):
                continue
            for member in _joined(roster.text, names[index + 1 :]):
                yield Tie("member_of", member, network, network.start, member.end, 0.8)


def _joined(text: str, names: Sequence[Name]) -> list[Name]:
    """Return the names from the first on that only commas and conjunctions keep apart."""
    kept = list(names[:1])
    for name in names[1:60]:
        if not _AND.fullmatch(text[kept[-1].end : name.start]):
            break
        kept.append(name)
    return kept


def roles_in_gatherings(roster: Roster, held: Sequence[Gathering]) -> Iterator[tuple[str, Name, Gathering]]:
    """Yield what the label lines (主办单位:甲、乙) say of the gathering named last before them."""
    events = sorted((each for each in held if not each.repeat), key=lambda each: each.start)
    if not events:
        return
    for label in _LABEL.finditer(roster.text):
        end = roster.text.find("\n", label.end())
        names = roster.between(label.end(), end if end >= 0 else len(roster.text))[:60]
        if not names or roster.text[label.end() : names[0].start].strip():
            continue
        before = [each for each in events if each.start < label.start() and label.start() - each.end < _REACH]
        event = before[0] if before else events[0]
        for name in _joined(roster.text, names):
            yield _KINDS.get(label["what"], "organised"), name, event
