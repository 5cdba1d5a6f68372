"""
Which words of one name answer which words of another: letter by letter, by meaning, by sound, nearly.

Each step only looks at what the steps before it left over, the surest first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import Indel, Levenshtein

from banyan.registry.adapters.matching.lexicon import Lexicon
from banyan.registry.adapters.matching.parsing import Atom, Parsed, Span
from banyan.registry.adapters.matching.sounds import SoundReader
from banyan.search.domain.normalise import accents_agree

_TRANSLATED: Final = 0.97
_SOUNDED: Final = 0.90
_JOINED: Final = 0.95
_LEAST_FUZZY: Final = 0.74
_LONGEST_ABBREVIATION: Final = 6
_MOST_LEFT: Final = 12  # words left on a side beyond which slips are not looked for


@dataclass(slots=True)
class Alignment:
    """What was found: for each atom of both names how well it is answered, and by which step."""

    a: Parsed
    b: Parsed
    taken_a: list[float]
    taken_b: list[float]
    #: Weight answered by each step, both names together.
    by_step: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    accents_missing: bool = False
    accents_against: int = 0
    pairs: list[tuple[int, int]] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, step: str, span_a: Span, span_b: Span, quality: float) -> None:
        """Note that two stretches answer each other."""
        for taken, span, atoms in (
            (self.taken_a, span_a, self.a.atoms),
            (self.taken_b, span_b, self.b.atoms),
        ):
            for place in range(span.first, span.stop):
                if quality > taken[place]:
                    self.by_step[step] += atoms[place].weight * (quality - taken[place])
                    taken[place] = quality
        self.pairs.append((span_a.first, span_b.first))

    def left(self, *, first: bool) -> list[int]:
        """Return the places of the first or second name that nothing answers yet."""
        taken = self.taken_a if first else self.taken_b
        return [place for place, quality in enumerate(taken) if not quality]

    def covered(self) -> tuple[float, float]:
        """Return the share of each name's weight that is answered."""
        return (_share(self.a, self.taken_a), _share(self.b, self.taken_b))


#: A country that only one name has counts so much: people leave it out at home.
_COUNTRY_LEFT: Final = 0.25


def _share(parsed: Parsed, taken: list[float]) -> float:
    answered, whole = 0.0, 1e-9
    for atom, quality in zip(parsed.atoms, taken, strict=True):
        answered += atom.weight * quality
        whole += atom.weight * (_COUNTRY_LEFT if atom.kind == "country" and not quality else 1.0)
    return answered / whole


def align(a: Parsed, b: Parsed, *, lexicon: Lexicon) -> Alignment:
    """Find what answers what, in six steps."""
    found = Alignment(a=a, b=b, taken_a=[0.0] * len(a.atoms), taken_b=[0.0] * len(b.atoms))
    if a.has_latin and b.has_latin:
        _same_words(found)
    if a.has_han and b.has_han:
        _same_han(found)
    if _is_open(found):
        _same_concepts(found)
    if _is_open(found):
        if a.has_latin and b.has_latin:
            _joined_words(found)
            _near_words(found)
            _initials(found)
        if a.has_han != b.has_han or (a.has_han and (a.has_latin != b.has_latin)):
            _same_sounds(found)
        _learned(found, lexicon)
    return found


def _is_open(found: Alignment) -> bool:
    return 0.0 in found.taken_a and 0.0 in found.taken_b


def _same_words(found: Alignment) -> None:
    is_strict = found.a.is_vietnamese or found.b.is_vietnamese
    places: dict[str, list[int]] = defaultdict(list)
    for place, atom in enumerate(found.b.atoms):
        if not atom.is_han:
            places[atom.folded].append(place)
    for place, atom in enumerate(found.a.atoms):
        theirs = places.get(atom.folded)
        if atom.is_han or not theirs:
            continue
        best = -1
        for other in theirs:
            marked = found.b.atoms[other].marked
            if marked == atom.marked:
                best = other
                break
            if _accents_go_together(atom, found.b.atoms[other], is_strict=is_strict):
                best = other
        if best < 0:
            found.accents_against += 1
            found.notes["accents"].append(f"{atom.marked} / {found.b.atoms[theirs[0]].marked}")
            continue
        if found.b.atoms[best].marked != atom.marked:
            found.accents_missing = True
        theirs.remove(best)
        found.take("same", Span(place, place + 1), Span(best, best + 1), 1.0)


def _accents_go_together(one: Atom, other: Atom, *, is_strict: bool) -> bool:
    """
    Say whether two words of the same letters may be one: accents left out altogether, or set elsewhere (hoà).

    In Vietnamese an accent more makes another word (rùng, rừng); elsewhere people leave out single ones.
    """
    if one.marked == one.folded or other.marked == other.folded:
        return True
    forth = accents_agree(typed=one.marked, stored=other.marked)
    back = accents_agree(typed=other.marked, stored=one.marked)
    return (forth and back) if is_strict else (forth or back)


