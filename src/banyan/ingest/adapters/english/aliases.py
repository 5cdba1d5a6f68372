"""Names and initials in brackets: "Blue Hills Association (BHA)", "BHA (Blue Hills Association)"."""

from __future__ import annotations

from banyan.ingest.adapters.english.chains import is_name_word, written
from banyan.ingest.adapters.english.lexicon import lexicon, word_set
from banyan.ingest.adapters.english.organisations import Name
from banyan.ingest.adapters.english.phrases import places
from banyan.ingest.adapters.english.sheet import Sheet
from banyan.ingest.adapters.english.tokens import Sentence

_LEADS = word_set(
    "hereinafter hereafter referred to as the abbreviated abbreviation short for called known in brief or"
)
_SMALL = word_set("of for and the on in to & 's at a with against by ’ ' ,")
_OPEN = frozenset("(（[")
_CLOSE = frozenset(")）]")
_QUOTES = frozenset("“”\"‘’'")


def read_brackets(*, sheet: Sheet, sentence: Sentence) -> None:
    """Join each name to the short form in the brackets after it; note initials that stand for no body."""
    tokens = sheet.words.tokens
    for index in range(sentence.first + 1, sentence.last - 1):
        if tokens[index].text in _OPEN:
            inside = _inside(sheet, sentence, index)
            if inside is not None:
                _join(sheet, sentence, index, *inside)
        elif tokens[index].text == "," and tokens[index + 1].low == "or":
            at = index + 2
            if at < sentence.last and sheet.is_initials(at, sentence) and index in sheet.ends:
                sheet.add_name(_short(sheet, at, at + 1, sheet.ends[index]))


def _inside(sheet: Sheet, sentence: Sentence, index: int) -> tuple[int, int] | None:
    """Return the tokens of the short form in a bracket that opens at ``index``."""
    tokens = sheet.words.tokens
    first = index + 1
    while first < sentence.last and (tokens[first].low in _LEADS or tokens[first].text in _QUOTES):
        first += 1
    last = first
    while (
        last < sentence.last
        and last - first < 12
        and tokens[last].text not in _CLOSE | _QUOTES | {",", ";", "/"}
    ):
        last += 1
    while last > first and tokens[last - 1].low in {"for", "short"}:
        last -= 1
    return (first, last) if last > first and last < sentence.last else None


def _join(sheet: Sheet, sentence: Sentence, opening: int, first: int, last: int) -> None:
    tokens = sheet.words.tokens
    token = tokens[first]
    if last == first + 1 and token.is_acronym:
        before = sheet.ends.get(opening) or _before_place(sheet, sentence, opening)
        span = _spelt_out(sheet, sentence, opening, token.key)
        name = _choose(sheet, sentence, before, span, opening)
        if name is None:
            if span is not None and opening - span > 1:
                sheet.generic.add(token.key)
                sheet.generic.add(token.key + "s")
            return
        name.evidence, name.confidence = "parenthesis", max(name.confidence, 0.9)
        if first not in sheet.used:
            sheet.add_name(_short(sheet, first, last, name))
        elif first in sheet.names:
            known = sheet.names[first]
            known.canonical = sheet.words.cut(name.first, name.last)
        return
    full = sheet.names.get(first)
    if (
        full is not None
        and full.last == last
        and sheet.is_initials(opening - 1, sentence)
        and opening - 1 not in sheet.used
    ):
        full.evidence, full.confidence = "parenthesis", max(full.confidence, 0.9)
        sheet.add_name(_short(sheet, opening - 1, opening, full))
        return
    named = sheet.ends.get(opening)
    quoted = first > opening + 1
    short = last - first <= 4 and all(is_name_word(tokens[at], sentence) for at in range(first, last))
    if named is not None and quoted and short and first not in sheet.used:
        sheet.add_name(_short(sheet, first, last, named))


