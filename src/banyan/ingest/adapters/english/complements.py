"""What follows an organisation's head word: "of Planning and Investment", "for Disease Control in ..."."""

from __future__ import annotations

from banyan.ingest.adapters.english.chains import is_topic, run_end, written
from banyan.ingest.adapters.english.lexicon import lexicon, word_set
from banyan.ingest.adapters.english.phrases import places
from banyan.ingest.adapters.english.tokens import Sentence, Words

_AREAS = word_set("province city district county commune municipality prefecture state")


def complement_end(words: Words, sentence: Sentence, first: int, head: int, stops: frozenset[int]) -> int:
    """Return the end of what follows a head: "of Planning and Investment", "for NGO Cooperation"."""
    lists = lexicon()
    tokens = words.tokens
    last = head + 1
    if last + 1 >= sentence.last:
        return last
    preposition = tokens[last].low
    key = written(tokens[head], sentence)
    if preposition not in lists.after or (preposition in {"in", "to"} and key not in lists.in_to):
        return last
    chunk = _chunk(words, sentence, last + 1, stops)
    if chunk is None or (preposition == "with" and not _all_domain(words, sentence, *chunk)):
        return last
    modifiers = [index for index in range(first, head) if tokens[index].text not in "&"]
    proper = [
        index
        for index in modifiers
        if written(tokens[index], sentence) not in lists.domain
        and tokens[index].kind == "word"
        and not is_national(words, sentence, index, head)
    ]
    if proper and preposition != "of" and not _all_domain(words, sentence, *chunk):
        return last
    topical = _all_domain(words, sentence, *chunk) or is_topic(written(tokens[chunk[1] - 1], sentence))
    if preposition == "of" and proper and not topical and not places().match(tokens, chunk[0], chunk[1]):
        return last
    return _go_on(words, sentence, chunk[1], key, stops)


def _go_on(words: Words, sentence: Sentence, last: int, head: str, stops: frozenset[int]) -> int:
    """Follow "and X", ", X and Y", "of Viet Nam" and "province" after the first part of a complement."""
    lists = lexicon()
    tokens = words.tokens
    for _ in range(6):
        if last >= sentence.last:
            break
        joint = tokens[last].low
        if joint in {"and", "&", ","} and last + 1 < sentence.last:
            nxt = last + 1
            if joint == "," and tokens[nxt].low in {"and", "&"}:
                nxt += 1
            chunk = _chunk(words, sentence, nxt, stops)
            before_is_domain = _is_topical_end(words, sentence, last, chunk)
            if chunk is None or not before_is_domain or not _all_domain(words, sentence, *chunk):
                break
            if joint == "," and nxt == last + 1 and not _series(words, sentence, chunk[1], stops):
                break
            last = chunk[1]
            continue
        if joint in {"of", "for", "on", "to", "with", "against", "in"}:
            chunk = _chunk(words, sentence, last + 1, stops)
            if chunk is None:
                break
            place = places().match(tokens, chunk[0], chunk[1])
            areas = all(tokens[at].low in _AREAS for at in range(place[0] if place else chunk[0], chunk[1]))
            inside = joint == "of" or (joint == "in" and head in lists.in_to)
            if inside and place is not None and areas:
                last = chunk[1]
                continue
            if _all_domain(words, sentence, *chunk) and not (joint == "in" and place is not None):
                last = chunk[1]
                continue
            break
        if (joint in _AREAS and places().match(tokens, last - 1, last)) or (
            joint in _AREAS and last >= 2 and places().match(tokens, last - 2, last)
        ):
            last += 1
            continue
        break
    return last


def _series(words: Words, sentence: Sentence, last: int, stops: frozenset[int]) -> bool:
    """Whether a list of fields of work ends, within three members, with "and" and another field."""
    tokens = words.tokens
    for _ in range(3):
        if last + 1 >= sentence.last:
            return False
        if tokens[last].low in {"and", "&"}:
            chunk = _chunk(words, sentence, last + 1, stops)
            return chunk is not None and _all_domain(words, sentence, *chunk)
        if tokens[last].text != ",":
            return False
        nxt = last + 1
        if tokens[nxt].low in {"and", "&"}:
            nxt += 1
            chunk = _chunk(words, sentence, nxt, stops)
            return chunk is not None and _all_domain(words, sentence, *chunk)
        chunk = _chunk(words, sentence, nxt, stops)
        if chunk is None or not _all_domain(words, sentence, *chunk):
            return False
        last = chunk[1]
    return False


def _is_topical_end(words: Words, sentence: Sentence, last: int, chunk: tuple[int, int] | None) -> bool:
    """Whether what stands before "and" is a field of work, or, like what follows it, a part of the world."""
    tokens = words.tokens
    if is_topic(written(tokens[last - 1], sentence)):
        return True
    if chunk is None:
        return False
    right = places().match(tokens, chunk[0], chunk[1])
    left = any(places().match(tokens, at, last) for at in range(max(sentence.first, last - 2), last))
    return left and right is not None and tokens[last].low == "and" and tokens[last - 2].low == "for"


def _chunk(words: Words, sentence: Sentence, index: int, stops: frozenset[int]) -> tuple[int, int] | None:
    """Return one run of a complement, without another body's head word in it."""
    lists = lexicon()
    tokens = words.tokens
    if index < sentence.last and tokens[index].low == "the":
        index += 1
    end = run_end(words, sentence, index, stops)
    if end <= index or written(tokens[index], sentence) in lists.function:
        return None
    for at in range(index, end):
        key = written(tokens[at], sentence)
        social = at > index and written(tokens[at - 1], sentence) in {"Social", "Civil"}
        head = key in lists.head_types and key not in lists.domain and not social
        if head and at > index and key not in lists.weak_heads:
            return None
        if head and at == index and not (key in lists.weak_heads and at + 1 < end):
            return None
    alone = tokens[index]
    generic = alone.key in lists.generic
    if (
        end == index + 1
        and alone.is_acronym
        and alone.text.isupper()
        and not sentence.shouted
        and not generic
    ):
        return None
    return index, end


def _all_domain(words: Words, sentence: Sentence, first: int, last: int) -> bool:
    lists = lexicon()
    index = first
    while index < last:
        token = words.tokens[index]
        place = places().match(words.tokens, index, last)
        if place is not None:
            index = place[0]
            continue
        known = is_topic(written(token, sentence)) or token.low in lists.owners
        known = known or (index == last - 1 and written(token, sentence) in lists.plural_heads)
        if token.kind == "word" and not known and written(token, sentence) not in lists.inner_modifiers:
            return False
        index += 1
    return True


def is_national(words: Words, sentence: Sentence, index: int, head: int) -> bool:
    key = written(words.tokens[index], sentence)
    if places().match(words.tokens, index, head) or (
        index and places().match(words.tokens, index - 1, index + 1)
    ):
        return True
    return (
        key in lexicon().inner_modifiers
        or key.endswith(("ese", "ish", "ian", "ean"))
        or key
        in {
            "Asian",
            "National",
            "Provincial",
            "Municipal",
            "State",
            "Royal",
            "World",
            "People",
            "Dutch",
            "French",
            "German",
            "Swiss",
            "Thai",
            "All",
            "All-China",
            "North",
            "South",
            "East",
            "West",
            "Southeast",
            "American",
            "Asia-Pacific",
            "International",
            "City",
            "Province",
            "County",
            "District",
            "NGO",
            "NPO",
            "CSO",
        }
    )


def has_place(words: Words, first: int, last: int) -> bool:
    return any(places().match(words.tokens, index, last) for index in range(first, last))
