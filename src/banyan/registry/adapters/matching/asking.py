"""What the index is asked for a profile: each of its names, and other wordings of their parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from banyan.registry.adapters.matching.lexicon import Lexicon
from banyan.registry.adapters.matching.parsing import Parsed, parse
from banyan.registry.adapters.matching.shapes import Profile
from banyan.search.adapters.base import Engine, EngineQuery
from banyan.search.domain import candidates
from banyan.search.domain.readings import readings_of

_MOST_NAMES: Final = 4  # names of one profile that are asked for
_MOST_WORDINGS: Final = 10
_MOST_LEARNED: Final = 4
_MOST_TEXTS: Final = 14
_BY_LETTERS: Final = 10  # records that are asked for by letters: what is right stands among the first


def questions(
    profile: Profile, *, lexicon: Lexicon, limit: int = 16, engine: Engine | None = None
) -> Iterator[EngineQuery]:
    """
    Yield the questions to the index for one profile: as its names are written, then as translated.

    :param engine: the index that will be asked, if not the one of this process
    """
    near = partial(candidates.meant_by, engine=engine)
    kinds = (profile.kind,)
    for name in profile.names[:_MOST_NAMES]:
        parsed = parse(name.text, name.language, lexicon)
        if not parsed.atoms:
            continue
        yield candidates.by_letters(
            name=name.text, weigh=lexicon.weight, kinds=kinds, limit=min(limit, _BY_LETTERS), near=near
        )
        wordings = _wordings(parsed, lexicon)
        if any(weight >= _TELLING for weight, _texts in wordings):
            yield candidates.by_wordings(wordings=wordings, kinds=kinds, limit=limit)


#: A question of general words alone would bring half the register.
_TELLING: Final = 0.3


def _wordings(parsed: Parsed, lexicon: Lexicon) -> list[tuple[float, tuple[str, ...]]]:
    """Return other ways to write the parts of a name, each with what it tells; the telling ones first."""
    found: list[tuple[float, tuple[str, ...]]] = []
    known: set[int] = set()
    for span, codes in parsed.cover:
        atoms = parsed.atoms[span.first : span.stop]
        known.update(range(span.first, span.stop))
        if atoms[0].kind in ("stop", "wrapper", "number"):
            continue
        texts = [text for code in sorted(codes) for text in lexicon.wordings.get(code, ())]
        weight = min(sum(atom.weight for atom in atoms), 0.8)
        if len(texts) > 1:
            found.append((weight, _other_letters(texts, parsed)))
    for word, span in parsed.taught:
        atoms = parsed.atoms[span.first : span.stop]
        if all(place in known for place in range(*span)) or atoms[0].kind in ("place", "country", "stop"):
            continue
        learned = lexicon.learned[word]
        best = sorted(learned, key=learned.__getitem__, reverse=True)[:_MOST_LEARNED]
        found.append((0.8 * min(sum(atom.weight for atom in atoms), 1.0), tuple(best)))
    found += _sounds(parsed, known)
    found = [pair for pair in found if pair[1]]
    found.sort(key=lambda pair: -pair[0])
    return found[:_MOST_WORDINGS]


def _other_letters(texts: Sequence[str], parsed: Parsed) -> tuple[str, ...]:
    """Return wordings, those in the letters that the name is not written in first."""
    return tuple(sorted(texts, key=lambda text: text.isascii() == (not parsed.has_han)))[:_MOST_TEXTS]


def _sounds(parsed: Parsed, known: set[int]) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Yield the pinyin of neighbouring Han characters that are no known word, as one Latin word."""
    for place in range(len(parsed.atoms) - 1):
        one, other = parsed.atoms[place], parsed.atoms[place + 1]
        if one.is_han and other.is_han and place not in known and place + 1 not in known:
            readings = readings_of(one.folded + other.folded)[:2]
            yield one.weight + other.weight, tuple("".join(reading) for reading in readings)
