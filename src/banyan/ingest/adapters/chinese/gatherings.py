"""Gatherings: what was held, when, where and by whom."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from banyan.ingest.adapters.chinese import lexicon
from banyan.ingest.adapters.chinese.dates import When
from banyan.ingest.adapters.chinese.naming import Name
from banyan.ingest.adapters.chinese.roll import Roster
from banyan.ingest.adapters.chinese.words import Sentence, Word


@dataclass(frozen=True, slots=True)
class Gathering:
    """One gathering as a sentence tells of it."""

    start: int
    end: int
    name: str
    date: str = ""
    date_inferred: bool = False
    place: tuple[int, int] | None = None
    organisers: tuple[Name, ...] = ()
    hosts: tuple[Name, ...] = ()
    repeat: bool = False
    sentence: tuple[int, int] = field(default=(0, 0))


@lru_cache(maxsize=1)
def _endings() -> re.Pattern[str]:
    return re.compile(f"(?=({lexicon.alternatives(lexicon.table('events')['endings'])}))")


@lru_cache(maxsize=1)
def _verbs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = lexicon.table("events")
    return re.compile(lexicon.alternatives(table["hold"])), re.compile(lexicon.alternatives(table["attend"]))


_MANY = re.compile(
    r"(?:一系列|系列|每年|各种|各类|定期|多场|多次|\d+余?多?(?:场|次|期)|数十场|相关主题的?|不同主题的?|如何)[^,。;]{0,12}$"
)
_QUOTED = re.compile(r"“([^“”\n]{3,50})”")
_ACTIVITY = re.compile(r"[\u4e00-\u9fff]{0,8}?活动")
_DEICTIC = re.compile(r"(?:本次|此次|本届|这次|该次|该|此|上述|当天的?)$")


def gatherings(roster: Roster, *, whens: Sequence[When]) -> list[Gathering]:
    """Return the gatherings of a page; later mentions of the same one are marked as repeats."""
    found: list[Gathering] = []
    when_starts = [when.start for when in whens]
    for sentence in roster.sentences:
        first = bisect_right(when_starts, sentence.start - 1)
        last = bisect_right(when_starts, sentence.end)
        here = [*_in_sentence(sentence, roster, list(whens[first:last]))]
        if not here and found and _speaks_of_last(sentence):
            found[-1] = _completed(found[-1], sentence, roster)
        found.extend(here)
    return _deduplicated(found)


def _in_sentence(sentence: Sentence, roster: Roster, whens: list[When]) -> list[Gathering]:
    hold, attend = _verbs()
    text = sentence.text
    if not hold.search(text) and not attend.search(text):
        return []
    found: list[Gathering] = []
    for start, end, name, quoted in _spans(sentence):
        if any(each.start < end and start < each.end for each in found):
            continue
        before = text[: start - sentence.start]
        after = text[end - sentence.start :]
        inner = roster.between(start, end)
        if (
            inner
            and inner[0].start == start
            and before.endswith(("与", "和", "及"))
            and inner[0].end < end - 3
        ):
            # One of two partners is no part of the gathering's name.
            start = inner[0].end
            name = text[start - sentence.start : end - sentence.start]
        if _MANY.search(before) or re.match(r"(?:系列|等活动)", after):
            continue
        when = _when(whens, sentence, start, end)
        place = _place(sentence, whens, start, end)
        organisers, hosts = organisers_of(sentence, roster)
        bare = name in lexicon.group("events", "bare") or len(name) <= 3
        if bare and not (organisers or place):
            continue
        if bare and (
            _DEICTIC.search(before)
            or len(name) <= 2
            or not re.search(r"(?:举办|举行|召开|参加|出席)(?:了)?[^,。;]{0,12}$", before)
        ):
            continue
        near = _near_verb(before, after)
        if not (near and (when or place or organisers or quoted)):
            continue
        found.append(
            Gathering(
                start,
                end,
                name,
                when.value if when else "",
                bool(when and when.inferred),
                place,
                organisers,
                hosts,
                sentence=(sentence.start, sentence.end),
            )
        )
    return found


def _near_verb(before: str, after: str) -> bool:
    hold, attend = _verbs()
    clause_before = re.split(r"[;]", before)[-1][-60:]
    clause_after = re.split(r"[;]", after)[0][:60]
    return bool(hold.search(clause_before) or attend.search(clause_before[-14:]) or hold.search(clause_after))


def _spans(sentence: Sentence) -> list[tuple[int, int, str, bool]]:
    text, offset = sentence.text, sentence.start
    spans: list[tuple[int, int, str, bool]] = []
    for match in _QUOTED.finditer(text):
        inner = match.group(1)
        ending = lexicon.longest_ending(inner, lexicon.group("events", "endings"))
        after = re.match(
            rf"(?:[\u4e00-\u9fff]{{0,10}}?)(?:{lexicon.alternatives(lexicon.table('events')['endings'])})",
            text[match.end() :],
        )
        if ending and not (after and "的" not in after.group() and len(after.group()) <= 8):
            spans.append((offset + match.start(1), offset + match.end(1), inner, True))
        elif (
            (after := after or _ACTIVITY.match(text[match.end() :]))
            and "的" not in after.group()
            and not re.search(r"在|由|举|召", after.group())
        ):
            end = match.end() + after.end()
            spans.append((offset + match.start(), offset + end, inner + after.group(), True))
    for start, end in _plain_spans(sentence):
        if not any(each[0] < end and start < each[1] for each in spans):
            spans.append((start, end, text[start - offset : end - offset], False))
    return sorted(spans)


def _plain_spans(sentence: Sentence) -> list[tuple[int, int]]:
    text, offset = sentence.text, sentence.start
    longest: dict[int, str] = {}
    for match in _endings().finditer(text):
        if len(match.group(1)) > len(longest.get(match.end(1), "")):
            longest[match.end(1)] = match.group(1)
    ends = {word.end: index for index, word in enumerate(sentence.words)}
    spans: list[tuple[int, int]] = []
    for stop, ending in longest.items():
        index = ends.get(offset + stop)
        if index is None or (stop + 1 in longest and text[stop] == "会"):
            continue
        while index >= 0 and sentence.words[index].start > offset + stop - len(ending):
            index -= 1
        start = sentence.words[index].start
        while (
            index > 0
            and sentence.words[index - 1].end == start
            and _belongs(sentence.words[index - 1])
            and offset + stop - start < 45
        ):
            index -= 1
            start = sentence.words[index].start
        while index < len(sentence.words) and sentence.words[index].text in (
            "全面",
            "新",
            "的",
            "与",
            "和",
            "本次",
            "成功",
            "首",
            "发展中",
        ):
            index += 1
            start = sentence.words[index].start
        spans.append((start, offset + stop))
    spans.sort(key=lambda each: (each[0], -each[1]))
    return [
        span
        for i, span in enumerate(spans)
        if not any(other[0] <= span[0] and span[1] < other[1] for other in spans)
    ]


def _belongs(word: Word) -> bool:
    text = word.text
    if text in lexicon.group("events", "opening") or text == "组织":
        return True
    if text in lexicon.words("left_stops") or text in (
        "举办",
        "举行",
        "召开",
        "开展",
        "出席",
        "参加",
        "深度",
    ):
        return False
    if word.tag == "TIME":
        return re.match(r"(?:19|20)\d\d年?(?:度)?$", text) is not None
    if word.tag == "m":
        return text.startswith(("第", "首", "20", "19"))
    if word.tag == "v":
        return text in lexicon.words("name_verbs")
    if text == "暨":
        return True
    if word.tag == "w":
        return text in ("·", "—")
    return word.tag in ("n", "vn", "nz", "LOC", "ORG", "nw", "an", "a", "b") and text not in ("成功",)


def _when(whens: list[When], sentence: Sentence, start: int, end: int) -> When | None:
    before = [when for when in whens if when.end <= start]
    after = [when for when in whens if when.start >= end]
    if before:
        days = [when for when in before if len(when.value) >= 7]
        return (days or before)[-1]
    if after:
        verb = _verbs()[0].search(sentence.text, end - sentence.start)
        if verb and after[0].start <= sentence.start + verb.end() + 4:
            return after[0]
    return None


_HELD_AT = re.compile(
    r"[在于]([^在,。;:“”、()]{2,30}?)(?:隆重|成功|顺利|正式|圆满|盛大|联合|共同|线上|如期|拉开)?(?:举办|举行|召开|开幕|闭幕|落幕|启幕|帷幕|开班|开营|启动|开展|开讲|组织|揭牌)"
)


def _place(sentence: Sentence, whens: list[When], start: int, end: int) -> tuple[int, int] | None:
    venues = tuple(lexicon.table("events")["venues"])
    for match in _HELD_AT.finditer(sentence.text):
        begin, stop = sentence.start + match.start(1), sentence.start + match.end(1)
        for when in whens:
            if begin <= when.start < stop:
                rest = sentence.text[when.end - sentence.start : stop - sentence.start]
                shift = len(rest) - len(re.sub(r"^[\s,]*(?:上午|下午|晚)?[\s,]*在?", "", rest))
                begin = when.end + shift
        place = sentence.text[begin - sentence.start : stop - sentence.start]
        if len(place) < 2 or re.search(r"期间|基础|指导|支持|背景|框架|下$|上$|中$|之际|前夕|之后", place):
            continue
        words = [word for word in sentence.words if word.start < stop and word.end > begin]
        if (
            lexicon.place_length(place)
            or place.endswith(venues)
            or any(word.tag in ("LOC", "ORG") for word in words)
        ):
            return begin, stop
    return None


_PASSIVE = re.compile(r"由([^。;]{2,160}?)(?:联合|共同|协同)?(主办|举办|举行|召开|发起|组织|承办|协办|开展)")
_MORE_HOSTS = re.compile(r"[,、]?([^,。;由]{2,80}?)(?:联合|共同)?(主办|承办|协办)")
_CREDIT = re.compile(r"(主办|承办|协办|指导|支持)(?:单位|方|机构)?(?:为|是|:|:)\s?([^。;\n]{2,120})")


def organisers_of(sentence: Sentence, roster: Roster) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """Return who called a gathering and who lent a hand in holding it, as far as a sentence says."""
    text, offset = _masked(sentence, roster), sentence.start
    organisers: list[Name] = []
    hosts: list[Name] = []
    table = lexicon.table("events")
    position = 0
    while (match := _PASSIVE.search(text, position)) is not None:
        names = _main(roster.between(offset + match.start(1), offset + match.end(1)), roster)
        (hosts if match.group(2) in table["host"] else organisers).extend(names)
        position = match.end()
        # 由甲主办,乙承办: the list goes on without another 由.
        while (more := _MORE_HOSTS.match(text, position)) is not None:
            names = _main(roster.between(offset + more.start(1), offset + more.end(1)), roster)
            (hosts if more.group(2) in table["host"] else organisers).extend(names)
            position = more.end()
    for match in _CREDIT.finditer(text):
        names = _main(roster.between(offset + match.start(2), offset + match.end(2)), roster)
        if match.group(1) == "主办":
            organisers.extend(names)
        elif match.group(1) in ("承办", "协办"):
            hosts.extend(names)
    if not organisers and not hosts:
        organisers = _active(sentence, roster)
    return _unique(organisers, roster), _unique(hosts, roster)


_ACTIVE = re.compile(r"(?:主办|举办|举行|召开|开展|组织开展|发起|承办|组织举办|组织召开)(?:了|的)?")


def _masked(sentence: Sentence, roster: Roster) -> str:
    """Return the sentence with names put out of sight, so that no verb is read inside a name."""
    pieces: list[str] = []
    position = sentence.start
    for name in roster.between(sentence.start, sentence.end):
        pieces.append(roster.text[position : name.start])
        pieces.append("□" * (name.end - name.start))
        position = name.end
    return "".join([*pieces, roster.text[position : sentence.end]])


def _active(sentence: Sentence, roster: Roster) -> list[Name]:
    text, offset = _masked(sentence, roster), sentence.start
    for match in _ACTIVE.finditer(text):
        clause = max(text.rfind(mark, 0, match.start()) for mark in ",;:")
        names = _main(roster.between(offset + clause + 1, offset + match.start()), roster)
        if (
            not names
            and clause > 0
            and re.fullmatch(r"(?:在|于)?[^,]{0,24}", text[clause + 1 : match.start()])
        ):
            previous = max(text.rfind(mark, 0, clause) for mark in ",;:")
            candidates = _main(roster.between(offset + previous + 1, offset + clause), roster)
            names = [name for name in candidates if name.end == offset + clause]
        kept: list[Name] = []
        for name in names:
            before = text[: name.start - offset]
            after = text[name.end - offset : match.start()]
            if re.search(r"(?:在|于|来自|参加|出席|走进|位于|到)$", before) or re.match(
                r"的?(?:会议室|礼堂|报告厅|多功能厅|大厅|内|里|校区|副?(?:会长|主任|处长|秘书长|理事))", after
            ):
                continue
            if len(after) > 40 or re.search(r"参加|出席|表示|介绍|指导下|支持下", after):
                continue
            kept.append(name)
        if kept:
            return kept
    return []


#: Behind a name these say that it only stood by.
_STOOD_BY = re.compile(r"(?:等)?的?(?:指导|支持|监督|委托|资助|协助|批准|倡议)")


def _main(names: Sequence[Name], roster: Roster) -> list[Name]:
    """Leave out short names given in brackets right after the full one, and those who only stood by."""
    aliases = {alias.start for alias in roster.defined}
    return [
        name for name in names if name.start not in aliases and not _STOOD_BY.match(roster.text, name.end)
    ]


def _unique(names: Sequence[Name], roster: Roster) -> tuple[Name, ...]:
    seen: dict[str, Name] = {}
    for name in names:
        seen.setdefault(roster.full(name.text), name)
    return tuple(seen.values())


def _speaks_of_last(sentence: Sentence) -> bool:
    return (
        re.search(
            r"(?:本次|此次|本届|该|这次)[^,。]{0,12}由|^\s*(?:活动|会议|论坛|培训|交流会|研讨会)由",
            sentence.text,
        )
        is not None
    )


def _completed(last: Gathering, sentence: Sentence, roster: Roster) -> Gathering:
    organisers, hosts = organisers_of(sentence, roster)
    return replace(last, organisers=last.organisers or organisers, hosts=last.hosts or hosts)


def _deduplicated(found: list[Gathering]) -> list[Gathering]:
    seen: dict[str, Gathering] = {}
    kept: list[Gathering] = []
    for each in found:
        quoted = re.search(r"“([^”]{4,})”|([^“”]{3,})”", each.name)
        key = next(filter(None, quoted.groups())) if quoted else each.name
        same = seen.get(key)
        if same is None:
            seen[key] = each
            kept.append(each)
            continue
        kept.append(replace(same, start=each.start, end=each.end, repeat=True, sentence=each.sentence))
    return kept
