"""Whom a phrase speaks of: the nearest body or meeting before it, or the one that "It" stands for."""

from __future__ import annotations

from banyan.ingest.adapters.english.events import Occasion
from banyan.ingest.adapters.english.lexicon import lexicon
from banyan.ingest.adapters.english.organisations import Name
from banyan.ingest.adapters.english.sheet import Sheet
from banyan.ingest.adapters.english.tokens import Sentence

OF_MEETINGS = frozenset({"funded_by", "supported_by", "guided_by", "partner_of", "hosted_by"})


def subject_of(
    sheet: Sheet,
    sentence: Sentence,
    names: list[Name],
    occasions: list[Occasion],
    first: int,
    after: int,
    kind: str,
) -> tuple[int, int] | None:
    """Return what the phrase is said of: the nearest event or body before it, else the first after it."""
    before = [
        (name.first, name.last)
        for name in names
        if name.last <= first and not _in_brackets(sheet, name) and not _governed(sheet, name)
    ]
    meetings = [(one.first, one.last) for one in occasions if one.last <= first]
    if meetings and kind in OF_MEETINGS:
        nearest = max(meetings)
        if not before or nearest > before[-1]:
            return nearest
    if (
        before
        and kind == "member_of"
        and sheet.words.tokens[first].low == "joined"
        and before[-1][1] != first
    ):
        return None
    if before:
        closest = before[-1]
        opening = before[0]
        if sheet.words.tokens[closest[1]].low == "and":
            said = _spoken_of(sheet, sentence)
            return said if said is not None else opening
        relative = first - closest[1] <= 4 and not _resumes(sheet, opening, closest)
        return closest if relative else opening
    later = [(name.first, name.last) for name in names if name.first >= after]
    known = _spoken_of(sheet, sentence) if first - sentence.first <= 16 else None
    if known is not None:
        return known
    if later and first - sentence.first <= 1:
        gap = sheet.words.tokens[after : later[0][0]]
        if any(token.text == "," for token in gap):
            return later[0]
    return None


def meeting_spoken_of(sheet: Sheet, sentence: Sentence, occasions: list[Occasion]) -> tuple[int, int] | None:
    """Return the event that "It was organised ..." or "The workshop ..." speaks of."""
    tokens = sheet.words.tokens
    first = tokens[sentence.first].low
    second = tokens[sentence.first + 1].low if sentence.last - sentence.first > 1 else ""
    earlier = [one for one in occasions if one.first < sentence.first]
    if first in {"the", "this"} and second in lexicon().event_nouns:
        earlier = [one for one in earlier if one.noun == second]
        return (earlier[-1].first, earlier[-1].last) if earlier else None
    if first != "it" or not earlier:
        return None
    close = sheet.words.sentence_index(sentence.first) - sheet.words.sentence_index(earlier[-1].first) == 1
    return (earlier[-1].first, earlier[-1].last) if close else None


def _spoken_of(sheet: Sheet, sentence: Sentence) -> tuple[int, int] | None:
    """Return the body that "It ..." or "The association ..." at the head of a sentence speaks of."""
    tokens = sheet.words.tokens
    first = tokens[sentence.first].low
    second = tokens[sentence.first + 1].low if sentence.last - sentence.first > 1 else ""
    if first not in {"it", "they"} and not (first in {"the", "this"} and second in lexicon().descriptions):
        return None
    if first in {"the", "this"}:
        name = sheet.spoken_of(sentence.first, sentence)
        return (name.first, name.last) if name is not None else None
    index = sheet.words.sentence_index(sentence.first)
    for earlier in reversed(sheet.words.sentences[max(0, index - 2) : index]):
        names = [at for at in range(earlier.first, earlier.last) if at in sheet.names]
        if names:
            return sheet.names[names[0]].first, sheet.names[names[0]].last
    return None


def _resumes(sheet: Sheet, opening: tuple[int, int], closest: tuple[int, int]) -> bool:
    """Whether a clause "X, which …, is" closes before the verb, so that X is its subject."""
    tokens = sheet.words.tokens
    if tokens[closest[1]].text != "," or tokens[closest[1] + 1].low not in {
        "is",
        "was",
        "are",
        "has",
        "were",
    }:
        return False
    return any(token.low in {"which", "who"} for token in tokens[opening[1] : closest[0]])


_GOVERNING = frozenset({"by", "from", "with", "to", "for", "of", "at", "in", "like"})


def _governed(sheet: Sheet, name: Name) -> bool:
    """Whether a small word makes a name the object of something else: "funded by X", "Director of X"."""
    tokens = sheet.words.tokens
    at = name.first - 1
    if at > 0 and tokens[at].low in {"the", "a", "an"}:
        at -= 1
    if at > 0 and tokens[at].low in {",", "and", "&"}:
        earlier = next((one for one in sheet.bodies(max(0, at - 12), at) if one.last == at), None)
        return earlier is not None and earlier.first < name.first and _governed(sheet, earlier)
    return at >= 0 and tokens[at].low in _GOVERNING


def _in_brackets(sheet: Sheet, name: Name) -> bool:
    return name.first > 0 and sheet.words.tokens[name.first - 1].text in "(（"
