"""
Which record a name may stand for: candidates with a score and reasons, and what follows from them.

:func:`look_up` is for everything that asks for many at once: candidates come from the table (equal names,
identifiers) and from the index; each is compared with everything known about it. :func:`candidates` asks for
one thing by its names alone, as reading a page does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from banyan.registry.adapters.matching import Comparison, Lexicon, Name, Profile, compare
from banyan.registry.domain import names as name_rules
from banyan.registry.enums import NameKind, OrganisationState
from banyan.registry.models import Organisation, OrganisationName, Person, PersonName
from banyan.search.domain import queries
from banyan.search.domain.normalise import marked

#: From here on a candidate is shown as "close to"; below, it would only be noise.
LIKELY: Final = 0.80
#: Candidates shown at most.
MOST: Final = 5
#: A match needs at least this score, and to be this far ahead of the next record.
BAR: Final = 0.90
MARGIN: Final = 0.05


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
        """True when the very same name is in the register, accents and all."""
        return "same_name" in self.reasons

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


@lru_cache(maxsize=1)
def current_lexicon() -> Lexicon:
    """Return the data lists together with what the register's own names in two languages teach."""
    return Lexicon()


def profiles(*, keys: Iterable[str], kind: str = "organisation") -> dict[str, Profile]:
    """Return what the register knows of these records, by public id, with a constant number of queries."""
    wanted = list(keys)
    if kind == "person":
        people = Person.objects.filter(public_id__in=wanted).prefetch_related("names")
        return {
            person.public_id: Profile(
                key=person.public_id,
                names=tuple(
                    Name(text=name.text, language=name.language, kind=name.kind)
                    for name in person.names.all()
                ),
                kind="person",
            )
            for person in people
        }
    organisations = (
        Organisation.objects.filter(public_id__in=wanted)
        .select_related("country", "place", "legal_form")
        .prefetch_related("names", "identifiers")
    )
    return {organisation.public_id: _profile(organisation) for organisation in organisations}


def _profile(organisation: Organisation) -> Profile:
    return Profile(
        key=organisation.public_id,
        names=tuple(
            Name(text=name.text, language=name.language, kind=name.kind) for name in organisation.names.all()
        ),
        country=organisation.country.code if organisation.country else "",
        places=(organisation.place.code,) if organisation.place else (),
        identifiers=frozenset((one.scheme, one.value) for one in organisation.identifiers.all()),
        websites=(organisation.website,) if organisation.website else (),
        legal_form=organisation.legal_form.code if organisation.legal_form else "",
        founded=organisation.founded_date,
    )


def look_up(*, asked: Sequence[Profile], limit: int = MOST) -> list[Verdict]:
    """
    Say for each profile which records it may stand for and whether one of them is certain.

    The number of database queries does not grow with ``asked``. A match needs a score of ``BAR``, a lead of
    ``MARGIN`` over the next record, and nothing that rules it out.
    """
    found = [_found_for(profile) for profile in asked]
    known: dict[str, Profile] = {}
    for kind in ("organisation", "person"):
        keys: set[str] = set()
        for profile, theirs in zip(asked, found, strict=True):
            if profile.kind == kind:
                keys.update(theirs)
        if keys:
            known |= profiles(keys=keys, kind=kind)
    return [
        _verdict(profile, [known[key] for key in theirs if key in known], min(limit, MOST))
        for profile, theirs in zip(asked, found, strict=True)
    ]


def _found_for(profile: Profile) -> list[str]:
    names = [name.text for name in profile.names]
    return [candidate.key for candidate in candidates(kind=profile.kind, names=names)]


def _verdict(asked: Profile, records: Sequence[Profile], limit: int) -> Verdict:
    compared = sorted(
        ((compare(asked, record, lexicon=current_lexicon()), record) for record in records),
        key=lambda pair: (bool(pair[0].vetoes), -pair[0].score, pair[1].key),
    )
    shown = tuple(_candidate(comparison, record.key) for comparison, record in compared[:limit])
    if not shown:
        return Verdict(asked=asked, candidates=(), band=Band.NEW)
    best = shown[0]
    lead = best.score - (shown[1].score if len(shown) > 1 and not shown[1].vetoes else 0.0)
    if best.score >= BAR and lead >= MARGIN and not best.vetoes:
        return Verdict(asked=asked, candidates=shown, band=Band.CERTAIN, chosen=best.key)
    band = Band.ASK if any(one.score >= LIKELY and not one.vetoes for one in shown) else Band.NEW
    return Verdict(asked=asked, candidates=shown, band=band)


def _candidate(comparison: Comparison, key: str) -> Candidate:
    return Candidate(
        key=key,
        name=comparison.best_pair[1],
        score=comparison.score,
        reasons=tuple(reason.code for reason in comparison.reasons),
        vetoes=comparison.vetoes,
    )


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
