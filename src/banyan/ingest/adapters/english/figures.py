"""Amounts of money, and counts worth a line in a register."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from banyan.ingest.adapters.english.lexicon import lexicon
from banyan.ingest.adapters.english.tokens import Sentence, Token, Words

_GROUPED = re.compile(r"\d{1,3}(?:[,.]\d{3})+")
_LATER = 7


@dataclass(frozen=True, slots=True)
class Figure:
    """A number over tokens ``first`` to ``last`` (exclusive): money if ``currency`` is set, else a count."""

    first: int
    last: int
    value: str
    currency: str
    unit: str
    qualifier: str


def find_figures(*, words: Words, sentence: Sentence, taken: set[int]) -> list[Figure]:
    """Return the amounts and counts of a sentence; ``taken`` are tokens of dates and names."""
    found: list[Figure] = []
    index = sentence.first
    while index < sentence.last:
        figure = None
        if index not in taken:
            figure = _money(words, sentence, index) or _count(words, sentence, index)
        if figure is None:
            index += 1
            continue
        found.append(figure)
        index = figure.last
    return found


def _number(tokens: list[Token], index: int, last: int) -> tuple[Decimal, int] | None:
    """Return a number written in figures or words, and the token after it."""
    lists = lexicon()
    if index >= last:
        return None
    token = tokens[index]
    value: Decimal | None = None
    end = index + 1
    if token.kind == "number":
        if token.text[-1:].isalpha():
            return None
        value = _parse(token.text, tokens, index, last)
    elif token.low in lists.cardinals and token.low != "one":
        value = Decimal(lists.cardinals[token.low])
    elif "-" in token.text and all(part in lists.cardinals for part in token.low.split("-")):
        value = Decimal(sum(lists.cardinals[part] for part in token.low.split("-")))
    elif (
        token.low in {"a", "one"}
        and end < last
        and tokens[end].low in lists.multipliers
        and len(tokens[end].text) > 2
    ):
        value = Decimal(1)
    if value is None:
        return None
    if token.kind == "word":
        value, end = _in_words(tokens, index, last, value)
    while (
        end < last
        and tokens[end].low in lists.multipliers
        and (tokens[end].low not in {"m", "k"} or tokens[end].start == tokens[end - 1].end)
    ):
        value *= lists.multipliers[tokens[end].low]
        end += 1
    return value, end


def _in_words(tokens: list[Token], index: int, last: int, value: Decimal) -> tuple[Decimal, int]:
    """Read on over "one hundred and twenty-five"; the value of the first word is given."""
    lists = lexicon()
    end = index + 1
    if end >= last or tokens[end].low != "hundred":
        return value, end
    value *= 100
    end += 1
    if end + 1 < last and tokens[end].low == "and":
        parts = tokens[end + 1].low.split("-")
        if all(part in lists.cardinals for part in parts):
            return value + sum(lists.cardinals[part] for part in parts), end + 2
    return value, end


def _parse(text: str, tokens: list[Token], index: int, last: int) -> Decimal | None:
    scaled = index + 1 < last and tokens[index + 1].low in lexicon().multipliers
    if _GROUPED.fullmatch(text) and not (scaled and text.count(".") == 1 and "," not in text):
        plain = text.replace(",", "").replace(".", "")
    else:
        plain = text.replace(",", "")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _written(value: Decimal) -> str:
    return str(int(value)) if value == value.to_integral_value() else str(value.normalize())


def _sign(tokens: list[Token], index: int, last: int) -> tuple[str, int] | None:
    """Return a currency and the token after its sign: "US$", "RMB", "€"."""
    signs = lexicon().signs
    joined = ""
    for end in range(index, min(index + 3, last)):
        if end > index and tokens[end].start != tokens[end - 1].end:
            break
        joined += tokens[end].text
    for size in (3, 2, 1):
        if index + size > last:
            continue
        part = "".join(tokens[at].text for at in range(index, index + size))
        close = all(tokens[at].start == tokens[at - 1].end for at in range(index + 1, index + size))
        if close and part in signs:
            return signs[part], index + size
    return None


def _money(words: Words, sentence: Sentence, index: int) -> Figure | None:
    tokens = words.tokens
    lists = lexicon()
    sign = _sign(tokens, index, sentence.last)
    if sign is not None:
        number = _number(tokens, sign[1], sentence.last)
        if number is None or not tokens[sign[1]].text[0].isdigit():
            return None
        return Figure(index, number[1], _written(number[0]), sign[0], "", _qualifier(words, sentence, index))
    number = _number(tokens, index, sentence.last)
    if number is None:
        return None
    value, end = number
    trailing = _sign(tokens, end, sentence.last)
    if trailing is not None:
        return Figure(
            index, trailing[1], _written(value), trailing[0], "", _qualifier(words, sentence, index)
        )
    if end < sentence.last and tokens[end].low in {
        "us",
        "hong",
        "canadian",
        "australian",
        "chinese",
        "vietnamese",
    }:
        end += 2 if tokens[end].low == "hong" else 1
    if end < sentence.last and tokens[end].low in lists.currency_words:
        currency = lists.currency_words[tokens[end].low]
        before = tokens[end - 1].low
        currency = {"hong": "HKD", "kong": "HKD", "canadian": "CAD", "australian": "AUD"}.get(
            before, currency
        )
        return Figure(index, end + 1, _written(value), currency, "", _qualifier(words, sentence, index))
    return None


def _count(words: Words, sentence: Sentence, index: int) -> Figure | None:
    tokens = words.tokens
    lists = lexicon()
    number = _number(tokens, index, sentence.last)
    if number is None or number[0] < 2 or number[0] != number[0].to_integral_value():
        return None
    value, end = number
    previous = tokens[index - 1] if index > sentence.first else None
    if previous is not None and (
        previous.text in "$€£¥#/.:№"
        or previous.low
        in {"no", "article", "decree", "section", "page", "chapter", "room", "floor", "aged", "age"}
    ):
        return None
    if previous is not None and previous.low == "in" and tokens[index - 2].low in {"one", "1"}:
        return None
    if end < sentence.last and tokens[end].text == "+":
        end += 1
    if end < sentence.last and (tokens[end].text in "%/:-–" or tokens[end].low in lists.never_units):
        return None
    if _looks_like_year(tokens[index]) and (
        previous is None or previous.low in {"in", "since", "of", "the", "from", "to"} or previous.is_capital
    ):
        return None
    unit = _unit(words, sentence, end)
    if unit is None:
        return None
    start, last = unit
    return Figure(
        index, last, _written(value), "", words.cut(start, last), _qualifier(words, sentence, index)
    )


def _looks_like_year(token: Token) -> bool:
    return token.kind == "number" and len(token.text) == 4 and token.text[:2] in {"19", "20"}


def _unit(words: Words, sentence: Sentence, index: int) -> tuple[int, int] | None:
    """Return the noun counted: from the word after the number to the first head noun of a count."""
    tokens = words.tokens
    lists = lexicon()
    if index < sentence.last and tokens[index].low == "of":
        index += 1
        if index < sentence.last and tokens[index].low in {"the", "its", "our", "these"}:
            index += 1
    start = index
    best = 0
    plural = False
    while index < sentence.last and index - start < _LATER:
        token = tokens[index]
        if token.kind == "mark" and token.text not in "-’'" and token.key != "'s":
            break
        if token.kind == "number" or token.low in {
            "of",
            "in",
            "from",
            "for",
            "to",
            "with",
            "at",
            "by",
            "on",
            "who",
            "that",
            "were",
            "was",
            "are",
            "have",
            "had",
            "is",
            "including",
            "and",
            "or",
            "the",
            "will",
            "attended",
            "participated",
            "took",
            "joined",
        }:
            break
        if index + 1 < sentence.last and tokens[index + 1].key == "'s":
            return None
        if token.low in lists.never_units:
            break
        if token.low in lists.units and (not best or best == index or not plural):
            best = index + 1
            plural = token.low.endswith("s") or token.low in {
                "people",
                "women",
                "children",
                "men",
                "staff",
                "youth",
            }
        elif best and plural:
            break
        index += 1
    return (start, best) if best else None


def _qualifier(words: Words, sentence: Sentence, index: int) -> str:
    lists = lexicon()
    before = " ".join(token.low for token in words.tokens[max(sentence.first, index - 4) : index])
    if index + 1 < sentence.last and words.tokens[index + 1].text == "+":
        return "over"
    if any(before == phrase or before.endswith(" " + phrase) for phrase in lists.over):
        return "over"
    if any(before == phrase or before.endswith(" " + phrase) for phrase in lists.about):
        return "about"
    return ""
