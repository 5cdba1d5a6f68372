"""Short names and acronyms: those a page defines, and those that are plainly cut from a longer name on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from banyan.ingest.adapters.chinese import lexicon, sorts
from banyan.ingest.adapters.chinese.naming import Name

_DEFINES = (
    r"(?:以下|下)?(?:简称|中文简称|英文简称|英文缩写|英文名称?|英文|缩写"
    r"|又称|又名|亦称|即|原名|原|曾用名|品牌名?|前身为?)"
)
_PARENTHESIS = re.compile(
    rf"\s*\(\s*(?P<word>{_DEFINES})?\s*(?:为|是|:|,|：)?\s*[“\"'《]?(?P<name>[^()“”\"'\n]{{2,90}})[”\"'》]?\s*\)"
)
_TAIL = re.compile(
    r"[”\"]?\s*,?\s*(?:以下|下)?简称(?:为|:)?\s*[“\"']?(?P<name>[^,。;:()“”\"'\s]{2,15})[”\"']?(?=[,。;)\s”]|$)"
)
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9&.\-]{1,14}$")
_ENGLISH = re.compile(r"[A-Z][A-Za-z0-9&,.’'\- ]{5,80}$")
_HAN = re.compile(r"[\u4e00-\u9fff·A-Za-z0-9]+$")
_FORMER = ("原名", "原", "曾用名", "又名", "又称", "亦称", "前身", "前身为", "即")


@dataclass(frozen=True, slots=True)
class Alias:
    """A second name, where it stands, and the name it stands for."""

    start: int
    end: int
    text: str
    canonical: str
    kind: str
    same_as: bool


def is_subsequence(short: str, full: str) -> bool:
    """Tell whether the characters of ``short`` occur in ``full`` in the same order."""
    rest = iter(full)
    return all(character in rest for character in short)


def defined(text: str, names: Iterable[Name]) -> Iterator[Alias]:
    """Yield the aliases the page defines right after a name."""
    for name in names:
        window = text[name.end : name.end + 130]
        match = _PARENTHESIS.match(window)
        if match:
            yield from _from_parenthesis(name, match)
            continue
        tail = _TAIL.match(window)
        if tail and _HAN.match(tail.group("name")):
            start = name.end + tail.start("name")
            yield Alias(
                start,
                start + len(tail.group("name")),
                tail.group("name"),
                name.text,
                _kind(tail.group("name")),
                False,
            )


def _from_parenthesis(name: Name, match: re.Match[str]) -> Iterator[Alias]:
    word = match.group("word") or ""
    base = name.end + match.start("name")
    position = 0
    for piece in re.split(r"([,、/;]|\s*(?:简称|缩写)(?:为|:)?\s*)", match.group("name")):
        offset = position + len(piece) - len(piece.lstrip())
        position += len(piece)
        plain = piece.strip()
        if len(plain) < 2 or sorts.is_generic(plain) or plain == name.text:
            continue
        start = base + offset
        former = word.startswith(_FORMER)
        if plain.isascii():
            if _ACRONYM.match(plain) or (_ENGLISH.match(plain) and plain[0].isupper()):
                yield Alias(start, start + len(plain), plain, name.text, _kind(plain), False)
        elif _is_second_name(plain, name.text, said=bool(word)):
            kind = "official" if former else "short"
            yield Alias(start, start + len(plain), plain, name.text, kind, former)


def _is_second_name(plain: str, full: str, *, said: bool) -> bool:
    """Tell whether words in brackets name what stands before them."""
    if not _HAN.match(plain) or len(plain) > 30 or plain.endswith(("项目", "计划", "行动")):
        return False
    return said or (len(plain) < len(full) and is_subsequence(plain, full))


def _kind(text: str) -> str:
    if not text.isascii():
        return "short"
    return "acronym" if " " not in text else "official"


_REVERSED = re.compile(
    r"(?<![A-Za-z0-9])(?P<short>[A-Z][A-Za-z0-9&.\-]{1,14}|[\u4e00-\u9fff]{2,6})[”\"]?\s*\(\s*(?:全称|注册名)?(?:为|:)?\s?[“\"]?$"
)


def reversed_definitions(text: str, names: Iterable[Name]) -> Iterator[Alias]:
    """Yield acronyms that stand before the full name in parentheses: ``ABC(full name)``."""
    for name in names:
        if text[name.end : name.end + 1] not in (")", ",", "”", '"') or name.start == 0:
            continue
        match = _REVERSED.search(text[max(name.start - 25, 0) : name.start])
        if not match:
            continue
        short = match.group("short")
        if not short.isascii():
            tail = next(
                (
                    short[-size:]
                    for size in range(len(short), 1, -1)
                    if is_subsequence(short[-size:], name.text)
                ),
                "",
            )
            if len(tail) < 3:
                continue
            short = tail
        if sorts.is_generic(short):
            continue
        end = max(name.start - 25, 0) + match.end("short")
        yield Alias(end - len(short), end, short, name.text, _kind(short), False)


def core_of(text: str) -> str:
    """Return what distinguishes a name: without the place before it and the ending after it."""
    body = text[lexicon.place_length(text) :]
    ending = lexicon.longest_ending(body, lexicon.strong_suffixes())
    return body[: len(body) - len(ending)] if ending else body


def cut_forms(full: str, *, short_names: Iterable[str] = ()) -> Iterator[str]:
    """Yield shorter forms of a name that later sentences may use."""
    place = lexicon.place_length(full)
    ending = lexicon.longest_ending(full, lexicon.strong_suffixes()) or lexicon.longest_ending(
        full, lexicon.weak_suffixes()
    )
    rest = full[place:]
    if place and len(rest) >= 3 and not sorts.is_generic(rest) and rest not in lexicon.strong_suffixes():
        yield rest
    tails = {ending[-2:], ending[-3:]} if len(ending) >= 2 else set()
    for short in short_names:
        for tail in sorted(tails):
            if not short.isascii() and not short.endswith(tail) and sorts.sort_of(tail):
                yield short + tail


def stands_for(short: str, full: str) -> bool:
    """Tell whether ``short`` is plainly cut from ``full``: its blocks in order, with the same core."""
    if len(short) < 3 or len(short) >= len(full) or sorts.is_generic(short) or short.isascii():
        return False
    if full.endswith(short):
        return lexicon.place_length(full) >= len(full) - len(short) and lexicon.place_length(full) > 0
    if full.startswith(short) and full.endswith(tuple(lexicon.table("suffixes")["branch"]["endings"])):
        return False  # the body of which the longer name is a part
    if full[lexicon.place_length(full) :].startswith(short) and not sorts.is_plain(short):
        return True
    core = core_of(short)
    if len(core) < 2 or core not in full or sorts.is_generic(core):
        return False
    if short[-2:] != full[-2:] or sorts.sort_of(short) != sorts.sort_of(full):
        return False
    head = short[: lexicon.place_length(short)]
    if head and not full.startswith(head.rstrip("省市区县")):
        return False
    return is_subsequence(short, full) and full.find(core) <= lexicon.place_length(full) + 1


_UNIVERSITY = re.compile(r"^.{2,12}?大学")


def abbreviated(short: str, full_names: Iterable[str]) -> str:
    """Return the fuller name an abbreviation like X师大 or X协 is made of, or an empty string."""
    if short.isascii() or not 3 <= len(short) <= 6:
        return ""
    fits: set[str] = set()
    for full in full_names:
        if full == short or len(full) < len(short) + 2 or full[0] != short[0]:
            continue
        university = _UNIVERSITY.match(full)
        if short.endswith("大"):
            if university and is_subsequence(short, university.group()):
                fits.add(university.group())
        elif is_subsequence(short, full) and short[-1] == full[-1]:
            fits.add(full)
    return fits.pop() if len(fits) == 1 else ""
