"""
Which record a name on a page may stand for: candidates with a score and reasons.

An exact name, compared without case, spaces and script variants, comes from the table; near names come
from the index, compared by rapidfuzz. The scores are an order for a person's eye, not probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from banyan.registry.domain import names as name_rules
from banyan.registry.enums import NameKind, OrganisationState
from banyan.registry.models import OrganisationName, PersonName
from banyan.search.domain import queries
from banyan.search.domain.normalise import marked

#: From here on a candidate is shown as "close to"; below, it would only be noise.
LIKELY: Final = 0.80
#: Candidates shown at most.
MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record a name may stand for. ``reasons`` are codes that the page words for the reader."""

    key: str
    name: str
    score: float
    reasons: tuple[str, ...]

    @property
    def is_exact(self) -> bool:
        """True when the very same name is in the register, accents and all."""
        return "same_name" in self.reasons

    def as_json(self) -> dict[str, object]:
        """The candidate as kept with a suggestion."""
        return {"key": self.key, "name": self.name, "score": self.score, "reasons": list(self.reasons)}


def _exact(kind: str, folded: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return (public id, name, kind of name) for names equal once compared."""
    if kind == "person":
        people = PersonName.objects.filter(folded__in=folded)
        return list(people.values_list("person__public_id", "text", "kind")[:50])
    organisations = OrganisationName.objects.filter(folded__in=folded).exclude(
        organisation__state=OrganisationState.MERGED
    )
    return list(organisations.values_list("organisation__public_id", "text", "kind")[:50])


def _settled(text: str) -> str:
    return "".join(marked(text).split())


def candidates(*, kind: str, names: Sequence[str]) -> tuple[Candidate, ...]:
    """
    Return the records that any of these names may stand for, best first.

    :param kind: ``organisation`` or ``person``
    """
    found = {candidate.key: candidate for candidate in same_name(kind=kind, names=names)}
    if not any(candidate.is_exact for candidate in found.values()):
        for candidate in _near(kind, names):
            found.setdefault(candidate.key, candidate)
    return tuple(sorted(found.values(), key=lambda candidate: -candidate.score)[:MOST])


def same_name(*, kind: str, names: Sequence[str]) -> tuple[Candidate, ...]:
    """Return the records that bear one of these names, from the table alone."""
    wanted = {name_rules.compared(name): name for name in names if name_rules.compared(name)}
    found: dict[str, Candidate] = {}
    for key, text, name_kind in _exact(kind, list(wanted)):
        typed = wanted[name_rules.compared(text)]
        is_same = _settled(text) == _settled(typed) or name_rules.compared(typed) == typed.casefold()
        reason = "same_name" if is_same and name_kind != NameKind.FORMER else "same_without_accents"
        score = 1.0 if reason == "same_name" else 0.93
        if key not in found or found[key].score < score:
            found[key] = Candidate(key=key, name=text, score=score, reasons=(reason,))
    return tuple(found.values())


def _near(kind: str, names: Sequence[str]) -> list[Candidate]:
    near: list[Candidate] = []
    for name in names[:3]:
        results = queries.search(query=name, kinds=[kind], limit=8, include_private=True)
        for hit in results.hits:
            best, text = max(
                (
                    (fuzz.ratio(name_rules.compared(name), name_rules.compared(other)) / 100, other)
                    for other in (name.text for name in hit.names)
                ),
                default=(0.0, ""),
            )
            if best >= LIKELY:
                near.append(
                    Candidate(key=hit.key, name=text, score=round(best * 0.9, 3), reasons=("similar_name",))
                )
    return near
