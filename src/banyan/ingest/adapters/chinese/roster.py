"""Everything a page names: organisations under one canonical name each, people, and their posts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import pairwise

from banyan.ingest.adapters.chinese import aliases, lexicon, people, sorts, sources
from banyan.ingest.adapters.chinese.names import organisations
from banyan.ingest.adapters.chinese.naming import Name
from banyan.ingest.adapters.chinese.office_holders import belong_to_page, meet_people, spread_people
from banyan.ingest.adapters.chinese.roll import Roster
from banyan.ingest.adapters.chinese.spreading import occurrences
from banyan.ingest.adapters.chinese.words import Sentence, Word


def call_roll(text: str, sentences: list[Sentence], *, known: Iterable[str]) -> Roster:
    """Read a folded page for every name in it."""
    roster = Roster(text=text, sentences=[s for s in sentences if not sources.is_furniture(s.text)])
    known_names = [name for name in known if len(name) >= 2]
    for start, known_name in occurrences(text, known_names, roster.sentences):
        end = start + len(known_name)
        roster.add(Name(start, end, known_name, sorts.sort_of(known_name), "known", 0.97))
    for sentence in roster.sentences:
        for name in organisations(sentence):
            roster.add(name)
    _credit(roster)
    _name_before_parentheses(roster)
    _define(roster)
    _name_from_lists(roster)
    meet_people(roster)
    _shorten(roster)
    _spread(roster)
    meet_people(roster)
    spread_people(roster)
    belong_to_page(roster)
    return roster


def _credit(roster: Roster) -> None:
    tagged = {(w.start, w.end) for s in roster.sentences for w in s.words if w.tag == "PER"}
    for credit in sources.credited(roster.text):
        person = people.is_name(credit.text) and (
            (credit.start, credit.end) in tagged or (bool(credit.role) and 2 <= len(credit.text) <= 3)
        )
        if person and credit.role:
            roster.authors[credit.start] = credit.role
            continue
        name = sources.name_from_credit(credit, is_person=person)
        if name is not None:
            roster.add(name)


def _define(roster: Roster) -> None:
    found = [
        *aliases.defined(roster.text, roster.names),
        *aliases.reversed_definitions(roster.text, roster.names),
    ]
    for alias in sorted(found, key=lambda each: each.start):
        if roster.full(alias.canonical) == alias.text:
            continue
        roster.defined.append(alias)
        roster.canonical.setdefault(alias.text, alias.canonical)
        roster.kinds.setdefault(alias.text, alias.kind)
        standing = roster.between(alias.start, alias.end)
        for name in standing:
            if name.text != alias.text:
                _remove(roster, name)
        roster.add(
            Name(alias.start, alias.end, alias.text, sorts.sort_of(alias.canonical), "parenthesis", 0.9)
        )


_CLOSED = re.compile(
    r"(?P<name>[\u4e00-\u9fff·]{3,25}(?:机构|组织|网络|联盟|联合体|行动|之友|之家|伙伴|公益|慈善|社|会|署|局|所|院|网|中心))"
    r"(?=\s?\((?:(?:以下|下)?简称|英文|[A-Z][A-Z&\-]{1,11}[),;]|[A-Z][A-Za-z,.&'’ \-]{6,90}\)))"
)
_NOT_CLOSED = re.compile(r"(?:大会|会议|研讨会|论坛|年会|峰会|交流会|运动会|委会|协议会|机会|社会|议会)$")


def _name_before_parentheses(roster: Roster) -> None:
    """Take for a name what an acronym or a short name in brackets closes."""
    for sentence in roster.sentences:
        for match in _CLOSED.finditer(sentence.text):
            end = sentence.start + match.end("name")
            words = [w for w in sentence.words if sentence.start + match.start() <= w.start and w.end <= end]
            start = end
            for word in reversed(words):
                if word.end != start or not _in_closed_name(word):
                    break
                start = word.start
                if word.tag == "LOC":
                    break
            text = roster.text[start:end]
            if len(text) >= 4 and not sorts.is_generic(text) and not _is_gathering(text):
                roster.add(Name(start, end, text, sorts.sort_of(text) or "ngo", "parenthesis", 0.8))


def _is_gathering(text: str) -> bool:
    endings = lexicon.group("events", "endings") - lexicon.group("naming", "place_alone")
    return _NOT_CLOSED.search(text) is not None or bool(lexicon.longest_ending(text, endings))


def _in_closed_name(word: Word) -> bool:
    if word.text in lexicon.words("left_stops") - lexicon.words("name_verbs") - {"组织", "联合"}:
        return False
    if word.tag == "v":
        return (
            word.text in lexicon.words("name_verbs")
            or word.text in ("组织", "联合")
            or word.text.endswith("会")
        )
    return word.tag in ("n", "nz", "nr", "nw", "vn", "an", "a", "LOC", "ORG", "PER", "s")


def _remove(roster: Roster, name: Name) -> None:
    index = roster.names.index(name)
    del roster.names[index]
    del roster.starts[index]


_ITEM = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·]{3,18}$")


def _name_from_lists(roster: Roster) -> None:
    """Take what stands in a list between two organisations for one too, if it is built like one."""
    for sentence in roster.sentences:
        present = roster.between(sentence.start, sentence.end)
        for left, right in pairwise(present):
            between = roster.text[left.end : right.start]
            if len(between) > 80 or not re.match(r"[,、]", between) or between[-1] not in ",、和与及":
                continue
            position = left.end
            for item in re.split(r"([,、和与及])", between):
                start, position = position, position + len(item)
                if _ITEM.match(item) and _like_an_organisation(sentence, start, position, item):
                    roster.add(Name(start, position, item, sorts.sort_of(item), "suffix", 0.6))


def _like_an_organisation(sentence: Sentence, start: int, end: int, item: str) -> bool:
    if sorts.is_generic(item) or re.search(
        r"等|们$|专家|代表|嘉宾|老师|同学|志愿者|人士|领导|记者|单位$|部门$|企业$|项目$|计划$|活动$|论坛$|大会$",
        item,
    ):
        return False
    inner = [word for word in sentence.words if word.start >= start and word.end <= end]
    if (
        not inner
        or inner[0].start != start
        or any(word.tag in ("PER", "r", "d", "p", "m", "u", "TIME") for word in inner)
    ):
        return False
    if any(
        word.tag == "v" and word.text not in lexicon.words("name_verbs") and len(word.text) > 2
        for word in inner
    ):
        return False
    place = lexicon.place_length(item)
    weak = lexicon.longest_ending(item, lexicon.weak_suffixes())
    return bool(weak) and (0 < place < len(item) - 1 or (len(item) - len(weak) >= 2 and len(weak) > 1))


def _shorten(roster: Roster) -> None:
    """Learn which names on the page are cut from longer ones."""
    fulls = sorted({name.text for name in roster.names if not name.text.isascii()}, key=len, reverse=True)
    shorts: dict[str, list[str]] = {}
    for alias in roster.defined:
        shorts.setdefault(alias.canonical, []).append(alias.text)
    for text in fulls[:250]:
        if text in roster.canonical or text in lexicon.world_bodies():
            fuller = lexicon.world_bodies().get(text, ("", ""))[1]
            if fuller and fuller in fulls:
                roster.canonical.setdefault(text, fuller)
                roster.kinds.setdefault(text, "short")
            continue
        longer = [full for full in fulls[:250] if len(full) > len(text) and aliases.stands_for(text, full)]
        if len({roster.full(full) for full in longer}) == 1:
            roster.canonical[text] = longer[0]
            roster.kinds[text] = "short"
            continue
        abbreviated = aliases.abbreviated(
            text, [full for full in fulls[:250] if full not in roster.canonical]
        )
        if abbreviated:
            roster.canonical[text] = abbreviated
            roster.kinds[text] = "short"
    for text in fulls[:250]:
        if text in roster.canonical or sorts.sort_of(text) in ("academic", "government", "hospital", "media"):
            continue
        for form in aliases.cut_forms(text, short_names=shorts.get(text, ())):
            if (form not in roster.canonical and form not in fulls) or (
                form in fulls and form not in roster.canonical and form != text
            ):
                roster.canonical[form] = text
                roster.kinds[form] = "short"


def _spread(roster: Roster) -> None:
    """Find the later uses of every name learnt so far."""
    sort_by_text = {name.text: name for name in roster.names}
    cores = _cores(roster)
    wanted = [*sort_by_text, *roster.canonical, *cores]
    for start, text in occurrences(roster.text, wanted, roster.sentences):
        if text in cores and text not in roster.canonical and text not in sort_by_text:
            word = _word_at(roster, start)
            if word is None or word.text != text or word.tag not in ("PER", "nz", "ORG"):
                continue
            roster.canonical[text] = cores[text]
            roster.kinds[text] = "short"
        model = sort_by_text.get(text)
        sort = model.sort if model else sorts.sort_of(roster.full(text))
        evidence = model.evidence if model else "suffix"
        roster.add(Name(start, start + len(text), text, sort, evidence, model.confidence if model else 0.7))


def _cores(roster: Roster) -> dict[str, str]:
    """Return the bare cores of foundations, used only where the tagger saw a name."""
    cores: dict[str, str] = {}
    for name in roster.names:
        if name.text.endswith("基金会") and lexicon.place_length(name.text) == 0:
            core = name.text.removesuffix("基金会").removesuffix("公益").removesuffix("慈善")
            if 2 <= len(core) <= 4 and not sorts.is_generic(core) and core not in lexicon.words("places"):
                cores.setdefault(core, name.text)
    return cores


def _word_at(roster: Roster, start: int) -> Word | None:
    index = bisect_right(roster.sentences, start, key=lambda each: each.start) - 1
    if index < 0:
        return None
    words = roster.sentences[index].words
    place = bisect_left(words, start, key=lambda each: each.start)
    return words[place] if place < len(words) and words[place].start == start else None
