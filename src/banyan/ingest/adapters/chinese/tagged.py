"""Bodies known the world over, and what the tagger takes for organisations."""

from __future__ import annotations

import re
from functools import lru_cache

from banyan.ingest.adapters.chinese import lexicon, sorts
from banyan.ingest.adapters.chinese.edges import is_half_cut
from banyan.ingest.adapters.chinese.naming import ACTING, COUNTED, DEPARTMENT, Name
from banyan.ingest.adapters.chinese.words import Sentence, Word


@lru_cache(maxsize=1)
def _bodies() -> re.Pattern[str]:
    chinese = [name for name in lexicon.world_bodies() if not name.isascii()]
    latin = [name for name in lexicon.world_bodies() if name.isascii()]
    return re.compile(
        rf"(?:{lexicon.alternatives(chinese)})|(?<![A-Za-z0-9])(?:{lexicon.alternatives(latin)})(?![A-Za-z0-9])"
    )


def with_bodies(sentence: Sentence, found: list[Name]) -> list[Name]:
    kept = list(found)
    for match in _bodies().finditer(sentence.text):
        start, end = sentence.start + match.start(), sentence.start + match.end()
        if any(name.start <= start and end <= name.end for name in kept):
            continue
        if any(name.start < end and start < name.end for name in kept):
            continue
        if (
            re.match(r"(?:人|语|国家|们|体|版|友|络|页|站|民|军)", sentence.text[match.end() :])
            and len(match.group()) < 4
        ):
            continue
        sort = lexicon.world_bodies()[match.group()][0]
        kept.append(Name(start, end, match.group(), sort, "known", 0.9))
    return kept


def _without_residue(word: Word) -> Word:
    """Cut off what the tagger drew into a name: a particle at its end, or the departments of a ministry."""
    acting = ACTING.search(word.text) if word.tag == "ORG" else None
    if acting:
        return Word(word.text[: acting.end(1)], word.start, word.start + acting.end(1), word.tag)
    if word.tag != "ORG" or lexicon.longest_ending(word.text, lexicon.strong_suffixes()):
        return word
    text = word.text.rstrip("和与及的等在并")
    if sorts.sort_of(text) in ("", "ngo"):
        for size in range(3, len(text)):
            ending = lexicon.longest_ending(text[:size], lexicon.strong_suffixes())
            if (
                len(ending) >= 2
                and lexicon.strong_suffixes()[ending] == "government"
                and not sorts.is_generic(text[:size])
            ):
                text = text[:size]
                break
    return Word(text, word.start, word.start + len(text), word.tag)


def with_tagged(sentence: Sentence, found: list[Name]) -> list[Name]:
    kept = list(found)
    starts = [word.start for word in sentence.words]
    for word in map(_without_residue, sentence.words):
        if word.tag != "ORG" or any(name.start < word.end and word.start < name.end for name in kept):
            continue
        text = word.text
        if text.endswith("之") and sentence.text[word.end - sentence.start :][:1] in ("友", "家", "声", "光"):
            text = sentence.text[word.start - sentence.start : word.end - sentence.start + 1]
            word = Word(text, word.start, word.end + 1, word.tag)
        ending = lexicon.longest_ending(text, lexicon.strong_suffixes())
        if ending and sorts.is_plain(text[: -len(ending)]):
            continue
        if text.isascii() and (len(text) < 3 or not text.isalnum() or text.isdigit()):
            continue
        if (
            len(text) < 3
            or COUNTED.search(text)
            or sorts.is_generic(text)
            or text in lexicon.words("left_stops")
            or text.endswith("政府")
        ):
            continue
        after = sentence.text[word.end - sentence.start :]
        if DEPARTMENT.match(after) or re.search(
            r"(?:系统|会议|论坛|活动|项目|计划|大会|峰会|赛|队员|人员|职工|学生|员工|群众)$", text
        ):
            continue
        if not text.isascii() and (
            sorts.is_plain(text)
            or (text.endswith("学院") and is_half_cut(sentence.words, starts, word.start))
        ):
            continue
        sort = sorts.sort_of(text)
        kept.append(Name(word.start, word.end, text, sort, "ner", 0.6 if sort else 0.5))
    return kept
