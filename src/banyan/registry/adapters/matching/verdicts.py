"""From comparisons to an answer: which records to show, and whether one of them is certain."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from banyan.registry.adapters.matching.comparing import compare
from banyan.registry.adapters.matching.lexicon import Lexicon
from banyan.registry.adapters.matching.shapes import Comparison, Profile

#: From here on a candidate is worth a person's look; below, it would only be noise.
LIKELY: Final = 0.30
#: A match needs at least this score …
BAR: Final = 0.50
#: … and to be this far ahead of the next record, in log odds (1.1 is three to one).
MARGIN: Final = 1.1
#: From here on other wordings of the name need not be tried: it is the same name but for small words.
SETTLED: Final = 0.975
#: Records after a settled one that are compared all the same: the index ranks those of one name together.
_RIVALS: Final = 3
#: Candidates shown at most.
MOST: Final = 5


class Band(StrEnum):
    """What may be done with an answer without asking a person: link, ask, or take as new."""

    CERTAIN = "certain"
    ASK = "ask"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record a name may stand for. ``reasons`` are codes that the page words for the reader."""

    key: str
    name: str
    score: float
    reasons: tuple[str, ...]
    #: What rules the record out, however alike the names are.
    vetoes: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        """True when the very same name, no former one, is in the register, accents and all."""
        return "same_name" in self.reasons and "former_name" not in self.reasons

    def as_json(self) -> dict[str, object]:
        """The candidate as kept with a suggestion."""
        return {"key": self.key, "name": self.name, "score": self.score, "reasons": list(self.reasons)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known to stand for ``asked``: at most five records, best first; ``chosen`` only if certain."""

    asked: Profile
    candidates: tuple[Candidate, ...]
    band: Band
    chosen: str = ""


def log_odds(score: float) -> float:
    """Return a score as log odds, the very same name as 9.2."""
    kept = min(max(score, 0.0001), 0.9999)
    return math.log(kept / (1 - kept))


def decide(
    *, asked: Profile, batches: Iterable[Iterable[Profile]], lexicon: Lexicon, limit: int = MOST
) -> Verdict:
    """
    Compare with each record and say what follows.

    Certain is one record that reaches ``BAR``, is ``MARGIN`` ahead of every other, and is ruled out by
    nothing. Two people of one name are common: a person is certain only by a number in a register.

    :param batches: records, the likeliest batch first; the next is only drawn while none is ``SETTLED``
    """
    compared = _compared(asked, batches, lexicon)
    compared.sort(key=lambda pair: (-_rank(pair[0]), pair[1].key))
    shown = tuple(_candidate(comparison, record.key) for comparison, record in compared[: max(1, limit)])
    likely = [one for one in shown if one.score >= LIKELY]
    if not likely:
        return Verdict(asked=asked, candidates=shown, band=Band.NEW)
    best = compared[0][0]
    others = [comparison.score for comparison, _record in compared[1:] if not comparison.vetoes]
    lead = log_odds(best.score) - max((log_odds(score) for score in others), default=-9.2)
    is_certain = best.score >= BAR and lead >= MARGIN and not best.vetoes
    if asked.kind == "person" and "same_identifier" not in shown[0].reasons:
        is_certain = False
    if is_certain:
        return Verdict(asked=asked, candidates=shown, band=Band.CERTAIN, chosen=shown[0].key)
    band = Band.ASK if any(not one.vetoes for one in likely) else Band.NEW
    return Verdict(asked=asked, candidates=shown, band=band)


def _compared(
    asked: Profile, batches: Iterable[Iterable[Profile]], lexicon: Lexicon
) -> list[tuple[Comparison, Profile]]:
    """Compare batch by batch; once a record is settled, only the few after it, which may be as good."""
    compared: list[tuple[Comparison, Profile]] = []
    for batch in batches:
        left = -1
        for record in batch:
            found = compare(asked, record, lexicon=lexicon)
            compared.append((found, record))
            if found.score >= SETTLED and not found.vetoes:
                left = _RIVALS
            elif left > 0:
                left -= 1
            if left == 0:
                return compared
        if left > 0:
            return compared
    return compared


def _rank(comparison: Comparison) -> float:
    return comparison.score - (1.0 if comparison.vetoes else 0.0)


def _candidate(comparison: Comparison, key: str) -> Candidate:
    return Candidate(
        key=key,
        name=comparison.best_pair[1],
        score=comparison.score,
        reasons=tuple(reason.code for reason in comparison.reasons),
        vetoes=comparison.vetoes,
    )
