"""What sort of organisation a name tells of, and whether it names one at all."""

from __future__ import annotations

import re
from functools import lru_cache

from banyan.ingest.adapters.chinese import lexicon

_FIRM = re.compile(r"(?:公司|集团|事务所|银行|分行|支行)$")


def is_generic(text: str) -> bool:
    """Tell whether the words name a kind of organisation and no single one."""
    plain = lexicon.words("generic")
    if text in plain:
        return True
    if text.isascii():
        return text.upper() in lexicon.words("acronyms")
    halves = re.split(r"与|和|及", text, maxsplit=1)
    if len(halves) == 2 and all(half in plain or half in lexicon.group("naming", "kinds") for half in halves):
        return True
    place = lexicon.place_length(text)
    rest = text[place:]
    if place and rest in lexicon.group("naming", "place_makes"):
        return False
    if place and rest == "基金会" and text[:place].endswith(("亚洲", "欧洲", "非洲")):
        return False
    if place and (rest in plain or not rest):
        return True
    return not place and len(rest) > 2 and rest[:2] in lexicon.group("naming", "kinds") and rest[2:] in plain


def sort_of(text: str) -> str:
    """Return the sort of organisation ``text`` names, empty when the name does not tell."""
    known = lexicon.world_bodies().get(text)
    if known:
        return known[0]
    if text.startswith("联合国"):
        return "intergovernmental"
    if text.endswith(
        ("援助与研究中心", "服务与研究中心", "社会工作服务中心", "社会工作事务所", "社工事务所")
    ):
        return "ngo"
    if _FIRM.search(text):
        return "company"
    strong = lexicon.strong_suffixes()
    ending = lexicon.longest_ending(text, strong)
    weak = lexicon.longest_ending(text, lexicon.weak_suffixes())
    if ending:
        sort = strong[ending]
        if ending in ("专业委员会", "专委会", "工作委员会", "分会"):
            return "ngo"
        if ending in ("代表处", "秘书处", "办事处", "中心"):
            return _sort_of_parent(text[: -len(ending)], otherwise=sort)
        return sort
    if text.endswith(("办公室",)):
        return _sort_of_parent(text[:-3], otherwise="")
    return lexicon.weak_suffixes()[weak] if weak else ""


def _sort_of_parent(text: str, *, otherwise: str) -> str:
    for body, (sort, _) in lexicon.world_bodies().items():
        if text.startswith(body) and len(body) > 3:
            return sort
    best, chosen = (0, 0), otherwise
    for ending, sort in lexicon.strong_suffixes().items():
        position = text.rfind(ending)
        reach = (position + len(ending), len(ending))
        if position >= 0 and ending != "中心" and reach > best:
            best, chosen = reach, sort
    return chosen


@lru_cache(maxsize=1)
def _plain_heads() -> re.Pattern[str]:
    return re.compile(f"^(?:{lexicon.alternatives(lexicon.group('naming', 'plain_heads'))})+$")


def is_plain(head: str) -> bool:
    """Tell whether the words before an ending distinguish nobody (社会服务…, 国际合作…)."""
    return len(head) <= 12 and _plain_heads().match(head) is not None


def is_distinct(text: str, ending: str) -> bool:
    """Tell whether something distinguishing stands before the ending of a would-be name."""
    place = lexicon.place_length(text)
    core = text[place:]
    if place and len(core) >= 2:
        return not (core == ending and ending in lexicon.group("naming", "place_alone"))
    head = text[: -len(ending)]
    return len(head) >= 2 and not is_plain(head)
