"""
Signs that an intruder planted something in a page.

Never a word alone: a flagged run counts by where it stands. Genuine organisations work on gambling, make
shoes and lend money, and their names and articles must come through untouched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from .lexicon import words
from .lines import Line, LineKind, is_han, is_prose, size
from .reading import Suspicion
from .replaced_names import SORT_WORDS, could_be_replaced, why_replaced
from .restoring import restored, stands_elsewhere
from .spam_context import is_part_of_name
from .spam_words import SELLING, Run, is_about_the_matter, runs

_MOST_PLANTS = 200
_TAIL_LINES = 12
# What stands after the last full stop of the last paragraph.
_ENDING = re.compile(r"[.。!?！？…][”’\"')）]?\s*([^.。!?！？…”’\"')）\s][^.。!?！？…]{2,60})$")
# A syllable Vietnamese spelling allows, without its marks.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|nh|ng|[cmnpt])?$"
)
_FOREIGN = re.compile(
    r"[a-zà-öø-ÿěščřžýáíéůúňďťąęłńóśźż\-]{3,}(?: [a-zà-öø-ÿěščřžýáíéůúňďťąęłńóśźż\-]{2,}){1,5}"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"'）)】，。]{4,300}", re.I)


@dataclass(frozen=True, slots=True)
class Plants:
    """What seems planted in a page, and the classes of flagged words that are its own subject."""

    found: list[Suspicion]
    page_topic: frozenset[str]


def planted(*, text: str, lines: list[Line], language: str) -> Plants:
    """
    Return what seems planted in a text: replaced names, tails, addresses of off-topic sites.

    Sets the kind of whole planted lines.
    """
    found = _tails(text, lines, language)
    article = [line for line in lines if line.kind is not LineKind.FURNITURE]
    flagged = {line.start: runs(text, start=line.start, end=line.end) for line in article}
    page_topic = _own_topics(text, article, flagged)
    found += _stuffed(article, flagged, page_topic)
    taken = [(item.start, item.end) for item in found]
    found += _replaced(text, article, flagged, page_topic, taken)
    found += _again(text, found)
    taken = [(item.start, item.end) for item in found]
    for match in _ADDRESS.finditer(text):
        if not any(start <= match.start() < end for start, end in taken) and (
            why := why_off_topic(address=match.group(), said="", page_topic=page_topic)
        ):
            found.append(Suspicion("off_topic_link", match.start(), match.end(), match.group(), why))
    found.sort(key=lambda item: item.start)
    return Plants(restored(text, found[:_MOST_PLANTS]), page_topic)


def _replaced(
    text: str,
    article: list[Line],
    flagged: dict[int, list[Run]],
    page_topic: frozenset[str],
    taken: list[tuple[int, int]],
) -> list[Suspicion]:
    """Find runs that stand where a name should, or where the page elsewhere shows another name."""
    found: list[Suspicion] = []
    for line in article:
        for first in flagged[line.start]:
            if len(found) >= _MOST_PLANTS:
                return found
            if any(start <= first.start < end for start, end in taken):
                continue
            run, why = why_replaced(text, line, first, page_topic)
            item = Suspicion("injected_replacement", run.start, run.end, text[run.start : run.end], why)
            if why:
                found.append(item)
            elif could_be_replaced(text, line, run, page_topic) and stands_elsewhere(text, item):
                why = "words of a trade stand where a name belongs"
                found.append(replace(item, why=why))
    return found


def _again(text: str, found: list[Suspicion]) -> list[Suspicion]:
    """What was planted once is planted wherever it stands, be the words around it ever so plain."""
    again: list[Suspicion] = []
    for planted_text, why in list(
        {item.text: item.why for item in found if item.kind == "injected_replacement"}.items()
    )[:20]:
        for match in re.finditer(re.escape(planted_text), text):
            if not any(item.start < match.end() and match.start() < item.end for item in [*found, *again]):
                again.append(
                    Suspicion("injected_replacement", match.start(), match.end(), match.group(), why)
                )
    return again


def why_off_topic(*, address: str, said: str, page_topic: frozenset[str]) -> str:
    """Say why a link's address and words have nothing to do with its page, or return ""."""
    try:
        parts = urlsplit(address if "//" in address[:12] else "")
        host = re.sub(r"[\W_]+", " ", f"{parts.hostname or ''} {parts.path}")
    except ValueError:
        host = ""
    for part, where in ((said, "its words"), (host, "its address")):
        for run in runs(part):
            strong = run.sells and (len(run.sorts) > 1 or len(part.split()) <= 4 or where == "its words")
            branded = "brand" in run.sorts and "action" in run.sorts and len(run.sorts) > 1
            sort = run.sells or ("gambling" if branded else "")
            if (strong or branded) and sort not in page_topic and not is_about_the_matter(part):
                return f"a link to {SORT_WORDS[sort]}: {where} say “{part[run.start : run.end]}”"
    return ""