def _same_han(found: Alignment) -> None:
    a, b = found.a, found.b
    ours = [place for place, atom in enumerate(a.atoms) if atom.is_han]
    theirs = [place for place, atom in enumerate(b.atoms) if atom.is_han]
    text_a, text_b = a.han, b.han
    if len(text_a) != len(ours) or len(text_b) != len(theirs):
        return
    equal: dict[int, int] = {}
    for step in Indel.opcodes(text_a, text_b):
        if step.tag == "equal":
            for offset in range(step.src_end - step.src_start):
                equal[ours[step.src_start + offset]] = theirs[step.dest_start + offset]
    if len(equal) < len(ours) or len(equal) < len(theirs):
        _keep_whole_words(a, b, equal)
    for one, other in equal.items():
        found.take("same", Span(one, one + 1), Span(other, other + 1), 1.0)
    _moved_han(found, ours, theirs)


def _keep_whole_words(a: Parsed, b: Parsed, equal: dict[int, int]) -> None:
    """Take back characters that two different words share: 会 of 协会 and of 基金会, 京 of 北京 and 南京."""
    for _round in range(2):
        back = {other: one for one, other in equal.items()}
        for span, _codes in a.cover:
            if a.atoms[span.first].is_han and not all(p in equal for p in range(span.first, span.stop)):
                for place in range(span.first, span.stop):
                    equal.pop(place, None)
        for span, _codes in b.cover:
            if b.atoms[span.first].is_han and not all(p in back for p in range(span.first, span.stop)):
                for place in range(span.first, span.stop):
                    equal.pop(back.get(place, -1), None)


def _moved_han(found: Alignment, ours: list[int], theirs: list[int]) -> None:
    """Find pairs of characters that stand elsewhere in the other name, whole words only."""
    places: dict[str, list[Span]] = defaultdict(list)
    for span in _free_pairs(found.b, found.taken_b, theirs):
        places[_written(found.b, span)].append(span)
    if not places:
        return
    for span in _free_pairs(found.a, found.taken_a, ours):
        for other in places.get(_written(found.a, span), ()):
            if not any(found.taken_a[span.first : span.stop] + found.taken_b[other.first : other.stop]):
                found.take("same", span, other, 0.95)
                break


def _free_pairs(parsed: Parsed, taken: list[float], han: list[int]) -> list[Span]:
    """Return the pairs of neighbours that nothing answers yet and that cut no known word in two."""
    known = {place: span for span, _codes in parsed.cover for place in range(span.first, span.stop)}
    return [
        Span(place, after + 1)
        for place, after in pairwise(han)
        if after == place + 1
        and not taken[place]
        and not taken[after]
        and known.get(place, (place, after + 1)) == known.get(after, (place, after + 1)) == (place, after + 1)
    ]


def _written(parsed: Parsed, span: Span) -> str:
    return "".join(atom.folded for atom in parsed.atoms[span.first : span.stop])


def _same_concepts(found: Alignment) -> None:
    shared = found.a.spans.keys() & found.b.spans.keys()
    if not shared:
        return
    choices = sorted(
        (
            (
                -(span.stop - span.first) - (other.stop - other.first),
                abs(span.first / len(found.a.atoms) - other.first / len(found.b.atoms)),
                span,
                other,
                code,
            )
            for code in shared
            if not code.startswith("stop:")
            for span in found.a.spans[code]
            for other in found.b.spans[code]
        ),
        key=lambda choice: choice[:4],
    )
    for _length, _apart, span, other, code in choices[:200]:
        if any(found.taken_a[span.first : span.stop]) or any(found.taken_b[other.first : other.stop]):
            continue
        if _is_abbreviated(found.a, span, found.b, other):
            found.take("same", span, other, _TRANSLATED)
            continue
        found.take("translated", span, other, _TRANSLATED)
        found.notes["translated"].append(code)


def _is_abbreviated(a: Parsed, span: Span, b: Parsed, other: Span) -> bool:
    """Say whether one wording abbreviates the other: the same first letter, its others there in order."""
    if a.atoms[span.first].is_han or b.atoms[other.first].is_han:
        return False
    short, long = sorted((_written(a, span), _written(b, other)), key=len)
    if short[0] != long[0] or len(short) > _LONGEST_ABBREVIATION:
        return False
    rest = iter(long)
    return all(letter in rest for letter in short)


def _joined_words(found: Alignment) -> None:
    """Find words that one name writes together and the other apart: bio medical, biomedical."""
    for first in (True, False):
        one, other = (found.a, found.b) if first else (found.b, found.a)
        taken, theirs = (found.taken_a, found.taken_b) if first else (found.taken_b, found.taken_a)
        whole = {
            atom.folded: place
            for place, atom in enumerate(other.atoms)
            if not theirs[place] and not atom.is_han and len(atom.folded) > 3
        }
        if not whole:
            return
        for start in range(len(one.atoms) - 1):
            together = one.atoms[start].folded
            for stop in range(start + 1, min(start + 4, len(one.atoms))):
                together += one.atoms[stop].folded
                place = whole.get(together, -1)
                if place >= 0 and not theirs[place] and not all(taken[start : stop + 1]):
                    spans = (Span(start, stop + 1), Span(place, place + 1))
                    found.take("same", spans[not first], spans[first], _JOINED)


