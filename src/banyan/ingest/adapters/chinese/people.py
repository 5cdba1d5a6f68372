"""People, told by the tagger, by a form of address, or by a position before a surname."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from banyan.ingest.adapters.chinese import lexicon
from banyan.ingest.adapters.chinese.naming import Name
from banyan.ingest.adapters.chinese.words import Sentence

HONORIFIC = re.compile(
    r"\s?(先生|女士|小姐|太太|夫人|老师|教授|博士|书记|主任|同志|律师|医生|院长|会长|理事长|秘书长|校长|法师|牧师)"
)
#: A rank written behind the name: 某某教授.
TITLE_AFTER = re.compile(
    r"(?:副|高级|助理|特聘)?(教授|研究员|主任|会长|秘书长|理事长|局长|处长|院长|校长|部长|厅长|司长|主席|总监|经理|总干事|书记|所长|馆长|社长|医生|律师|工程师|讲师)"
)
_ADDRESS = re.compile(r"\s?(?:先生|女士|小姐|太太|夫人)")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}$")
_FOREIGN = re.compile(r"[\u4e00-\u9fff]{1,7}(?:·[\u4e00-\u9fff]{1,9}){1,3}$")
_BOUNDARY = re.compile(r"$|[、,。;:!?()\s”“/|]")


@dataclass(frozen=True, slots=True)
class Person:
    """A stretch that names a person. ``support`` says why we believe it."""

    start: int
    end: int
    text: str
    confidence: float
    honorific: str
    support: str


@lru_cache(maxsize=1)
def _speech() -> re.Pattern[str]:
    return re.compile(lexicon.alternatives(lexicon.words("speech")))


@lru_cache(maxsize=1)
def _surname() -> re.Pattern[str]:
    return re.compile(lexicon.alternatives(lexicon.words("surnames")))


def is_name(text: str) -> bool:
    """Tell whether ``text`` is built like a Chinese full name or a transliterated one."""
    if _FOREIGN.match(text):
        return True
    if not _HAN.match(text):
        return False
    match = _surname().match(text)
    if match is None or text in lexicon.words("places") or text in lexicon.words("left_stops"):
        return False
    if text[0] == "由" and text[1] in lexicon.words("surnames"):
        # 主任由某某担任: a preposition before a full name.
        return False
    given = len(text) - len(match.group())
    if text[1:] in (
        "先生",
        "女士",
        "小姐",
        "老师",
        "教授",
        "书记",
        "主任",
        "某",
        "某某",
        "总",
        "们",
        "家",
        "氏",
    ):
        return False
    return 1 <= given <= 2 or (
        len(text) == 4 and len(match.group()) == 1 and text[1] in lexicon.words("surnames")
    )


def people(sentence: Sentence, *, names: Sequence[Name]) -> list[Person]:
    """Return the people of one sentence, those inside organisation names left out."""
    found: list[Person] = []
    spans = [*_tagged(sentence), *_after_position(sentence, names), *_foreign(sentence)]
    for start, end, support in sorted(spans, key=lambda each: (each[2] != "foreign", each[0])):
        text = sentence.text[start - sentence.start : end - sentence.start]
        if support != "foreign" and not is_name(re.sub(r"\s", "", text)):
            continue
        if any(name.start < end and start < name.end for name in names):
            continue
        if any(each.start < end and start < each.end for each in found):
            continue
        person = _judge(sentence, start, end, text, support)
        if person is not None:
            found.append(person)
    return sorted(found, key=lambda each: each.start)


def _tagged(sentence: Sentence) -> list[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    words = sentence.words
    for index, word in enumerate(words):
        if word.tag != "PER":
            continue
        text = word.text
        address = re.search(r"(?:先生|女士|小姐|老师|教授|主任|书记|同志|博士|律师)$", text)
        if address and len(text) - len(address.group()) >= 2:
            spans.append((word.start, word.start + address.start(), "tagged"))
            continue
        if len(text) <= 2 and text in lexicon.words("surnames"):
            # The tagger saw only the surname; the given name follows as loose characters.
            end = word.end
            position = index + 1
            while (
                position < len(words)
                and len(words[position].text) == 1
                and words[position].start == end
                and end - word.start < len(text) + 2
            ):
                if not "\u4e00" <= words[position].text <= "\u9fff":
                    break
                end = words[position].end
                position += 1
            if end > word.end and _ADDRESS.match(sentence.text[end - sentence.start :]):
                spans.append((word.start, end, "address"))
            continue
        if "·" in text or len(text) <= 4:
            spans.append((word.start, word.end, "tagged"))
    return spans


@lru_cache(maxsize=1)
def _position_then_name() -> re.Pattern[str]:
    surnames = lexicon.alternatives(lexicon.words("surnames"))
    roles = lexicon.alternatives(lexicon.roles())
    return re.compile(rf"(?:{roles}):?\s?(?=((?:{surnames})[\u4e00-\u9fff]{{1,2}}))")


@lru_cache(maxsize=1)
def _position_then_foreign() -> re.Pattern[str]:
    """Return the pattern of a position and a short transliterated name explained in Latin letters."""
    return re.compile(
        rf"(?:{lexicon.alternatives(lexicon.roles())})([\u4e00-\u9fff]{{2,6}})(?=\s?\([A-Z][a-z]+ [A-Z])"
    )


@lru_cache(maxsize=1)
def _position_then_latin() -> re.Pattern[str]:
    """Return the pattern of a position and a name in Latin letters."""
    roles = lexicon.alternatives(role for role in lexicon.roles() if not role.isascii())
    return re.compile(rf"(?:{roles})\s?([A-Z][a-z]{{1,15}}(?:\s[A-Z][a-z.]{{0,15}}){{1,3}})(?![A-Za-z])")


@lru_cache(maxsize=1)
def _spaced() -> re.Pattern[str]:
    """Return the pattern of a two-character name set apart in a table of posts: 理事长:刘 某."""
    roles = lexicon.alternatives(lexicon.roles())
    surnames = lexicon.alternatives(lexicon.words("surnames"))
    return re.compile(rf"(?:{roles})\s?:\s?((?:{surnames})\s{{1,2}}[\u4e00-\u9fff])(?=[\s,、;)]|$)")


def _after_position(sentence: Sentence, names: Sequence[Name]) -> list[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    text = sentence.text
    for match in _position_then_name().finditer(text):
        begin = match.start(1)
        for end in (match.end(1), match.end(1) - 1):
            if end - begin >= 2 and (
                _BOUNDARY.match(text, end) or _ADDRESS.match(text, end) or _speech().match(text, end)
            ):
                if text[begin:end] in lexicon.words("speech") or _speech().match(text[begin:end]):
                    continue
                if lexicon.longest_ending(text[begin:end], lexicon.roles()):
                    continue
                if not _can_open_name(sentence, sentence.start + begin, sentence.start + end):
                    continue
                spans.append((sentence.start + begin, sentence.start + end, "position"))
                break
    for match in _position_then_foreign().finditer(text):
        spans.append((sentence.start + match.start(1), sentence.start + match.end(1), "foreign"))
    for match in _position_then_latin().finditer(text):
        spans.append((sentence.start + match.start(1), sentence.start + match.end(1), "foreign"))
    for match in _spaced().finditer(text):
        spans.append((sentence.start + match.start(1), sentence.start + match.end(1), "position"))
    for name in names:
        begin = name.end - sentence.start
        if not 0 <= begin < len(text):
            continue
        for size in (3, 2, 4):
            addressed = _ADDRESS.match(text, begin + size) is not None
            if not addressed and (title := TITLE_AFTER.match(text, begin + size)):
                ends = _BOUNDARY.match(text, title.end()) or _speech().match(text, title.end())
                body = text[begin : begin + size]
                plain = body.endswith(_THINGS) or not _can_open_name(sentence, name.end, name.end + size)
                addressed = ends is not None and not plain
            if addressed and is_name(text[begin : begin + size]):
                spans.append((sentence.start + begin, sentence.start + begin + size, "address"))
                break
    return spans


#: A word ending so is a thing or a group, whatever its first character.
_THINGS = tuple("校组会部院员家方人者生所队室科处局站们厅网店厂区县市村镇节日月年")


def _can_open_name(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether the words under a would-be name are not plainly ordinary ones."""
    text, offset = sentence.text, sentence.start
    if _ADDRESS.match(text, end - offset):
        return True
    index = bisect_left(sentence.words, start, key=lambda each: each.start)
    if index >= len(sentence.words) or sentence.words[index].start != start:
        return True
    word = sentence.words[index]
    if word.tag == "nr":
        return True
    if word.tag == "PER" or len(word.text) == 1 or word.end > end:
        return word.end <= end
    if word.tag == "n" and text[: start - offset].endswith(("代表", "理事", "监事", "委员", "专家")):
        return False
    if word.tag in ("v", "a", "nz", "vn", "ad", "n") and word.end == end and not word.text.endswith(_THINGS):
        return _BOUNDARY.match(text, end - offset) is not None
    return False


