"""
A name taken apart: its atoms (words, or single Han characters), what each tells, and the concepts it holds.

The same name is met again and again, so what was taken apart is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from banyan.registry.adapters.matching import numbers
from banyan.registry.adapters.matching.lexicon import Lexicon, Wording
from banyan.search.domain.analysis import STOP_WORDS, characters_of, derived_initials, tokens_of
from banyan.search.domain.normalise import accents_agree, settle

LONGEST: Final = 300  # characters of a name that are read
MOST_ATOMS: Final = 64
_ASIDE_COUNTS: Final = 0.4  # what stands in brackets is often left out
_BREAK: Final = re.compile(r"[,;，；]| [-–—] |–")
_ASIDE: Final = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
#: Letters that only Vietnamese has, among the languages we read.
_VIETNAMESE: Final = frozenset("ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
#: What may follow a name of a place and still stand alone, one Han character each.
_LEVELS: Final = frozenset("省市县区州乡镇村")


class Span(NamedTuple):
    """Where a concept stands: first atom, stop."""

    first: int
    stop: int


class Atom(NamedTuple):
    """A word, or a Han character. ``weight`` is what it tells; ``kind`` is that of its concept, or ""."""

    folded: str
    marked: str
    weight: float
    kind: str
    is_han: bool
    #: Written in capitals.
    is_capital: bool
    #: Which part of the name it stands in, parts being set off by commas or dashes.
    part: int


@dataclass(frozen=True)
class Parsed:
    """A name taken apart. ``spans`` are all places of each concept, ``cover`` the longest ones in a row."""

    text: str
    #: All words written together, folded, and the same with accents.
    key: str
    marked_key: str
    #: ``key`` without wrappers and small words.
    core_key: str
    atoms: tuple[Atom, ...]
    spans: dict[str, tuple[Span, ...]]
    cover: tuple[tuple[Span, frozenset[str]], ...]
    numbers: frozenset[str]
    has_han: bool
    has_latin: bool
    is_vietnamese: bool
    weight: float
    learned: Mapping[str, Mapping[str, float]]

    @cached_property
    def pieces(self) -> dict[str, tuple[Span, ...]]:
        """Words, and runs of two to four Han characters, by what is written."""
        return _pieces(self.atoms)

    @cached_property
    def taught(self) -> tuple[tuple[str, Span], ...]:
        """Those pieces that the lexicon has learned translations of."""
        return tuple(
            (word, span) for word, spans in self.pieces.items() if word in self.learned for span in spans
        )

    @cached_property
    def han(self) -> str:
        """The Han characters, in order."""
        return "".join(atom.folded for atom in self.atoms if atom.is_han)

    @property
    def written(self) -> str:
        """The letters as they stand, neither folded nor simplified."""
        return "".join(letter for letter in settle(self.text).casefold() if letter.isalnum())


class _Raw(NamedTuple):
    folded: str
    marked: str
    is_han: bool
    is_capital: bool
    is_aside: bool
    part: int


@lru_cache(maxsize=40_000)
def parse(text: str, language: str, lexicon: Lexicon) -> Parsed:
    """Take a name apart; anything may stand in it, and only the first ``LONGEST`` characters are read."""
    settled = settle(text.replace("\0", " ")[: LONGEST * 4])[:LONGEST]
    raw, han_numbers = _raw_atoms(settled)
    is_vietnamese = language == "vi" or any(letter in _VIETNAMESE for letter in settled.casefold())
    found: dict[str, list[Span]] = defaultdict(list)
    _find_latin(raw, lexicon, found, is_vietnamese=is_vietnamese)
    _find_han(raw, lexicon, found)
    digits = _find_numbers(raw, han_numbers, found)
    cover = _cover(raw, found)
    _drop_pieces(raw, found, cover)
    kinds = _kinds(len(raw), cover)
    _keep_what_tells(kinds, cover, found)
    _drop_own_initials(kinds, raw)
    atoms = tuple(_atom(place, one, raw, kinds[place], lexicon) for place, one in enumerate(raw))
    return Parsed(
        text=text,
        key="".join(one.folded for one in raw),
        marked_key="".join(one.marked for one in raw),
        core_key="".join(
            atom.folded
            for atom in atoms
            if atom.kind not in ("wrapper", "stop") and (atom.is_han or atom.folded not in STOP_WORDS)
        ),
        atoms=atoms,
        spans={code: tuple(spans) for code, spans in found.items()},
        cover=cover,
        numbers=digits,
        has_han=any(one.is_han for one in raw),
        has_latin=any(not one.is_han and not one.folded.isdigit() for one in raw),
        is_vietnamese=is_vietnamese,
        weight=sum(atom.weight for atom in atoms) or 1e-9,
        learned=lexicon.learned,
    )


def _pieces(atoms: Sequence[Atom]) -> dict[str, tuple[Span, ...]]:
    found: dict[str, tuple[Span, ...]] = {}
    for place, atom in enumerate(atoms):
        if not atom.is_han:
            if atom.kind not in ("stop", "number"):
                found[atom.folded] = (*found.get(atom.folded, ()), Span(place, place + 1))
            continue
        together = atom.folded
        for stop in range(place + 1, min(place + 4, len(atoms))):
            if not atoms[stop].is_han:
                break
            together += atoms[stop].folded
            found[together] = (*found.get(together, ()), Span(place, stop + 1))
    return found


def _raw_atoms(text: str) -> tuple[list[_Raw], list[tuple[int, int, str]]]:
    asides = [match.span() for match in _ASIDE.finditer(text)]
    breaks = [match.start() for match in _BREAK.finditer(text)]
    raw: list[_Raw] = []
    han_numbers: list[tuple[int, int, str]] = []
    for token in tokens_of(text):
        if len(raw) >= MOST_ATOMS:
            break
        is_aside = bool(asides) and any(first < token.start < stop for first, stop in asides)
        part = sum(1 for place in breaks if place < token.start) if breaks else 0
        if token.is_han:
            start = len(raw)
            han_numbers += [(start + a, start + b, value) for a, b, value in numbers.of_han(token.folded)]
            # A kana that folding took apart is one character again, so that places can be counted.
            pieces = (unicodedata.normalize("NFC", piece) for piece in characters_of(token.folded))
            raw += (_Raw(piece, piece, True, False, is_aside, part) for piece in pieces)
        else:
            written = text[token.start : token.end]
            raw.append(_Raw(token.folded, token.marked, False, written.isupper(), is_aside, part))
    return raw[:MOST_ATOMS], [found for found in han_numbers if found[1] <= MOST_ATOMS]


def _find_latin(
    raw: Sequence[_Raw], lexicon: Lexicon, found: dict[str, list[Span]], *, is_vietnamese: bool
) -> None:
    words = tuple(one.folded for one in raw)
    for place, one in enumerate(raw):
        if one.is_han:
            continue
        for wording in lexicon.latin.get(one.folded, ()):
            folded = wording.folded
            stop = place + len(folded)
            if len(folded) > 1 and (stop > len(words) or words[place + 1] != folded[1]):
                continue
            if words[place:stop] == folded and _is_here(
                raw[place:stop], wording, is_vietnamese=is_vietnamese
            ):
                found[wording.concept].append(Span(place, stop))


def _is_here(words: Sequence[_Raw], wording: Wording, *, is_vietnamese: bool) -> bool:
    if wording.is_syllable and not is_vietnamese:
        return False
    for word, marked in zip(words, wording.marked, strict=True):
        if word.marked == marked:
            continue
        # Accents left out are fine where several words agree; one syllable without its tone says too little.
        if word.marked == word.folded:
            if wording.is_syllable:
                return False
        elif not accents_agree(typed=word.marked, stored=marked):
            return False
    return True


def _find_han(raw: Sequence[_Raw], lexicon: Lexicon, found: dict[str, list[Span]]) -> None:
    known, longest = lexicon.han, lexicon.longest_han
    start = 0
    while start < len(raw):
        if not raw[start].is_han:
            start += 1
            continue
        stop = start
        while stop < len(raw) and raw[stop].is_han:
            stop += 1
        run = "".join(one.folded for one in raw[start:stop])
        if len(run) == stop - start:  # a kana with its mark would shift the places
            for first in range(len(run)):
                for last in range(first + 1, min(len(run), first + longest) + 1):
                    codes = known.get(run[first:last])
                    if codes is not None:
                        for code in codes:
                            found[code].append(Span(start + first, start + last))
        start = stop


def _find_numbers(
    raw: Sequence[_Raw], han_numbers: Sequence[tuple[int, int, str]], found: dict[str, list[Span]]
) -> frozenset[str]:
    values: list[str] = []
    for first, stop, value in han_numbers:
        found[f"number:{value}"].append(Span(first, stop))
        values.append(value)
    for place, one in enumerate(raw):
        if one.is_han:
            continue
        before = raw[place - 1].folded if place else ""
        value = numbers.of_word(one.folded, marked=one.marked, before=before, is_capital=one.is_capital)
        if value:
            first = place - 1 if before in ("no", "so", "thu", "nr", "numero", "第") else place
            found[f"number:{value}"].append(Span(first, place + 1))
            values.append(value)
    return frozenset(values)


def _cover(raw: Sequence[_Raw], found: dict[str, list[Span]]) -> tuple[tuple[Span, frozenset[str]], ...]:
    """Return the longest concepts side by side, read from the left."""
    at: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for code, spans in found.items():
        for span in spans:
            is_one = raw[span.first].is_han and span.stop - span.first == 1
            if is_one and not (raw[span.first].folded in _LEVELS and span.first >= 2):
                continue
            at[span.first][span.stop].add(code)
    chosen: list[tuple[Span, frozenset[str]]] = []
    place = 0
    while place < len(raw):
        if place in at:
            stop = max(at[place])
            chosen.append((Span(place, stop), frozenset(at[place][stop])))
            place = stop
        else:
            place += 1
    return tuple(chosen)


_COUNTRY_CODE: Final = len("place:VN")
_RANK: Final = ("number", "place", "wrapper", "stop", "form", "level", "generic", "domain")


def _drop_pieces(
    raw: Sequence[_Raw], found: dict[str, list[Span]], cover: Sequence[tuple[Span, frozenset[str]]]
) -> None:
    """Forget single Han characters that are only a piece of a longer word: 会 in 协会."""
    inside = {place for span, _codes in cover if span.stop - span.first > 1 for place in range(*span)}
    for code, spans in list(found.items()):
        kept = [s for s in spans if s.stop - s.first > 1 or s.first not in inside or not raw[s.first].is_han]
        if kept:
            found[code] = kept
        else:
            del found[code]


def _kinds(count: int, cover: Sequence[tuple[Span, frozenset[str]]]) -> list[str]:
    kinds = [""] * count
    for span, codes in cover:
        kind = min((code.partition(":")[0] for code in codes), key=_RANK.index)
        if kind == "place" and all(len(code) == _COUNTRY_CODE for code in codes if code[:6] == "place:"):
            kind = "country"
        for place in range(span.first, span.stop):
            kinds[place] = kind
    return kinds


def _keep_what_tells(
    kinds: list[str], cover: Sequence[tuple[Span, frozenset[str]]], found: dict[str, list[Span]]
) -> None:
    """Let a word of a longer one keep its own kind: "children" tells more than "hospital" around it."""
    longer = [s for s, _ in cover if kinds[s.first] in ("form", "generic") and s.stop - s.first > 1]
    if not longer:
        return
    for code, spans in found.items():
        kind = code.partition(":")[0]
        if kind not in ("domain", "generic", "level"):
            continue
        for inner in spans:
            if any(o.first <= inner.first and inner.stop <= o.stop and inner != o for o in longer):
                for place in range(*inner):
                    if kinds[place] == "form" or kind == "domain":
                        kinds[place] = kind


def _drop_own_initials(kinds: list[str], raw: Sequence[_Raw]) -> None:
    """Let an acronym that only repeats the name it stands beside count as clothing: "A B C (ABC)"."""
    for place, one in enumerate(raw):
        at_edge = one.is_aside or place in (0, len(raw) - 1)
        if one.is_han or not one.is_capital or not at_edge or kinds[place] or not 3 <= len(one.folded) <= 10:
            continue
        others = [word.folded for at, word in enumerate(raw) if at != place and not word.is_han]
        if len(others) >= 3 and one.folded in derived_initials(others):
            kinds[place] = "wrapper"


def _atom(place: int, one: _Raw, raw: Sequence[_Raw], kind: str, lexicon: Lexicon) -> Atom:
    if one.is_han:
        pairs = [
            raw[first].folded + raw[first + 1].folded
            for first in (place - 1, place)
            if first >= 0 and first + 1 < len(raw) and raw[first].is_han and raw[first + 1].is_han
        ]
        told = [lexicon.weight(pair, kind) for pair in pairs] or [lexicon.weight(one.folded, kind)]
        weight = 0.5 * sum(told) / len(told)
    else:
        weight = lexicon.weight(one.folded, kind)
    if one.is_aside:
        weight *= _ASIDE_COUNTS
    return Atom(one.folded, one.marked, weight, kind, one.is_han, one.is_capital, one.part)
