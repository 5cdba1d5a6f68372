"""
Organisation names by their endings.

A sentence is read for endings, and each name grows leftwards from its ending. What the tagger calls an
organisation is taken too, once its edges are put right.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from banyan.ingest.adapters.chinese import lexicon, sorts
from banyan.ingest.adapters.chinese.edges import belongs, is_half_cut, trimmed_start
from banyan.ingest.adapters.chinese.naming import ACTING, COUNTED, DEPARTMENT, LONGEST, Name
from banyan.ingest.adapters.chinese.tagged import with_bodies, with_tagged
from banyan.ingest.adapters.chinese.words import Sentence, Word

_RESIDUE = frozenset("所的和与于等在咨商并也将向为对是将已主举说表就及到专")


@lru_cache(maxsize=1)
def _endings() -> re.Pattern[str]:
    return re.compile(f"(?=({lexicon.alternatives(lexicon.strong_suffixes())}))")


def organisations(sentence: Sentence) -> list[Name]:
    """Return the organisation names of a sentence that can be told without the rest of the page."""
    found: list[Name] = []
    words = sentence.words
    starts = [word.start for word in words]
    ends = [word.end for word in words]
    for end, ending in _ending_positions(sentence, words, starts):
        name = _grow(sentence, words, starts, ends, end=end, ending=ending, left=found)
        if name is not None:
            while found and found[-1].start >= name.start:
                found.pop()
            found.append(name)
    found = with_bodies(sentence, found)
    return sorted(with_tagged(sentence, found), key=lambda each: each.start)


def _ending_positions(
    sentence: Sentence, words: tuple[Word, ...], starts: list[int]
) -> list[tuple[int, str]]:
    longest: dict[int, str] = {}
    for match in _endings().finditer(sentence.text):
        end = sentence.start + match.end(1)
        if len(match.group(1)) > len(longest.get(end, "")):
            longest[end] = match.group(1)
    return [
        (end, ending)
        for end, ending in sorted(longest.items())
        if _closes(sentence, words, starts, end=end, ending=ending)
    ]


def _closes(sentence: Sentence, words: tuple[Word, ...], starts: list[int], *, end: int, ending: str) -> bool:
    rest = sentence.text[end - sentence.start :]
    if DEPARTMENT.match(rest) or (ending in ("人大", "政协") and rest.startswith(("代表", "委员", "会议"))):
        return False
    index = bisect_left(starts, end) - 1
    if index < 0:
        return False
    word = words[index]
    if word.end < end:
        return False
    if word.end == end:
        return not (word.tag in ("v", "d") and word.text in ("组织", "学会", "委"))
    residue = sentence.text[end - sentence.start : word.end - sentence.start]
    if word.tag == "ORG" and DEPARTMENT.match(sentence.text, word.end - sentence.start):
        # The department behind the name was drawn into it.
        return len(ending) > 1
    # The tagger sometimes draws one character too many into a name.
    return word.tag in ("ORG", "LOC") and len(residue) <= 2 and residue[0] in _RESIDUE


def _grow(
    sentence: Sentence,
    words: tuple[Word, ...],
    starts: list[int],
    ends: list[int],
    *,
    end: int,
    ending: str,
    left: list[Name],
) -> Name | None:
    """Walk left from an ending over the words that can belong to the name."""
    first = bisect_right(starts, end - len(ending)) - 1
    if first < 0:
        return None
    closed = {name.end: name for name in left}
    index = first
    start = words[index].start
    branch = None
    while True:
        before = closed.get(start)
        if before is not None:
            branch = (
                before
                if _is_branch(before, sentence.text[start - sentence.start : end - sentence.start])
                else None
            )
            break
        if start - 1 in closed and sentence.text[start - 1 - sentence.start] in _RESIDUE:
            # The conjunction was drawn into the name before: 甲会和 | 乙会.
            break
        previous = index - 1
        if previous < 0 or words[previous].end != start or end - words[previous].start > LONGEST:
            break
        if _is_bracketed_place(words, previous):
            index = previous - 2
            start = words[index].start
            continue
        inside = next((name for name in reversed(left) if name.start < start < name.end), None)
        if inside is not None:
            break
        if not belongs(words, previous, current=sentence.text[start - sentence.start : end - sentence.start]):
            break
        index = previous
        start = words[index].start
    if branch is not None:
        start = branch.start
    else:
        start = trimmed_start(words, index, first=first, end=end)
    text = sentence.text[start - sentence.start : end - sentence.start]
    if address := _ADDRESS.match(text):
        start += address.end()
        text = text[address.end() :]
    if ACTING.search(text):
        return None
    if text.startswith("("):
        start = words[first].start
        text = sentence.text[start - sentence.start : end - sentence.start]
    if len(text) <= 2 or start >= end or sorts.is_generic(text) or not sorts.is_distinct(text, ending):
        return None
    if text.startswith(("各", "某", "该", "本", "其")) or text.endswith("非政府") or COUNTED.search(text):
        return None
    if (
        branch is None
        and ending == "学院"
        and is_half_cut(words, starts, start)
        and not lexicon.place_length(text)
    ):
        return None
    if (
        branch is None
        and ending in lexicon.group("naming", "needs_parent")
        and not lexicon.place_length(text)
    ):
        return None
    return Name(start, end, text, sorts.sort_of(text), "suffix", _confidence(text))


#: The street and number before a name that an address leads up to.
_ADDRESS = re.compile(r".{2,30}\d+(?:号|室|楼|层|弄)(?:院|内)?")


def _is_bracketed_place(words: tuple[Word, ...], index: int) -> bool:
    """Tell whether a place in brackets ends at ``index`` inside the name of a firm: 某某(中国)有限公司."""
    if index < 3 or words[index].text != ")" or words[index - 2].text != "(":
        return False
    place = words[index - 1].text
    joined = words[index - 3].end == words[index - 2].start and words[index - 2].end == words[index - 1].start
    return joined and lexicon.place_length(place) == len(place)


def _is_branch(parent: Name, rest: str) -> bool:
    """Tell whether ``rest`` names a part of the organisation standing before it."""
    if rest[:2] in ("党委", "工会", "团委") and rest[2:]:
        return False
    endings = lexicon.table("suffixes")["branch"]["endings"]
    fits = any(rest.endswith(each) for each in endings)
    if not fits:
        return False
    if lexicon.place_length(rest) and not rest.endswith(
        ("分会", "办公室", "办事处", "代表处", "分公司", "分行", "分校", "分院", "学院", "医院")
    ):
        return False
    return parent.sort in (
        "academic",
        "government",
        "hospital",
        "company",
        "intergovernmental",
    ) or rest.endswith(
        (
            "分会",
            "专业委员会",
            "专委会",
            "工作委员会",
            "办事处",
            "代表处",
            "办公室",
            "研究院",
            "研究中心",
            "学院",
            "分公司",
        )
    )


def _confidence(text: str) -> float:
    if lexicon.place_length(text):
        return 0.85
    return 0.75
