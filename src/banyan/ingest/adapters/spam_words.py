"""Runs of words that intruders plant, found by class; whether a run is planted is judged elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .lexicon import folded, words

SELLING = ("gambling", "pharma", "goods", "essay", "loan", "adult", "traffic")
_CLASSES = ("genuine", *SELLING, "wares", "action", "trade", "house", "filler")
# Betting sites trade under letters and two to four digits; letters and one of the lucky numbers are surer.
_LUCKY = r"(?<![A-Za-z0-9])[a-z]{1,8}(?:88|888|168|666|789|365)(?![A-Za-z0-9])"
_BRAND = r"(?<![A-Za-z0-9])(?:[a-z]{1,6}\d{2,4}|\d{2,4}[a-z]{1,6})(?![0-9])"
_GAP = re.compile(r"[ \u00a0\-_·.|]{0,3}|[(（【\[][ ]?|[ ]?[)）】\]]|[A-Za-z0-9]{1,6}")
# What touches a run in Chinese text and belongs to a trading name: letters and digits before it.
_TOUCHING = re.compile(r"[A-Za-z0-9]{1,13}$")
_NUMBER_AFTER = re.compile(
    r" ?(?:777|888|88|77|99|789|168|365|666)(?![\w%])"
    r"| \d{1,3}(?=\s*(?:$|[,.]| (?:tổ chức|phối hợp|đã|cho biết|said)))"
    r"|(?<=[\u4e00-\u9fff])[A-Za-z]{0,4}\d{1,4}(?![A-Za-z0-9%年月日个名人家万])",
    re.I,
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Word:
    """One flagged word: its class and its place."""

    sort: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Flagged words that touch or stand a blank apart; ``sorts`` counts every class."""

    start: int
    end: int
    sorts: tuple[str, ...]

    @property
    def sells(self) -> str:
        """The class of goods the run sells, or ""."""
        return next((sort for sort in self.sorts if sort in SELLING), "")

    def count(self, *sorts: str) -> int:
        """Return how many words of these classes the run holds."""
        return sum(sort in sorts for sort in self.sorts)


@cache
def _classes() -> dict[str, str]:
    """Return every word with its class; the first class that lists a word has it."""
    found: dict[str, str] = {}
    for sort in _CLASSES:
        for word in words("spam", sort):
            found.setdefault(word, sort)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    by_first: dict[str, list[str]] = {}
    for word in sorted(_classes(), key=lambda word: (-len(word), word)):
        by_first.setdefault(word[0], []).append(word)
    latin: list[str] = []
    han: list[str] = []
    for first, group in sorted(by_first.items()):
        rests = "|".join(re.escape(word[1:]).replace(r"\ ", "[ \u00a0]") for word in group)
        (latin if re.match(r"[a-zà-ỹđ0-9]", first) else han).append(f"{re.escape(first)}(?:{rests})")
    # Latin words are whole words; a Han character beside one is no letter of it.
    edge = r"[^\W\u4e00-\u9fff]"
    return re.compile(
        rf"(?<!{edge})(?:{'|'.join(latin)})(?!{edge})|(?P<lucky>{_LUCKY})|(?P<brand>{_BRAND})|{'|'.join(han)}",
        re.I,
    )


def half_width(text: str) -> str:
    """Make full-width letters and digits plain ones, one for one, so that offsets hold."""
    return text.translate(_FULL_WIDTH)


def flagged_words(text: str, *, start: int = 0, end: int | None = None) -> list[Word]:
    """Return every flagged word of a stretch of text, in order; genuine compounds among them."""
    limit = len(text) if end is None else end
    found = []
    for match in _pattern().finditer(text, start, limit):
        sort = {"lucky": "house", "brand": "brand"}.get(match.lastgroup or "")
        found.append(Word(sort or _classes()[folded(match.group())], match.start(), match.end()))
    return found


def runs(text: str, *, start: int = 0, end: int | None = None) -> list[Run]:
    """Join flagged words that stand side by side into runs, without fillers at their beginning."""
    limit = len(text) if end is None else end
    # A window keeps the cost of many short lines down: only their own characters are made half width.
    low = max(start - 1, 0)
    plain = half_width(text[low : limit + 1])
    found: list[list[Word]] = []
    joins = False
    for word in flagged_words(plain, start=start - low, end=limit - low):
        if word.sort == "genuine":
            joins = False
            continue
        if joins and _joined(plain, found[-1][-1], word):
            found[-1].append(word)
        else:
            found.append([word])
        joins = True
    result = []
    for group in found:
        lead = _letters_before(plain, group[0].start)
        while group and group[0].sort == "filler" and not lead:
            group.pop(0)
        if group:
            result.append(_run(plain, [*lead, *group], low, limit))
    return result


def _joined(text: str, last: Word, word: Word) -> bool:
    if not _GAP.fullmatch(text, last.end, word.start):
        return False
    # A filler in Han characters is a plain word unless it touches the run or stands in brackets.
    return (
        word.sort != "filler"
        or word.start == last.end
        or text[word.start - 1] != " "
        or text[word.start] < "\u3400"
    )


def _letters_before(text: str, start: int) -> list[Word]:
    """Return the letters and digits of a trading name that touch a run of Han characters."""
    if not _HAN.match(text, start):
        return []
    touching = _TOUCHING.search(text, max(start - 13, 0), start)
    if touching is None or touching.end() - touching.start() > 12:
        return []
    return [Word("letters", touching.start(), start)]


def _run(text: str, group: list[Word], low: int, limit: int) -> Run:
    start, end = group[0].start, group[-1].end
    if text[end : end + 1] in {")", "）"} and re.search("[(（]", text[start:end]):
        end += 1
    trades = any(word.sort in {"gambling", "house"} for word in group)
    if trades and (number := _NUMBER_AFTER.match(text, end)):
        group = [*group, Word("brand", end, number.end())]
        end = number.end()
    return Run(start + low, min(end + low, limit), tuple(word.sort for word in group))


@cache
def _protective() -> re.Pattern[str]:
    latin = "|".join(
        re.escape(word)
        for word in words("spam", "protective")
        if word[0].isascii() or re.match(r"[à-ỹđ]", word)
    )
    han = "|".join(
        re.escape(word) for word in words("spam", "protective") if not re.match(r"[a-zà-ỹđ]", word)
    )
    return re.compile(rf"(?<!\w)(?:{latin})(?!\w)|{han}", re.I)


def is_about_the_matter(text: str) -> bool:
    """Tell whether words around a run speak about its subject (prevention, research, an association)."""
    return bool(_protective().search(text))


@cache
def _matter() -> re.Pattern[str]:
    entries = "|".join(re.escape(word) for word in words("spam", "matter"))
    return re.compile(rf"(?<![a-zà-ỹđ])(?:{entries})(?![a-zà-ỹđ])", re.I)


def speaks_of_harm(text: str) -> bool:
    """Tell whether a paragraph speaks of the harm, the law or the policing of such trades."""
    return bool(_matter().search(text))