def _before_place(sheet: Sheet, sentence: Sentence, opening: int) -> Name | None:
    """Return the name of "NAME in PLACE (ABC)"."""
    for at in range(opening - 1, max(sentence.first, opening - 4), -1):
        place = places().match(sheet.words.tokens, at, opening)
        if place is not None and place[0] == opening and sheet.words.tokens[at - 1].low == "in":
            return sheet.ends.get(at - 1)
    return None


def _short(sheet: Sheet, first: int, last: int, name: Name) -> Name:
    kind = "acronym" if last == first + 1 and sheet.words.tokens[first].is_acronym else "short"
    canonical = name.canonical or sheet.words.cut(name.first, name.last)
    return Name(first, last, name.type, 0.9, "parenthesis", canonical, kind)


def _choose(
    sheet: Sheet, sentence: Sentence, before: Name | None, span: int | None, opening: int
) -> Name | None:
    """Return the name a bracket closes: the grammar's, or the wider one its initials spell."""
    tokens = sheet.words.tokens
    lists = lexicon()
    if before is not None and (span is None or span >= before.first):
        return before
    if span is None:
        return None
    first = next((at for at in range(span, max(sentence.first, span - 8) - 1, -1) if at in sheet.names), span)
    if first < span and not span < sheet.names[first].last <= opening:
        first = span
    inside = [sheet.names[at] for at in range(first, opening) if at in sheet.names]
    keys = [written(tokens[at], sentence) for at in range(first, opening) if tokens[at].kind == "word"]
    heads = [key for key in keys if key in lists.head_types]
    if not heads or keys[-1] in lists.tails - lists.domain or keys[-1].lower() in lists.event_nouns:
        return before
    if not (
        tokens[first].is_capital and (keys[0] in lists.head_types or keys[-1] in lists.head_types or inside)
    ):
        return before
    if any(name.last > opening or name.first < first for name in inside):
        return before
    for name in inside:
        sheet.drop_name(name)
    head = heads[0] if keys[0] in lists.head_types else heads[-1]
    sort = inside[-1].type if inside else lists.head_types[head]
    return sheet.add_name(Name(first, opening, sort, 0.9, "parenthesis"))


def _spelt_out(sheet: Sheet, sentence: Sentence, opening: int, short: str) -> int | None:
    """
    Return the token where the words begin whose letters the initials pick out, or None.

    Letters are matched from the right, as Schwartz and Hearst (2003) do; each must begin a word, save
    that a word may give more than one, and the first letter must begin the first word.
    """
    tokens = sheet.words.tokens
    letters = [sign.lower() for sign in short if sign.isalpha()]
    if letters and short.endswith("s") and short[:-1].isupper():
        letters.pop()
    index, used = opening - 1, len(letters)
    limit = max(sentence.first, opening - 2 * len(letters) - 6)
    misses = 0
    while index >= limit and used:
        token = tokens[index]
        if token.kind != "word":
            if token.low not in _SMALL and token.text not in {"-", "/"}:
                return None
            index -= 1
            continue
        taken = _taken(token.low, letters[:used])
        if taken == 0 and token.low not in _SMALL:
            plain = token.key.capitalize() in lexicon().head_types or token.key in lexicon().inner_modifiers
            misses += 0 if plain and used == len(letters) else 1
            if misses > 1:
                return None
        used -= taken
        if used:
            index -= 1
    if used or index < limit:
        return None
    while tokens[index].low in _SMALL:
        index += 1
    return index


def _taken(word: str, letters: list[str]) -> int:
    """Return how many of the last letters one word spells, its own initial being the first of them."""
    for count in range(min(4, len(letters)), 0, -1):
        tail = letters[-count:]
        if tail[0] != word[0]:
            continue
        position = 0
        for letter in tail:
            position = word.find(letter, position) + 1
            if position == 0:
                break
        if position and (count == 1 or word.startswith("".join(tail)) or "-" in word):
            return count
    return 1 if letters[-1] == word[0] else 0
