"""Organisations by the grammar of their names: modifiers, a head word, what follows it."""

from __future__ import annotations

from dataclasses import dataclass

from banyan.ingest.adapters.english.chains import is_name_word, is_topic, owner_ends, runs, written
from banyan.ingest.adapters.english.complements import complement_end, has_place, is_national
from banyan.ingest.adapters.english.lexicon import lexicon, word_set
from banyan.ingest.adapters.english.phrases import places
from banyan.ingest.adapters.english.tokens import Sentence, Words

_ORGANS = frozenset(
    {"Committee", "Board", "Council", "Office", "Secretariat", "Department", "Division", "Unit"}
)
_SCHEMES = frozenset({"Initiative", "Platform", "Partnership", "Hub", "Team", "Movement"})
_GENERIC_UNIONS = word_set("Trade Labor Labour Civil Credit Shopping Job Call")


@dataclass(slots=True)
class Name:
    """One place where an organisation's name stands, over tokens ``first`` to ``last`` (exclusive)."""

    first: int
    last: int
    type: str
    confidence: float
    evidence: str
    canonical: str = ""
    name_kind: str = "official"
    inferred: bool = False
    stands_for: Name | None = None
    """For a bare head such as "the Foundation": the name that it stands for."""

    @property
    def named(self) -> Name:
        """The place where the body is named, for a bare head that of its antecedent."""
        return self.stands_for or self


def grammar_names(*, words: Words, sentence: Sentence, stops: frozenset[int]) -> list[Name]:
    """Return the bodies a sentence names with a head word; ``stops`` are tokens no name may reach into."""
    found: list[Name] = []
    done = sentence.first
    for first, end in runs(words, sentence, stops):
        start = max(first, done)
        while start < end:
            name = _name_in(words, sentence, start, end, stops)
            if name is None:
                break
            if name.confidence > 0:
                found.append(name)
            start = done = max(name.last, start + 1)
    return found


def _name_in(words: Words, sentence: Sentence, first: int, end: int, stops: frozenset[int]) -> Name | None:
    head = _head(words, sentence, first, end)
    if head is None:
        return None
    last, complement = head + 1, False
    if last == end:
        last = complement_end(words, sentence, first, head, stops)
        complement = last > head + 1
    else:
        last = _trailing_place(words, last, end)
    first = _widen_left(words, sentence, first, head, stops)
    last = _company_suffix(words, sentence, last)
    name = Name(
        first, last, _type(words, sentence, first, head, last), 0.8, "head" if complement else "suffix"
    )
    name.confidence = _trust(words, sentence, name, head, end, complement)
    return name


def _head(words: Words, sentence: Sentence, first: int, end: int) -> int | None:
    """Return the head of the name: the last head word of the run, unless it only begins an inner organ."""
    lists = lexicon()
    heads = [
        index
        for index in range(first, end)
        if written(words.tokens[index], sentence) in lists.head_types
        and not _is_modifier(words, sentence, index, end)
    ]
    while len(heads) > 1:
        head, before = heads[-1], heads[-2]
        between = [written(words.tokens[index], sentence) for index in range(before + 1, head)]
        inner = written(words.tokens[head], sentence) in lists.inner_heads and all(
            word in lists.inner_modifiers or places().match(words.tokens, index, head)
            for index, word in enumerate(between, start=before + 1)
        )
        research = written(words.tokens[before], sentence) in {"University", "Academy", "College"}
        if between and inner and not research:
            heads.pop()
            continue
        if any(word in lists.tails for word in between if word not in lists.domain):
            heads.pop()
            continue
        break
    return heads[-1] if heads else None


def _is_modifier(words: Words, sentence: Sentence, index: int, end: int) -> bool:
    """Whether a possible head stands inside a name as an attribute: "International Law Institute"."""
    lists = lexicon()
    if written(words.tokens[index], sentence) not in lists.weak_heads:
        return False
    return index + 1 < end and not places().match(words.tokens, index + 1, end)


def _company_suffix(words: Words, sentence: Sentence, last: int) -> int:
    """Take in ", Ltd" and "Co., Inc"."""
    tokens = words.tokens
    for _ in range(2):
        at = last
        while at < sentence.last and tokens[at].text in {",", "."} and at - last < 2:
            at += 1
        if at >= sentence.last or tokens[at].key not in {
            "Inc",
            "Ltd",
            "LLC",
            "LLP",
            "Limited",
            "Co",
            "Corp",
            "JSC",
            "PLC",
        }:
            break
        last = at + 1
    return last


def _trailing_place(words: Words, last: int, end: int) -> int:
    match = places().match(words.tokens, last, end)
    return match[0] if match is not None and match[0] == end else last


