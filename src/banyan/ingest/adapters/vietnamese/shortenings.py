"""Shortenings and unexplained initials, tied to the one name of the page they fit."""

from __future__ import annotations

from banyan.ingest.adapters.vietnamese.reader import Name, Reading
from banyan.ingest.adapters.vietnamese.tokens import is_syllable
from banyan.ingest.adapters.vietnamese.view import key

MOST_COMPARED = 300
"""Names of the same first word compared with a shortening; a longer directory is left unsettled."""

Choice = tuple[list[str], Name]


def settle(reading: Reading) -> None:
    """Give shortenings and unexplained initials the canonical name they stand for, when only one fits."""
    groups: dict[str, list[Name]] = {}
    for name in reading.names():
        groups.setdefault(key(name.canonical), []).append(name)
    for names in groups.values():
        for name in names:
            name.canonical = names[0].canonical
    fullest = {words: max(names, key=lambda one: one.confidence) for words, names in groups.items()}
    by_first: dict[str, list[Choice]] = {}
    for canonical, name in fullest.items():
        by_first.setdefault(canonical.split()[0], []).append((canonical.split(), name))
    headed = [name for name in fullest.values() if name.head][:MOST_COMPARED]
    for canonical, name in fullest.items():
        words = canonical.split()
        if len(words) == 1 and name.kind == "acronym":
            match = _by_initials(reading, name.canonical, [other for other in headed if other is not name])
        else:
            match = _by_words(words, by_first[words[0]][:MOST_COMPARED])
            if match is None and words[:2] == ["đại", "học"]:
                match = fullest.get(f"trường {canonical}")
        if match is None:
            continue
        for other in groups[canonical]:
            other.canonical = match.canonical
            other.inferred = True
            other.type = match.type
            other.confidence = min(other.confidence, 0.75)
            other.kind = "acronym" if other.kind == "acronym" else "short"
    for name in reading.names():
        if name.evidence == "bare" and not name.inferred:
            reading.remove(name)


def _by_words(words: list[str], others: list[Choice]) -> Name | None:
    """The one longer name of which these words are a shortening: same head, same order, some left out."""
    fitting = [
        other
        for other_words, other in others
        if len(other_words) > len(words) and _shortens(words, other_words)
    ]
    if not fitting:
        return None
    best = {key(other.canonical) for other in fitting}
    return fitting[0] if len(best) == 1 else None


def _shortens(words: list[str], full: list[str]) -> bool:
    if words[0] != full[0] or (len(words) > 1 and words[1] != full[1] and is_syllable(words[1])):
        return False
    at = 0
    for word in words:
        if not is_syllable(word) and word not in full:
            step = next(
                (to for to in range(at, len(full)) if _initials_of(full[to : to + len(word)]) == word), -1
            )
            length = len(word)
        else:
            step, length = next((to for to in range(at, len(full)) if full[to] == word), -1), 1
        if step < 0:
            return False
        at = step + length
    return True


def _initials_of(words: list[str]) -> str:
    return "".join(word[0] for word in words)


def _by_initials(reading: Reading, initials: str, others: list[Name]) -> Name | None:
    """The one name whose words, or their English counterparts, begin with the letters of the initials."""
    letters = [letter.lower() for letter in initials if letter.isalpha()]
    if len(letters) < 3:
        return None
    fitting = {}
    for other in others:
        if other.head and (
            vietnamese_initials(other.canonical, letters) or _english(reading, other, letters)
        ):
            fitting[key(other.canonical)] = other
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def vietnamese_initials(canonical: str, letters: list[str]) -> bool:
    words = [word for word in key(canonical).split() if word not in ("và", "các", "vì", "của", "về")]
    return len(words) == len(letters) and all(
        word[0] == letter for word, letter in zip(words, letters, strict=True)
    )


def _english(reading: Reading, name: Name, letters: list[str]) -> bool:
    """Whether each letter is the initial of the English for one word of the name, none used twice."""
    choices: list[str] = []
    at = name.first
    unknown = 0
    while at < name.last:
        found = reading.lex.english.at(reading.tokens, at)
        if found:
            choices.append(found[1])
            at += found[0]
        else:
            unknown += reading.word(at) not in ("và", "các", "vì", "của", "về", ",", "-")
            at += 1
    if unknown or len(choices) < 3 or abs(len(choices) - len(letters)) > 1:
        return False
    return _assign(letters, choices)


def _assign(letters: list[str], choices: list[str]) -> bool:
    if not letters:
        return True
    for number, choice in enumerate(choices):
        if letters[0] in choice and _assign(letters[1:], choices[:number] + choices[number + 1 :]):
            return True
    return False