def _near_words(found: Alignment) -> None:
    """Find words with a slip, another ending or cut short. Names of places and numbers allow none."""
    ours = [p for p in found.left(first=True) if _may_be_near(found.a, p)]
    theirs = [p for p in found.left(first=False) if _may_be_near(found.b, p)]
    if not ours or not theirs or len(ours) > _MOST_LEFT or len(theirs) > _MOST_LEFT:
        return
    choices: list[tuple[float, int, int]] = []
    for place in ours:
        word = found.a.atoms[place].folded
        for other in theirs:
            near = nearness(word, found.b.atoms[other].folded)
            if near >= _LEAST_FUZZY:
                choices.append((near, place, other))
    for near, place, other in sorted(choices, reverse=True):
        if not found.taken_a[place] and not found.taken_b[other]:
            found.take("near", Span(place, place + 1), Span(other, other + 1), near)
            words = f"{found.a.atoms[place].folded} / {found.b.atoms[other].folded}"
            found.notes["near"].append(words)


def _may_be_near(parsed: Parsed, place: int) -> bool:
    atom = parsed.atoms[place]
    return (
        not atom.is_han and len(atom.folded) > 3 and atom.kind not in ("place", "country", "number", "stop")
    )


def nearness(word: str, other: str) -> float:
    """Return how near two words are, 0 to 1: slips, and endings after a long common beginning."""
    alike = Levenshtein.normalized_similarity(word, other, score_cutoff=0.5)
    if alike >= 0.8:
        return float(alike)
    shorter = min(len(word), len(other))
    common = 0
    while common < shorter and word[common] == other[common]:
        common += 1
    if common >= 5 and common >= 0.6 * max(len(word), len(other)):
        return max(float(alike), 0.8)
    if common == shorter and common >= 4:  # cut short: univ, agric
        return 0.75
    return float(alike)


def _initials(found: Alignment) -> None:
    """Find an acronym of one name in the words that the other writes out: CAS Institute …"""
    for first in (True, False):
        one, other = (found.a, found.b) if first else (found.b, found.a)
        taken, theirs = (found.taken_a, found.taken_b) if first else (found.taken_b, found.taken_a)
        for place, atom in enumerate(one.atoms):
            letters = atom.folded
            if taken[place] or not atom.is_capital or not 2 <= len(letters) <= 8 or atom.kind == "number":
                continue
            span = _run_of_initials(other, letters, theirs)
            if span is not None:
                spans = (Span(place, place + 1), span)
                found.take("initials", spans[not first], spans[first], 0.85)
                found.notes["initials"].append(letters.upper())


def _run_of_initials(parsed: Parsed, letters: str, taken: list[float]) -> Span | None:
    words = [place for place, atom in enumerate(parsed.atoms) if not atom.is_han and atom.kind != "stop"]
    initials = "".join(parsed.atoms[place].folded[0] for place in words)
    at = initials.find(letters)
    while at >= 0:
        span = Span(words[at], words[at + len(letters) - 1] + 1)
        if sum(1 for place in range(span.first, span.stop) if not taken[place]) >= min(2, len(letters)):
            return span
        at = initials.find(letters, at + 1)
    return None


def _same_sounds(found: Alignment) -> None:
    for first in (True, False):
        one, other = (found.a, found.b) if first else (found.b, found.a)
        if not one.has_han or not other.has_latin:
            continue
        taken, theirs = (found.taken_a, found.taken_b) if first else (found.taken_b, found.taken_a)
        reader = SoundReader(one, taken)
        for place, atom in enumerate(other.atoms):
            if theirs[place] or atom.is_han or len(atom.folded) < 2 or atom.kind == "stop":
                continue
            span = reader.find(atom.folded)
            if span is not None:
                spans = (span, Span(place, place + 1))
                found.take("sounded", spans[not first], spans[first], _SOUNDED)
                found.notes["sounded"].append(atom.folded)


def _learned(found: Alignment, lexicon: Lexicon) -> None:
    """Find words that were often met beside each other in names of one body in two languages."""
    choices: list[tuple[float, Span, Span]] = []
    for word, span in found.a.taught:
        if not all(found.taken_a[span.first : span.stop]):
            for other, weight in lexicon.learned[word].items():
                choices += ((weight, span, theirs) for theirs in found.b.pieces.get(other, ()))
    for word, span in found.b.taught:
        if not all(found.taken_b[span.first : span.stop]):
            for other, weight in lexicon.learned[word].items():
                choices += ((weight, ours, span) for ours in found.a.pieces.get(other, ()))
    choices.sort(reverse=True)
    for weight, span, theirs in choices:
        if all(found.taken_a[span.first : span.stop]) or all(found.taken_b[theirs.first : theirs.stop]):
            continue
        found.take("learned", span, theirs, weight)