def _widen_left(words: Words, sentence: Sentence, first: int, head: int, stops: frozenset[int]) -> int:
    """Take in "Science and" before "Technology Commission": both sides must be words of a field of work."""
    lists = lexicon()
    tokens = words.tokens
    if first == head or not (
        is_topic(written(tokens[first], sentence)) or tokens[first - 1].low in {"and", "&"}
    ):
        return first
    while first - 2 >= sentence.first and tokens[first - 1].low in {"and", "&", ","}:
        before = first - 2
        if before in stops or not is_name_word(tokens[before], sentence):
            break
        start = before
        while start > sentence.first and start - 1 not in stops and is_name_word(tokens[start - 1], sentence):
            start -= 1
        run = [written(tokens[index], sentence) for index in range(start, before + 1)]
        national = (
            len(run) in {2, 3}
            and is_national(words, sentence, start, before)
            and (
                first + 1 >= head or all(is_topic(written(tokens[at], sentence)) for at in range(first, head))
            )
        )
        national = national and not has_place(words, first, head) and not has_place(words, before, first)
        topics = is_topic(run[-1]) and is_topic(written(tokens[first], sentence))
        if any(word in lists.head_types or word in lists.plural_heads for word in run):
            break
        if not topics and not national:
            break
        comma = tokens[first - 1].text == ","
        if comma and not all(is_topic(word) for word in run):
            break
        if start - 1 >= sentence.first and tokens[start - 1].low in {"of", "for", "on", "in", "'s"}:
            break
        first = start
        while written(tokens[first], sentence) in lists.stop:
            first += 1
    return first


def _type(words: Words, sentence: Sentence, first: int, head: int, last: int) -> str:
    keys = [written(words.tokens[index], sentence) for index in range(first, last)]
    sort = lexicon().head_types[written(words.tokens[head], sentence)]
    if sort == "ngo" and any(key in {"University", "Academy", "College"} for key in keys):
        return "academic"
    if keys[head - first] == "Institute" and (
        "Research" in keys or "Sociology" in keys or "Sciences" in keys
    ):
        return "academic"
    if keys[head - first] in {"Committee", "Council"} and (
        "People" in keys or "State" in keys or "Party" in keys
    ):
        return "government"
    if keys[head - first] == "Agency" and "News" in keys:
        return "media"
    return sort


def _trust(words: Words, sentence: Sentence, name: Name, head: int, end: int, complement: bool) -> float:
    """Return how far a name is believed; 0 when it names no body."""
    lists = lexicon()
    tokens = words.tokens
    key = written(tokens[head], sentence)
    modifiers = [
        written(tokens[index], sentence) for index in range(name.first, head) if tokens[index].kind == "word"
    ]
    following = written(tokens[name.last], sentence) if name.last < sentence.last else ""
    if not modifiers and not complement:
        return 0.0
    if modifiers and (
        modifiers[-1] in lists.venues
        or (
            modifiers[-1] in _GENERIC_UNIONS
            and key in {"Union", "Unions", "Society", "Center", "Centre"}
            and (
                len(modifiers) == 1
                or (modifiers[-1] == "Civil" and not complement and following in lists.tails)
            )
        )
    ):
        return 0.0
    if (
        not complement
        and all(word in lists.inner_modifiers for word in modifiers)
        and key in lists.inner_heads
    ):
        return 0.0
    organ = key in _ORGANS and not complement and len(modifiers) > 1
    if organ and words.tokens[name.first].is_acronym and not sentence.shouted:
        inner = all(word in lists.inner_modifiers for word in modifiers[1:])
        if inner and modifiers[0] not in {"UN", "EU"}:
            return 0.0
    if (
        complement
        and key in {"Division", "Unit", "Section", "Board", "Team", "Desk", "Group"}
        and not modifiers
    ):
        return 0.0
    if (
        complement
        and not modifiers
        and key in lists.weak_heads | {"Union"}
        and not has_place(words, head + 1, name.last)
    ):
        return (
            0.0 if key not in {"Initiative", "Union", "Partnership", "School", "Museum", "Friends"} else 0.5
        )
    proper = [
        written(tokens[index], sentence)
        for index in range(name.first, head)
        if tokens[index].kind == "word"
        and written(tokens[index], sentence) not in lists.domain
        and written(tokens[index], sentence) not in lists.inner_modifiers
    ]
    if (
        name.last < end
        and following in lists.tails
        and all(
            is_national(words, sentence, index, head)
            for index in range(name.first, head)
            if written(tokens[index], sentence) in proper
        )
    ):
        return 0.0
    if name.last < end and following in lists.tails and name.last == head + 1:
        return (
            0.5
            if len(proper) >= 1 and key not in lists.weak_heads and key not in {"Society", "Council"}
            else 0.0
        )
    if not complement and len(modifiers) == 1 and not proper:
        return 0.0
    if key in _SCHEMES:
        return 0.45
    if key in lists.weak_heads and not complement:
        return 0.45 if len(modifiers) < 2 or not proper else 0.65
    if key == "Government":
        return 0.7 if complement and modifiers else 0.4
    if not proper and not complement:
        return 0.6
    return 0.85


def possessive_before(words: Words, index: int) -> bool:
    """Whether the token at ``index`` is the possessive mark of the word before it."""
    if index <= 0 or index >= len(words.tokens):
        return False
    mark = words.tokens[index]
    return (
        mark.start == words.tokens[index - 1].end
        and (mark.key == "'s" or mark.text in "’'")
        and not owner_ends(words, index, len(words.tokens))
    )
