"""What the index is asked for a profile: each of its names, and other wordings of their parts."""

from __future__ import annotations

from collections.abc import Iterator

from banyan.registry.adapters.matching.lexicon import Lexicon
from banyan.registry.adapters.matching.parsing import Parsed, parse
from banyan.registry.adapters.matching.shapes import Profile
from banyan.search.adapters.base import EngineQuery
from banyan.search.domain import candidates

_MOST_NAMES = 4  # names of one profile that are asked for
_MOST_WORDINGS = 6
_MOST_LEARNED = 4


def questions(profile: Profile, *, lexicon: Lexicon, limit: int = 30) -> Iterator[EngineQuery]:
    """Yield the questions to the index for one profile."""
    for name in profile.names[:_MOST_NAMES]:
        parsed = parse(name.text, name.language, lexicon)
        if not parsed.atoms:
            continue
        yield candidates.question(
            name=name.text,
            weigh=lexicon.weight,
            wordings=_wordings(parsed, lexicon),
            kinds=(profile.kind,),
            limit=limit,
        )


def _wordings(parsed: Parsed, lexicon: Lexicon) -> list[tuple[float, tuple[str, ...]]]:
    """Return other ways to write the parts of a name, each with what it tells; the telling ones first."""
    found: list[tuple[float, tuple[str, ...]]] = []
    for span, codes in parsed.cover:
        atoms = parsed.atoms[span.first : span.stop]
        if atoms[0].kind in ("stop", "wrapper", "number"):
            continue
        texts = [text for code in sorted(codes) for text in lexicon.wordings.get(code, ())]
        weight = sum(atom.weight for atom in atoms)
        if len(texts) > 1:
            found.append((min(weight, 0.8), tuple(texts[:10])))
    for place, atom in enumerate(parsed.atoms):
        word = atom.folded
        if atom.is_han and place + 1 < len(parsed.atoms):
            word += parsed.atoms[place + 1].folded
        learned = lexicon.learned.get(word)
        if learned and atom.kind not in ("stop", "place", "number"):
            best = sorted(learned, key=learned.__getitem__, reverse=True)[:_MOST_LEARNED]
            found.append((0.8 * atom.weight, tuple(best)))
    found.sort(key=lambda pair: -pair[0])
    return found[:_MOST_WORDINGS]
