"""
Programmes and projects: what organisations do over time, and what a grant is given under.

Only names that the text itself marks as names are taken: in quotation marks, with a short name in
parentheses, or in capitals before the word itself in English. "The project" alone is nobody's name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .reading import Found, Mention, Page

_DATA = Path(__file__).resolve().parent.parent / "data" / "pages" / "programmes.toml"
#: A programme named so often on a page has been named: more mentions tell nothing new.
_MOST_MENTIONS = 60


@dataclass(frozen=True, slots=True)
class _Named:
    """One programme as the text introduces it: its full name, the ways it is written, how sure we are."""

    full: str
    surfaces: tuple[str, ...]
    confidence: float


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    words = tomllib.loads(_DATA.read_text())[language]
    kinds = "|".join(words["kinds"])
    short = "|".join(sorted(words["short"], key=len, reverse=True))
    if language == "zh":
        return (
            re.compile(
                rf"(?P<full>[^\s,，。;；:：、（）()“”\"《》「」]{{2,40}}(?:{kinds}))\s*[（(](?:{short})[:：]?\s*"
                rf"[“\"]?(?P<short>[^）)”\"，,\s]{{2,16}})[”\"]?[）)]"
            ),
            re.compile(rf"[“\"「](?P<full>[^”\"」\n]{{2,30}}(?:{kinds}))[”\"」]"),
            re.compile(rf"[“\"「](?P<head>[^”\"」\n]{{2,20}})[”\"」](?P<tail>{kinds})"),
        )
    if language == "vi":
        return (
            re.compile(rf"(?P<kind>{kinds})\s+[“\"](?P<head>[^”\"\n]{{3,140}})[”\"]", re.IGNORECASE),
            re.compile(
                rf"(?P<full>(?:{kinds})\s+[^,.;:()\n“”\"]{{4,140}}?)\s*\((?:(?:{short})\s*)?[“\"]?"
                rf"(?P<short>[A-ZĐ][\w&-]{{1,15}})[”\"]?\)",
                re.IGNORECASE,
            ),
        )
    capital = r"[A-Z][\w’'&-]{0,30}"
    linking = r"(?:for|of|and|in|on|the|to|with)"
    return (
        re.compile(
            rf"(?<![\w’'])(?P<full>{capital}(?:\s+(?:{linking}\s+){{0,2}}{capital}){{0,7}}\s+(?:{kinds}))(?![\w’'])"
            rf"(?:\s*\((?P<short>[A-Z][A-Z0-9&-]{{1,11}})\))?"
        ),
        re.compile(rf"[“\"](?P<full>[^”\"\n]{{3,120}}\s(?:{kinds}))[”\"]"),
    )


def _named(text: str, language: str) -> Iterator[_Named]:
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            short = groups.get("short") or ""
            if groups.get("head"):
                kind, tail = groups.get("kind") or "", groups.get("tail") or ""
                full = f"{kind} {groups['head']}".strip() + tail
                yield _Named(full=full, surfaces=(match.group(),), confidence=0.75)
                continue
            full = groups["full"].lstrip("之的").removeprefix("The ").strip()
            surfaces = (full, short) if short else (full,)
            yield _Named(full=full, surfaces=surfaces, confidence=0.85 if short else 0.7)


def _is_free(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return all(end <= left or right <= start for left, right in taken)


def with_programmes(*, found: Found, page: Page) -> Found:
    """Return what was found with the programmes of the page added as events of type ``programme``."""
    if page.language not in ("vi", "zh", "en"):
        return found
    taken = [
        (mention.start, mention.end)
        for mention in found.mentions
        if mention.kind in ("organisation", "person", "event")
    ]
    taken += page.blocked
    canonical: dict[str, tuple[str, float]] = {}
    for named in _named(page.text, page.language):
        name = next((known for known, _ in canonical.values() if _is_part(named.full, known)), named.full)
        for surface in named.surfaces:
            canonical.setdefault(surface, (name, named.confidence))
    mentions: list[Mention] = []
    for surface, (name, confidence) in sorted(canonical.items(), key=lambda item: -len(item[0])):
        for match in re.finditer(re.escape(surface), page.text):
            if len(mentions) >= _MOST_MENTIONS:
                break
            if _is_free(match.start(), match.end(), taken):
                taken.append(match.span())
                attributes = {"type": "programme", "name": name, "canonical": name}
                mentions.append(
                    Mention("event", surface, match.start(), match.end(), confidence, "programme", attributes)
                )
    if not mentions:
        return found
    ordered = sorted((*found.mentions, *mentions), key=lambda item: (item.start, -item.end))
    return Found(mentions=tuple(ordered), relations=found.relations)


def _is_part(name: str, known: str) -> bool:
    """Say whether a name is the beginning of a longer one already met: the same programme, cut short."""
    return len(name) >= 3 and known != name and known.startswith(name)
