"""Sums of money, and counts of people, bodies and papers worth keeping."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from banyan.ingest.adapters.chinese import lexicon, sorts
from banyan.ingest.adapters.chinese.words import Sentence, Word

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = "〇零一二两三四五六七八九十百千"
_SCALES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "万亿": 10**12,
}
_SCALE = r"(?P<scale>万亿|千万|百万|十万|亿|万|千|百|十)?"
_OVER = (
    r"(?P<over>超过|逾|超|多达|高达|不少于|至少|突破|不低于|近|约|大约|将近|接近|共计|共|累计|合计|总计)?\s?"
)
_MORE = r"(?P<more>余|多)?"


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum or a count. ``currency`` is empty for counts, ``unit`` for money."""

    start: int
    end: int
    value: str
    unit: str
    currency: str
    qualifier: str
    network: str = ""


@lru_cache(maxsize=1)
def _currencies() -> dict[str, str]:
    return {word: code for code, words in lexicon.table("counts")["currencies"].items() for word in words}


@lru_cache(maxsize=1)
def _money() -> re.Pattern[str]:
    words = lexicon.alternatives(_currencies())
    return re.compile(
        rf"{_OVER}(?P<sign>人民币|[¥$€£]|HK\$|NT\$|US\$|RMB|USD|港币|新台币)?\s?(?<![\d.])(?P<number>{_NUMBER}|[{_HAN}]{{1,6}})\s?{_MORE}{_SCALE}(?P<more2>余|多)?(?P<unit>{words})?"
    )


@lru_cache(maxsize=1)
def _count() -> re.Pattern[str]:
    table = lexicon.table("counts")
    classifiers = lexicon.alternatives([*table["plain"], *table["loose"], "人"])
    return re.compile(
        rf"{_OVER}(?<![\d.第A-Za-z-])(?P<number>{_NUMBER}|[{_HAN}]{{1,6}})\s?(?P<more>余|多|几)?{_SCALE}(?P<more2>余|多)?\s?(?P<classifier>{classifiers})(?P<later>余|多)?"
    )


_SIGNS = {
    "人民币": "CNY",
    "¥": "CNY",
    "RMB": "CNY",
    "$": "USD",
    "US$": "USD",
    "USD": "USD",
    "€": "EUR",
    "£": "GBP",
    "HK$": "HKD",
    "港币": "HKD",
    "NT$": "TWD",
    "新台币": "TWD",
}


def money(sentence: Sentence) -> list[Figure]:
    """Return the sums of money of a sentence."""
    found: list[Figure] = []
    for match in _money().finditer(sentence.text):
        unit, sign = match["unit"], match["sign"]
        if not unit and not sign:
            continue
        if unit == "元" and sentence.text[match.end() : match.end() + 1] in ("年", "素", "旦", "宵"):
            continue
        amount = value_of(match["number"], scale=match["scale"] or "")
        if amount is None or amount <= 0:
            continue
        code = _currencies().get(unit or "", "") or _SIGNS.get(sign or "", "")
        if sign in ("港币", "新台币", "HK$", "NT$", "US$", "USD"):
            code = _SIGNS[sign]
        start = match.start("sign") if sign else match.start("number")
        found.append(
            Figure(
                sentence.start + start,
                sentence.start + match.end(),
                plain(amount),
                "",
                code,
                _qualifier(match),
            )
        )
    return found


def counts(sentence: Sentence) -> list[Figure]:
    """Return the counts of a sentence that a register may want to keep."""
    found: list[Figure] = []
    taken = [(figure.start, figure.end) for figure in money(sentence)]
    for match in _count().finditer(sentence.text):
        figure = _read_count(sentence, match)
        if figure is not None and not any(start < figure.end and figure.start < end for start, end in taken):
            found.append(figure)
    return found


