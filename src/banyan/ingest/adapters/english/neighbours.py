"""Names without a head word that a tie vouches for: in a list of donors or members, or behind "joined"."""

from __future__ import annotations

import re

from banyan.ingest.adapters.english.lexicon import word_set
from banyan.ingest.adapters.english.organisations import Name
from banyan.ingest.adapters.english.phrases import places
from banyan.ingest.adapters.english.shapes import person_at
from banyan.ingest.adapters.english.sheet import Sheet
from banyan.ingest.adapters.english.tokens import Sentence

_OPENS = re.compile(
    r"\b(?:[mM]embers? of(?: the)?(?: [A-Z][\w-]*| of| for| and){1,7} (?:are|include|is)"
    r"|grants? from|donors? (?:are|include|of(?: the)?(?: [A-Z][\w-]*){1,6} (?:are|include))"
    r"|comprises|brings together|funding from"
    r"|(?:founded|established|launched|funded|supported|financed|set up)(?: in \d{4})? by"
    r"|[mM]embers include|partners (?:are|include)|partnership with|hosted by)\s",
)
_FORUMS = word_set("forum platform initiative group working-group")
_BELONGS = re.compile(r"\b(?:member of|belongs? to|affiliated (?:with|to)|joined|part of)\s+the\s")
_JOINED = word_set("joined founded co-founded heads leads chairs runs directs founded")


def find_listed(sheet: Sheet, sentence: Sentence) -> None:
    """Write down runs of capitals in a list that a tie opens, and forums a body belongs to."""
    words = sheet.words
    start, end = words.tokens[sentence.first].start, words.tokens[sentence.last - 1].end
    for match in _OPENS.finditer(words.text, start, end):
        _fill(sheet, sentence, words.at(match.end()))
    for match in _BELONGS.finditer(words.text, start, end):
        _forum(sheet, sentence, words.at(match.end()))
    for at in range(sentence.first + 1, sentence.last - 1):
        if words.tokens[at].low in _JOINED:
            _led(sheet, sentence, at)
    _row(sheet, sentence)


def _fill(sheet: Sheet, sentence: Sentence, at: int) -> None:
    tokens = sheet.words.tokens
    fresh: list[Name] = []
    known = 0
    while at < sentence.last:
        while at < sentence.last and tokens[at].low in {"the", "and", ",", "&", "as", "well"}:
            at += 1
        name = sheet.names.get(at)
        if name is not None:
            known += 1
        else:
            name = sheet.headless_at(at, sentence) if at < sentence.last else None
            if name is None or not _plausible(sheet, sentence, name):
                break
            fresh.append(name)
        at = name.last
        if at >= sentence.last or tokens[at].low not in {",", "and", "&"}:
            break
    if known or len(fresh) > 1:
        for name in fresh:
            name.confidence = 0.65
            sheet.add_name(name)


def _plausible(sheet: Sheet, sentence: Sentence, name: Name) -> bool:
    """Whether a run of capitals ends like an item of a list and looks like no person or place."""
    tokens = sheet.words.tokens
    if person_at(tokens, name.first, name.last)[1] >= 0.7 or places().match(tokens, name.first, name.last):
        return False
    return name.last >= sentence.last or not tokens[name.last].is_capital


def _forum(sheet: Sheet, sentence: Sentence, at: int) -> None:
    """``belongs to the Global Youth Forum``, ``a member of the Direct Forum on Development``."""
    tokens = sheet.words.tokens
    end = at
    while end < sentence.last and tokens[end].is_capital and end not in sheet.used:
        end += 1
    head = next((step for step in range(end - 1, at, -1) if tokens[step].low in _FORUMS), None)
    if head is None:
        return
    if end + 1 < sentence.last and tokens[end].low in {"on", "for", "of"} and tokens[end + 1].is_capital:
        end += 1
        while end < sentence.last and tokens[end].is_capital:
            end += 1
    sheet.add_name(Name(at, end, "network", 0.65, "tie"))


def _led(sheet: Sheet, sentence: Sentence, at: int) -> None:
    """``NAME joined X as …``, ``NAME, who founded X``: a person does it, so X is a body."""
    tokens = sheet.words.tokens
    before = at - 1
    while before > sentence.first and tokens[before].low in {
        ",",
        "who",
        "has",
        "and",
        "now",
        "also",
        "he",
        "she",
    }:
        before -= 1
    if sheet.human_ending(before + 1) is None:
        return
    known = sheet.name_at(at + 1, sentence)
    if known is not None:
        known.confidence = max(known.confidence, 0.65)
        return
    name = sheet.headless_at(at + 1, sentence)
    if name is None or not _plausible(sheet, sentence, name):
        return
    after = tokens[name.last].low if name.last < sentence.last else "."
    if after in {"as", "in", ".", ",", "and", "from"} and name.first not in sheet.names:
        name.confidence = 0.65
        sheet.add_name(name)


def _row(sheet: Sheet, sentence: Sentence) -> None:
    """``NAME, programme officer, X`` and ``By NAME, X News``: the end of a row is where the person works."""
    tokens = sheet.words.tokens
    for human in [sheet.humans[at] for at in range(sentence.first, sentence.last) if at in sheet.humans]:
        at = human.last
        if at + 1 >= sentence.last or tokens[at].text != ",":
            continue
        role = sheet.roles.get(at + 1)
        byline = human.first == sentence.first + 1 and tokens[sentence.first].low == "by"
        start = role.last + 1 if role is not None and role.last < sentence.last else at + 1 if byline else 0
        if not start or start >= sentence.last or tokens[start - 1].text != ",":
            continue
        name = _paper(sheet, sentence, start) if byline else sheet.headless_at(start, sentence)
        if name is None or name.first in sheet.names or not _plausible(sheet, sentence, name):
            continue
        if name.last >= sentence.last or tokens[name.last].text in ".;,)":
            name.confidence = 0.6
            name.type = "media" if byline else name.type
            name = sheet.add_name(name)
            if human.organisation is None:
                human.organisation, human.quote = name, (human.first, name.last)


_PAPERS = word_set(
    "news times post daily herald press radio review tribune journal weekly today magazine online"
)


def _paper(sheet: Sheet, sentence: Sentence, at: int) -> Name | None:
    """Return the medium of a byline: a run of capitals that ends as the names of papers do."""
    tokens = sheet.words.tokens
    end = at
    while end < sentence.last and tokens[end].is_capital and end not in sheet.used:
        end += 1
    return Name(at, end, "media", 0.6, "title") if end - at >= 2 and tokens[end - 1].low in _PAPERS else None