def _own_topics(text: str, lines: list[Line], flagged: dict[int, list[Run]]) -> frozenset[str]:
    """
    A class of flagged words is the page's own subject when one is part of a name (an association, a clinic),
    or when two paragraphs speak about the matter with words of care.
    """
    weights: dict[str, int] = {}
    for line in lines:
        if not (is_prose(line.text) or line.kind is LineKind.TITLE):
            continue
        seen: dict[str, int] = {}
        for run in flagged[line.start]:
            before, after = (
                text[max(run.start - 24, line.start) : run.start],
                text[run.end : min(run.end + 24, line.end)],
            )
            for sort in set(run.sorts) & set(SELLING):
                named = is_part_of_name(before, after)
                caring = "action" not in run.sorts and is_about_the_matter(before[-15:] + " " + after[:15])
                seen[sort] = max(seen.get(sort, 0), 2 if named else int(caring))
        for sort, weight in seen.items():
            weights[sort] = weights.get(sort, 0) + weight
    return frozenset(sort for sort, weight in weights.items() if weight >= 2)


def _tails(text: str, lines: list[Line], language: str) -> list[Suspicion]:
    """Find words at the very end that sell goods, or speak another language, unlike all before."""
    last = max((index for index, line in enumerate(lines) if is_prose(line.text)), default=-1)
    if last < 0 or len(lines) < 2:
        return []
    found = []
    for line in lines[max(last + 1, len(lines) - _TAIL_LINES) :]:
        if line.kind in {LineKind.TITLE, LineKind.CREDIT, LineKind.CONTACT} or size(line.text) > 14:
            continue
        if why := _why_tail(line, text[: line.start].lower(), language):
            found.append(Suspicion("injected_tail", line.start, line.end, line.text, why))
            line.kind = LineKind.PLANTED
    if ending := _ENDING.search(lines[last].text[-90:]):
        end = lines[last].end
        piece = Line(ending.group(1), end - len(ending.group(1)), end)
        if size(piece.text) <= 8 and (why := _why_tail(piece, text[: piece.start].lower(), language)):
            found.append(Suspicion("injected_tail", piece.start, piece.end, piece.text, why))
    return found


def _stuffed(lines: list[Line], flagged: dict[int, list[Run]], page_topic: frozenset[str]) -> list[Suspicion]:
    """Find whole paragraphs stuffed with words that sell what the page is not about."""
    found = []
    for line in lines:
        if line.kind is LineKind.PLANTED or size(line.text) < 6:
            continue
        selling = [run for run in flagged[line.start] if run.sells and run.sells not in page_topic]
        covered = sum(run.end - run.start for run in selling)
        if len(selling) >= 3 and covered * 5 >= len(line.text) and not is_about_the_matter(line.text):
            what = SORT_WORDS[selling[0].sells]
            why = f"a paragraph full of words that sell {what}; the page is about something else"
            found.append(Suspicion("injected_tail", line.start, line.end, line.text, why))
            line.kind = LineKind.PLANTED
    return found


def _why_tail(line: Line, before: str, language: str) -> str:
    if is_about_the_matter(line.text):
        return ""
    inside = runs(line.text)
    covered = sum(run.end - run.start for run in inside)
    sells = next((run.sells for run in inside if run.sells), "")
    branded = any("brand" in run.sorts and "action" in run.sorts for run in inside)
    words_in = [word for run in inside for word in run.sorts]
    # A brand with its ware, or a line that is nearly all selling words none of which occur above it.
    if (
        (
            (
                sells
                and (
                    "wares" in words_in
                    or words_in.count(sells) > 1
                    or "action" in words_in
                    or sells in {"pharma", "essay", "adult", "loan"}
                )
            )
            or branded
            or words_in.count("wares") > 1
        )
        and covered * 10 >= 6 * len(line.text)
        and not any(line.text[run.start : run.end].lower() in before for run in inside)
    ):
        sells = sells or "goods"
        return f"a line that sells {SORT_WORDS[sells]} after the end of an article about something else"
    if language in {"vi", "zh"} and _is_foreign_tail(line.text, before, language):
        return "a few words of another language, in small letters, after the end of the article"
    return ""


def _is_foreign_tail(text: str, before: str, language: str) -> bool:
    if is_han(text) or not _FOREIGN.fullmatch(text):
        return False
    parts = text.split()
    footer_words = words("spam", "plain_english")
    if any(part in before or part in footer_words for part in parts):
        return False
    return (
        language == "zh"
        or not any(_SYLLABLE.fullmatch(part) for part in parts)
        or sum(not _SYLLABLE.fullmatch(part) for part in parts) * 2 >= len(parts)
    )
