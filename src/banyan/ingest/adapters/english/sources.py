"""Credits: "Source: Blue Hills Daily", "Hanoi (VNA)", and the byline that begins an agency's report."""

from __future__ import annotations

from banyan.ingest.adapters.english.lexicon import word_set
from banyan.ingest.adapters.english.organisations import Name
from banyan.ingest.adapters.english.phrases import places
from banyan.ingest.adapters.english.sheet import Sheet

_LABELS = word_set("source sources publisher origin via reprinted")
_LONGEST = 14


def find_sources(*, sheet: Sheet) -> None:
    """Write down the media and bodies that a line of credit names."""
    tokens = sheet.words.tokens
    for sentence in sheet.sentences:
        first = tokens[sentence.first]
        if first.low in _LABELS and sentence.last - sentence.first <= _LONGEST:
            at = sentence.first + 1
            while at < sentence.last and (tokens[at].text in ":：" or tokens[at].low in {"from", "the"}):
                at += 1
            if at > sentence.first + 1 and at < sentence.last:
                _credit(sheet, at, sentence.last)
            continue
        place = places().match(tokens, sentence.first, sentence.last)
        if place is None or place[0] + 2 >= sentence.last:
            continue
        opening = place[0]
        if (
            tokens[opening].text == "("
            and tokens[opening + 2].text == ")"
            and sheet.is_initials(opening + 1, sentence)
        ):
            sheet.add_name(Name(opening + 1, opening + 2, "media", 0.7, "source_line", name_kind="acronym"))


def _credit(sheet: Sheet, first: int, last: int) -> None:
    tokens = sheet.words.tokens
    end = first
    while end < last and (tokens[end].is_capital or tokens[end].low in {"of", "for", "and", "'s"}):
        end += 1
    known = sheet.names.get(first)
    if known is not None:
        known.evidence, known.confidence = "source_line", max(known.confidence, 0.85)
        return
    if first < end <= first + 7 and not any(at in sheet.used for at in range(first, end)):
        sheet.add_name(Name(first, end, "media", 0.7, "source_line"))
