"""
Which record a name may stand for: candidates with a score and reasons, and what follows from them.

:func:`look_up` is for everything that asks for many at once: candidates come from the tables (equal names,
identifiers) and from the index; each is compared with everything known about it. :func:`candidates` asks for
one thing by its names and the little else that a page read or a form filled in says of it. How two profiles
are compared: docs/matching.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from banyan.registry.adapters.matching import Lexicon, Name, Profile
from banyan.registry.adapters.matching.asking import questions
from banyan.registry.adapters.matching.verdicts import (
    BAR,
    LIKELY,
    MARGIN,
    MOST,
    Band,
    Candidate,
    Verdict,
    decide,
)
from banyan.registry.domain import learned_words, match_tables
from banyan.registry.domain import names as name_rules
from banyan.registry.enums import NameKind, OrganisationState, PersonState
from banyan.registry.models import Organisation, OrganisationName, Person, PersonName
from banyan.search.domain import candidates as index_candidates
from banyan.search.domain.normalise import marked
from banyan.taxonomy.models import Place

__all__ = [
    "BAR",
    "LIKELY",
    "MARGIN",
    "MOST",
    "Band",
    "Candidate",
    "Verdict",
    "candidates",
    "current_lexicon",
    "look_up",
    "profiles",
    "same_name",
]

#: Records that the index brings for one question.
_FROM_INDEX: Final = 16


def current_lexicon() -> Lexicon:
    """Return the data lists together with what the register's own names in two languages have taught."""
    return learned_words.current()


def profiles(*, keys: Iterable[str], kind: str = "organisation") -> dict[str, Profile]:
    """Return what the register knows of these records, by public id, with a constant number of queries."""
    wanted = list(keys)
    if kind == "person":
        people = Person.objects.filter(public_id__in=wanted).prefetch_related("names")
        return {person.public_id: _person_profile(person) for person in people}
    organisations = (
        Organisation.objects.filter(public_id__in=wanted)
        .select_related("country", "place", "legal_form")
        .prefetch_related("names", "identifiers")
    )
    return {organisation.public_id: _profile(organisation) for organisation in organisations}


def _person_profile(person: Person) -> Profile:
    names = tuple(Name(text=n.text, language=n.language, kind=n.kind) for n in person.names.all())
    return Profile(key=person.public_id, names=names, kind="person")


def _profile(organisation: Organisation) -> Profile:
    return Profile(
        key=organisation.public_id,
        names=tuple(Name(text=n.text, language=n.language, kind=n.kind) for n in organisation.names.all()),
        country=organisation.country.code if organisation.country else "",
        places=(organisation.place.code,) if organisation.place else (),
        seats=_names_of(organisation.place) if organisation.place else (),
        identifiers=frozenset((one.scheme, one.value) for one in organisation.identifiers.all()),
        websites=(organisation.website,) if organisation.website else (),
        legal_form=organisation.legal_form.code if organisation.legal_form else "",
        founded=organisation.founded_date,
    )


def _names_of(place: Place) -> tuple[str, ...]:
    return tuple(filter(None, (getattr(place, f"name_{tag}", "") for tag in ("en", "vi", "zh"))))


def look_up(*, asked: Sequence[Profile], limit: int = MOST) -> list[Verdict]:
    """
    Say for each profile which records it may stand for and whether one of them is certain.

    The number of database queries does not grow with ``asked``; the index is asked once for each name. A
    match needs a score of ``BAR``, a lead of ``MARGIN`` over the next record, and nothing that rules it out.
    A record is never a candidate for its own profile.
    """
    found: list[dict[str, None]] = [{} for _profile in asked]
    for kind in ("organisation", "person"):
        places = [place for place, profile in enumerate(asked) if profile.kind == kind]
        if places:
            match_tables.add(kind, [asked[place] for place in places], [found[place] for place in places])
    lexicon = current_lexicon()
    for profile, keys in zip(asked, found, strict=True):
        for question in questions(profile, lexicon=lexicon, limit=_FROM_INDEX):
            keys |= dict.fromkeys(index_candidates.keys_for(question))
        keys.pop(profile.key, None)
    known: dict[str, dict[str, Profile]] = {"organisation": {}, "person": {}}
    for kind, held in known.items():
        wanted = {key for one, theirs in zip(asked, found, strict=True) if one.kind == kind for key in theirs}
        if wanted:
            held |= profiles(keys=wanted, kind=kind)
    return [
        decide(
            asked=profile,
            batches=[[known[profile.kind][key] for key in keys if key in known[profile.kind]]],
            lexicon=lexicon,
            limit=min(limit, MOST),
        )
        for profile, keys in zip(asked, found, strict=True)
    ]


def candidates(
    *, kind: str, names: Sequence[str], country: str = "", website: str = ""
) -> tuple[Candidate, ...]:
    """
    Return the records that any of these names may stand for, best first; what is ruled out is left out.

    Whoever has the very website is among them, however it is called.

    :param kind: ``organisation`` or ``person``
    :param country: an ISO 3166-1 code of two letters, if known
    """
    asked = Profile(
        key="",
        names=tuple(Name(text=name) for name in names if name.strip()),
        country=country,
        websites=(website,) if website else (),
        kind=kind,
    )
    if not asked.names:
        return ()
    verdict = look_up(asked=[asked])[0]
    return tuple(
        one
        for one in verdict.candidates
        if (one.score >= LIKELY or "same_website" in one.reasons) and not one.vetoes
    )


def _exact(kind: str, folded: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return (public id, name, kind of name) for names equal once compared."""
    if kind == "person":
        people = PersonName.objects.filter(folded__in=folded).exclude(person__state=PersonState.MERGED)
        return list(people.values_list("person__public_id", "text", "kind")[:50])
    organisations = OrganisationName.objects.filter(folded__in=folded).exclude(
        organisation__state=OrganisationState.MERGED
    )
    return list(organisations.values_list("organisation__public_id", "text", "kind")[:50])


def _settled(text: str) -> str:
    return "".join(marked(text).split())


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