def _read_count(sentence: Sentence, match: re.Match[str]) -> Figure | None:
    amount = value_of(match["number"], scale=match["scale"] or "")
    if amount is None or amount <= 0:
        return None
    table = lexicon.table("counts")
    classifier = match["classifier"]
    written = match["number"]
    han = not written[0].isdigit()
    begin = match.start("over") if match["over"] in ("超过", "逾", "近", "约") else match.start("number")
    end = sentence.start + match.end()
    unit, stop, network = _thing(sentence, end)
    loose = classifier in table["loose"]
    if unit and not loose and (tail := re.search(_SHED, unit)) and tail.start() >= 2:
        unit, stop = unit[: tail.start()], stop - len(tail.group())
    if classifier == "人":
        before = _thing_before(sentence, sentence.start + begin)
        if before and before[0].endswith(
            ("人员", "理事", "会员", "志愿者", "员工", "义工", "社工", "职工", "学员", "党员", "教师", "学生")
        ):
            return Figure(before[1], end, plain(amount), before[0], "", _qualifier(match))
        if unit and stop and re.match(r"(?:次|份|数)", sentence.text[match.end() :]):
            return None
        unit, stop = "人", end
    if not unit:
        before = (
            _thing_before(sentence, sentence.start + begin)
            if classifier in table["plain"] or classifier in ("个", "项", "件", "篇")
            else None
        )
        if before is None:
            if classifier != "人次":
                return None
            unit, stop = "人次", end
        else:
            unit, first = before
            if (han and amount < 10) or amount == 1 or unit.startswith(("招聘", "招募", "诚聘")):
                return None
            return Figure(first, end, plain(amount), unit, "", _qualifier(match))
    if unit.endswith(tuple(table["junk"])) or unit.isascii():
        return None
    if han and amount < (10 if loose else 3):
        return None
    if amount == 1:
        return None
    return Figure(sentence.start + begin, stop, plain(amount), unit, "", _qualifier(match), network)


_SHED = r"(?:合作|参与|支持|参加|联合|共同|资助|捐赠|受益|建立|开展|服务|榜|榜上|上榜)$"


def _thing(sentence: Sentence, position: int) -> tuple[str, int, str]:
    """Return the noun counted after a figure, where it ends, and the network it makes up, if one."""
    words = [word for word in sentence.words if word.end > position]
    kept: list[Word] = []
    for index, word in enumerate(words):
        if kept and word.start != kept[-1].end:
            break
        if not kept and word.start > position + 1:
            break
        if word.tag == "u" and word.text == "的":
            if kept and all(each.tag in ("s", "a", "f", "LOC", "v", "t", "b") for each in kept):
                kept.append(word)
                continue
            break
        if word.tag == "c" and word.text in ("和", "与") and kept and index + 1 < len(words):
            following = words[index + 1]
            if following.tag in ("n", "vn", "a", "s") and kept[-1].tag == "n" and _same_clause(kept):
                kept.append(word)
                continue
            break
        if not _counted(word, kept):
            break
        kept.append(word)
        if len("".join(each.text for each in kept)) > 24:
            break
    while kept and kept[-1].tag in ("v", "c", "u", "a", "s", "p", "d", "f", "w", "ad", "LOC"):
        if kept[-1].tag == "v" and len(kept) > 1 and kept[-1].text in lexicon.words("name_verbs"):
            break
        kept.pop()
    if not kept:
        return "", 0, ""
    start = max(kept[0].start, position)
    end = kept[-1].end
    unit = sentence.text[start - sentence.start : end - sentence.start]
    rest = sentence.text[end - sentence.start :]
    network = re.match(r"的([^,。的()]{2,16}(?:网络|联盟|联合体|平台))", rest)
    return unit, end, network.group(1) if network else ""


def _same_clause(kept: list[Word]) -> bool:
    return any(word.text == "的" for word in kept)


