"""Where an organisation name begins: which words can stand in it, and what its left edge sheds."""

from __future__ import annotations

import re
from bisect import bisect_left

from banyan.ingest.adapters.chinese import lexicon, sorts
from banyan.ingest.adapters.chinese.words import Word

_NAME_TAGS = frozenset({"LOC", "ORG", "n", "nz", "nw", "vn", "an", "a", "b", "nr", "PER", "s", "t", "ad"})


def is_half_cut(words: tuple[Word, ...], starts: list[int], start: int) -> bool:
    """Tell whether a name begins right behind a conjunction after a plain noun."""
    index = bisect_left(starts, start)
    return (
        index > 1
        and words[index - 1].text in ("与", "和", "及")
        and words[index - 1].end == start
        and words[index - 2].tag in ("n", "vn", "nz")
        and words[index - 2].end == words[index - 1].start
    )


def belongs(words: tuple[Word, ...], index: int, *, current: str) -> bool:
    """Tell whether the word at ``index`` can stand in a name whose right part is ``current``."""
    word = words[index]
    text = word.text
    if text in lexicon.words("left_stops") and text not in _EXEMPT and not _inner_verb(words, index):
        return False
    if word.tag == "c" or text in ("与", "和", "暨", "及"):
        return _joins(words, index, current=current)
    if text in ("联合", "组织", "领导", "中", "对"):
        # Inside a name only after a noun of the name itself (社会组织…, 国际联合…), never at a clause edge.
        return (
            index > 0
            and text == "组织"
            and words[index - 1].text in ("社会", "民间", "公益", "非政府", "慈善")
        )
    if lexicon.place_length(current) and _is_complete_place(current, words, index):
        return word.tag == "LOC"
    role = lexicon.longest_ending(text, lexicon.roles())
    if role and (role == text or text[: -len(role)] in lexicon.words("role_modifiers")):
        return text in lexicon.group("naming", "members")
    if (
        word.tag == "v"
        and len(text) == 1
        and index > 0
        and text not in ("在", "是", "有", "到", "为", "设", "办")
    ):
        # A single character right after a place is likelier a piece of a name than a verb.
        return words[index - 1].tag == "LOC" and words[index - 1].end == word.start
    if word.tag == "v":
        return text in lexicon.words("name_verbs") or (
            len(text) >= 2 and word.end - word.start <= 3 and text.endswith("化")
        )
    if word.tag == "m":
        return text.startswith("第") or text in ("一", "百", "千", "万", "三", "五") or text.isascii()
    if word.tag == "w":
        return text == "·"
    if word.tag == "PER" and "·" in current and current[0] in "及和与":
        return True
    if word.tag == "PER":
        return (
            len(text) <= 4
            and re.match(
                r"(?:公益|慈善|教育|文化|艺术|青少年|儿童|科技|社会|纪念)*(?:基金会|研究会|学校|小学|中学|学院|大学|医院|图书馆|纪念馆|博物馆|基金|书院|工作室|研究所|研究院|促进会|教育基金会|事务所|律师事务所)",
                current,
            )
            is not None
        )
    if word.tag in ("ORG",):
        ending = lexicon.longest_ending(text, lexicon.strong_suffixes())
        return not ending or sorts.is_generic(text)
    return word.tag in _NAME_TAGS or (
        word.tag in ("f", "d", "q") and text in ("东", "西", "南", "北", "中", "互", "共")
    )


_EXEMPT = frozenset(["联合", "组织", "领导", "中", "和", "与", "及", "对"])


def _inner_verb(words: tuple[Word, ...], index: int) -> bool:
    """Tell whether a verb stands inside a name that a place opens just before (某地公民参与协会)."""
    if words[index].text not in lexicon.words("name_verbs"):
        return False
    for position in range(index - 1, max(index - 3, -1), -1):
        if words[position].end != words[position + 1].start or words[position].tag not in _NAME_TAGS | {"vn"}:
            return False
        if words[position].tag == "LOC":
            return position < index - 1
    return False


def _is_complete_place(current: str, words: tuple[Word, ...], index: int) -> bool:
    following = words[index + 1]
    return (
        following.tag == "LOC"
        or (following.tag == "ORG" and not sorts.is_generic(following.text))
        or (
            lexicon.place_length(following.text) > 0
            and following.text[:2] not in lexicon.group("naming", "loose_places")
        )
    )


def _joins(words: tuple[Word, ...], index: int, *, current: str) -> bool:
    """Tell whether 与 or 和 joins two halves of one name, rather than two names."""
    if index == 0 or words[index].text not in ("与", "和", "暨", "及"):
        return False
    position = index - 1
    left = words[position]
    if (
        "·" in current
        and left.end == words[index].start
        and left.tag in ("PER", "nr", "nz")
        and len(left.text) <= 4
    ):
        return True
    if words[index].text == "及" or lexicon.place_length(current):
        return False
    if left.end != words[index].start or left.tag in ("PER", "w", "u", "m", "r"):
        return False
    if lexicon.longest_ending(left.text, lexicon.strong_suffixes()) and not sorts.is_generic(left.text):
        return False
    # The left half must reach a real place or the tagger's own organisation within the same run of words.
    while position >= 0:
        word = words[position]
        if word.end != words[position + 1].start:
            return False
        if word.tag in ("LOC", "ORG") or (lexicon.place_length(word.text) and word.text not in ("国家",)):
            return not (word.tag == "LOC" and position == index - 1)
        inner = word.text == "组织" or (word.tag == "v" and word.text in lexicon.words("name_verbs"))
        if word.tag not in _NAME_TAGS and not inner:
            return False
        kind = position > 0 and words[position - 1].text in ("社会", "民间", "公益", "慈善")
        if word.tag == "PER" or (
            word.text in lexicon.words("left_stops") and not (word.text == "组织" and kind)
        ):
            return False
        if lexicon.longest_ending(word.text, lexicon.strong_suffixes()) and len(word.text) > 3:
            return False
        position -= 1
    return False


def trimmed_start(words: tuple[Word, ...], index: int, *, first: int, end: int) -> int:
    """Return where the name really begins: what cannot open a name is dropped from its left edge."""
    place = None
    for position in range(index, first + 1):
        word = words[position]
        if position > index and (
            word.tag == "LOC" or (word.tag == "ORG" and lexicon.place_length(word.text))
        ):
            before = words[position - 1]
            if before.text == "(":
                continue
            if (
                before.tag not in ("LOC", "ORG", "nz", "PER", "nw")
                and before.text not in ("与", "和", "暨", "·")
                and before.text not in lexicon.group("naming", "prefixes")
            ):
                place = position
        if word.tag in ("c",) or word.text in ("与", "和"):
            break
    if place is not None:
        index = place
    while index < first:
        word = words[index]
        dropped = (
            word.text in lexicon.words("left_stops")
            or word.text in ("与", "和", "暨", "及", "·")
            or (word.tag in ("a", "s", "ad") and word.text in lexicon.group("naming", "adjectives"))
            or (word.tag == "v" and index + 1 <= first and words[index + 1].tag in ("LOC", "ORG"))
            or (word.tag == "ad" and word.text not in lexicon.words("name_verbs"))
            or (word.tag == "m" and not word.text.startswith("第"))
        )
        if not dropped:
            break
        index += 1
    return words[index].start