_TRANSLITERATED = re.compile(r"[\u4e00-\u9fff]{1,7}(?:·[\u4e00-\u9fff]{1,9}){1,3}")


def _foreign(sentence: Sentence) -> list[tuple[int, int, str]]:
    """Return transliterated names, cut out by the positions before and the words after them."""
    spans: list[tuple[int, int, str]] = []
    if "·" not in sentence.text:
        return spans
    starts = [word.start for word in sentence.words]
    for match in _TRANSLITERATED.finditer(sentence.text):
        start, end = sentence.start + match.start(), sentence.start + match.end()
        first = sentence.words[max(bisect_left(starts, start + 1) - 1, 0)]
        head = sentence.text[match.start() : match.end()].split("·")[0]
        role = max((head.rfind(role) + len(role) for role in lexicon.roles() if role in head), default=0)
        begin = start + role
        tail = sentence.text[match.start() : match.end()].split("·")[-1]
        address = re.search(r"先生|女士|博士|教授|小姐", tail)
        stop = end - len(tail) + address.start() if address else end
        speech = _speech().search(tail) if not address else None
        if speech and speech.start() >= 1:
            stop = end - len(tail) + speech.start()
        supported = bool(address) or role > 0 or (first.tag == "PER" and first.start == start)
        if supported and begin < stop:
            spans.append((begin, stop, "foreign"))
    return spans


def _judge(sentence: Sentence, start: int, end: int, text: str, support: str) -> Person | None:
    after = sentence.text[end - sentence.start :]
    before = sentence.text[: start - sentence.start].rstrip(" :“")
    honorific = _ADDRESS.match(after)
    role = lexicon.longest_ending(before, lexicon.roles())
    label = before.endswith(("记者", "作者", "文/", "图/", "摄影", "编辑", "撰文", "文", "通讯员"))
    spoken = _speech().match(after.lstrip())
    if after.startswith(("的", "式", "型", "类")) and not role and support == "tagged":
        return None
    if honorific or role or support in ("address", "foreign"):
        confidence = 0.95
    elif HONORIFIC.match(after):
        confidence = 0.9
    elif spoken or label:
        confidence = 0.8
    elif len(text) == 3 and text[0] not in lexicon.words("rare_surnames"):
        confidence = 0.7
    else:
        confidence = 0.45
    return Person(
        start,
        end,
        text,
        confidence,
        honorific.group().strip() if honorific else "",
        support if not role else "position",
    )