def _counted(word: Word, kept: list[Word]) -> bool:
    if word.text in (
        "等",
        "参与",
        "参加",
        "出席",
        "获得",
        "共同",
        "来自",
        "以上",
        "左右",
        "以来",
        "以内",
        "全部",
        "均",
        "都",
        "分别",
        "踊跃",
        "积极",
    ):
        return False
    if word.tag == "v":
        return (
            not kept
            or word.text in lexicon.words("name_verbs")
            or word.text in ("受", "参会", "入围", "注册", "登记", "在册", "走出去", "组织", "申报")
        )
    if word.tag in ("a", "b", "s", "LOC", "f", "t", "ad") and not kept:
        return True
    return word.tag in ("n", "vn", "nz", "an", "s", "LOC", "ORG", "nw", "a") and not word.text.isspace()


def _thing_before(sentence: Sentence, position: int) -> tuple[str, int] | None:
    """Return the noun before a figure that ends its phrase: 项目书80份, 会员300余家."""
    after = sentence.text[position - sentence.start :]
    if not re.match(r"[^,。;、)]{1,12}(?:[,。;、)!?”\s]|$)", after):
        return None
    index = len(sentence.words) - 1
    words = sentence.words
    while index >= 0 and words[index].end > position:
        index -= 1
    if index >= 0 and words[index].text in (
        "共",
        "累计",
        "达",
        "近",
        "约",
        "共计",
        "有",
        "总数",
        "已",
        "达到",
        "合计",
    ):
        position = words[index].start
        index -= 1
    kept: list[Word] = []
    while (
        index >= 0
        and words[index].end == position
        and (words[index].tag in ("n", "vn", "nz") or words[index].text == "组织")
        and len(kept) < 3
    ):
        if words[index].text in lexicon.words("left_stops") - {"组织"} or words[index].tag == "PER":
            break
        kept.insert(0, words[index])
        position = words[index].start
        index -= 1
    if not kept:
        return None
    unit = "".join(word.text for word in kept)
    if unit.endswith(tuple(lexicon.table("counts")["junk"])) or len(unit) > 12:
        return None
    return unit, kept[0].start


def _qualifier(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if groups.get("over") in ("超过", "逾", "超", "多达", "高达", "不少于", "至少", "突破", "不低于") or any(
        groups.get(key) for key in ("more", "more2", "later")
    ):
        return "over"
    if groups.get("over") in ("近", "约", "大约", "将近", "接近"):
        return "about"
    return ""


def value_of(written: str, *, scale: str) -> Decimal | None:
    """Return the number written in digits or characters, times its scale; nothing when it is no number."""
    factor = Decimal(_SCALES.get(scale, 1))
    if written[0].isdigit():
        try:
            return Decimal(written.replace(",", "")) * factor
        except InvalidOperation:
            return None
    return _han_number(written) * factor if _han_number(written) else None


def _han_number(text: str) -> Decimal:
    digits = {character: index for index, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
    units = {"十": 10, "百": 100, "千": 1000}
    total = current = 0
    for character in text:
        if character in digits:
            current = digits[character]
        else:
            total += (current or 1) * units[character]
            current = 0
    return Decimal(total + current)


def plain(amount: Decimal) -> str:
    """Return a number without exponent or trailing zeros."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def same_thing(first: str, second: str) -> bool:
    """Tell whether two counted nouns are one: equal, or ending in the same head noun."""
    head = ("组织", "机构", "代表", "志愿者", "律师", "项目", "会员", "单位", "学生")
    if first == second or first.endswith(second) or second.endswith(first):
        return True
    return any(first.endswith(each) and second.endswith(each) for each in head) or (
        sorts.is_generic(first) and sorts.is_generic(second) and first[-2:] == second[-2:]
    )


def figures(sentences: Sequence[Sentence]) -> tuple[list[Figure], list[Figure]]:
    """Return all sums and all counts of a page."""
    return [f for s in sentences for f in money(s)], [f for s in sentences for f in counts(s)]
