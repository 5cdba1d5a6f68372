"""Money and agreements told by those who make them: "a grant from A to B", "A and B signed an agreement"."""

from __future__ import annotations

from banyan.ingest.adapters.english.events import listed
from banyan.ingest.adapters.english.lexicon import word_set
from banyan.ingest.adapters.english.organisations import Name
from banyan.ingest.adapters.english.sheet import Sheet
from banyan.ingest.adapters.english.tie import Tie, tie_of
from banyan.ingest.adapters.english.tokens import Sentence, Token

_GRANTS = word_set("grant grants funding donation donations loan subsidy contribution contributions award")
_GIVES = word_set(
    "provide provides provided give gives gave donate donates donated grant grants granted award awards "
    "awarded contribute contributes contributed transferred"
)
_FOUNDING = word_set("founded established initiated launched co-founded created")
_AGREES = word_set(
    "memorandum agreement agreements mou partnership contract cooperation co-operation collaboration letter"
)
_SIGNS = word_set("sign signs signed signing concluded conclude renewed renew formed entered announced")


def find_giving(sheet: Sheet, sentence: Sentence, names: list[Name]) -> list[Tie]:
    """Return who pays whom and who agreed with whom, as the verbs of a sentence tell."""
    if len(names) < 2:
        return []
    return (
        _granted(sheet, sentence)
        + _gives(sheet, sentence, names)
        + _signed(sheet, sentence)
        + _with(sheet, sentence)
    )


def _granted(sheet: Sheet, sentence: Sentence) -> list[Tie]:
    """``a grant (of €5,000) from A to B``."""
    tokens = sheet.words.tokens
    found: list[Tie] = []
    for at in range(sentence.first, sentence.last - 3):
        if tokens[at].low not in _GRANTS:
            continue
        for step in range(at + 1, min(at + 10, sentence.last - 1)):
            if tokens[step].low in {"from", "by"}:
                givers = listed(sheet, sentence, step + 1)
                end = givers[-1].last if givers else sentence.last
                taken = end < sentence.last and tokens[end].low in {"to", "for"}
                taker = sheet.body_at(end + 1) if taken else None
                if taker is not None:
                    found += [tie_of("funded_by", taker, giver, 0.8) for giver in givers]
                break
    return found


def _gives(sheet: Sheet, sentence: Sentence, names: list[Name]) -> list[Tie]:
    """``A gave a grant (of $ 5) to B``: money must be told, or the verb be one of gifts."""
    tokens = sheet.words.tokens
    for at in range(sentence.first + 1, sentence.last - 2):
        if tokens[at].low not in _GIVES:
            continue
        givers = [one for one in names if one.last <= at <= one.last + 3]
        if not givers:
            continue
        money = False
        for step in range(at + 1, min(at + 16, sentence.last - 1)):
            word = tokens[step]
            money = money or word.low in _GRANTS or word.text in "$€£¥" or word.key in {"USD", "EUR", "VND"}
            if word.low == "to" and money:
                taker = sheet.body_at(step + 1)
                return [tie_of("funded_by", taker, givers[-1], 0.75)] if taker is not None else []
            if word.text in ".;":
                break
    return []


def _signed(sheet: Sheet, sentence: Sentence) -> list[Tie]:
    """``A and B (have) signed a memorandum``."""
    tokens = sheet.words.tokens
    for at in range(sentence.first + 3, sentence.last - 1):
        if tokens[at].low not in _SIGNS:
            continue
        if not any(token.low in _AGREES for token in tokens[at : min(at + 12, sentence.last)]):
            continue
        for first in range(sentence.first, at):
            parties = listed(sheet, sentence, first) if first in sheet.names or first in sheet.stands else []
            if len(parties) > 1 and at - parties[-1].last <= 3:
                return [tie_of("partner_of", parties[0], other, 0.75) for other in parties[1:]]
            if parties:
                continue
    return []


def _with(sheet: Sheet, sentence: Sentence) -> list[Tie]:
    """``A, together with B, held …``; ``cooperation between A and B``."""
    tokens = sheet.words.tokens
    found: list[Tie] = []
    for at in range(sentence.first, sentence.last - 2):
        pair = (tokens[at].low, tokens[at + 1].low)
        if pair in {("together", "with"), ("along", "with")} and not _founders(tokens, sentence, at):
            before = [one for one in sheet.bodies(sentence.first, at) if at - one.last <= 1]
            others = listed(sheet, sentence, at + 2)
            found += [tie_of("partner_of", before[-1], other) for other in others if before]
        if tokens[at].low == "between" and any(
            token.low in _AGREES for token in tokens[max(sentence.first, at - 6) : at]
        ):
            parties = listed(sheet, sentence, at + 1)
            found += [tie_of("partner_of", parties[0], other, 0.75) for other in parties[1:]]
    return found


def _founders(tokens: list[Token], sentence: Sentence, at: int) -> bool:
    """Whether "together with" joins those who founded somebody: "founded in 1998 by A together with B"."""
    return any(token.low in _FOUNDING for token in tokens[max(sentence.first, at - 16) : at])
