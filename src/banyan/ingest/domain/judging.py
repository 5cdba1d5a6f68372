"""
What the rows of an imported file stand for: a known organisation, perhaps one, or a new one – and why.

Numbers in other registers decide first, then names by the register's matcher. Nothing is written here, and
the number of queries does not grow with the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from banyan.ingest.adapters.tables.drafts import DraftKind, NameDraft, PartyDraft, RowDraft
from banyan.ingest.enums import MatchedOn
from banyan.registry.adapters.matching import Name, Profile
from banyan.registry.domain import matching, redirects, renaming
from banyan.registry.domain import names as name_rules
from banyan.registry.domain.matching import Band
from banyan.registry.domain.organisations import NewName
from banyan.registry.domain.sketches import Sketch
from banyan.registry.enums import OrganisationState
from banyan.registry.models import Identifier, Organisation, OrganisationName

#: The tag of a name whose language nobody can tell.
UNKNOWN_LANGUAGE: Final = "und"
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    What one row stands for. ``record_id`` is set only where that is certain; ``candidates`` are as kept with
    a suggestion, best first; ``reasons`` are codes.
    """

    band: Band
    record_id: int | None = None
    candidates: tuple[dict[str, object], ...] = ()
    reasons: tuple[str, ...] = ()


NEW: Final = Judgement(band=Band.NEW)


def names_of(drafts: Iterable[NameDraft]) -> tuple[NewName, ...]:
    """Return names as the register takes them."""
    return tuple(
        NewName(
            text=name.text,
            language=name.language or UNKNOWN_LANGUAGE,
            kind=name.kind,
            valid_from_date=name.valid_from,
            valid_to_date=name.valid_to,
        )
        for name in drafts
    )


def sketch_of(draft: RowDraft) -> Sketch:
    """Return what a row says of its organisation."""
    return Sketch(
        names=names_of(draft.names),
        identifiers=draft.identifiers,
        country=draft.country,
        place=draft.place,
        legal_form=draft.legal_form,
        founded_date=draft.founded,
        ended_date=draft.ended,
        state=draft.state,
        registration_state=draft.registration_state,
        website=draft.website,
        is_network=draft.is_network,
        summary=draft.summary,
        topics=draft.topics,
    )


def party_sketch(party: PartyDraft) -> Sketch:
    """Return what a row says of another organisation."""
    return Sketch(
        names=names_of(party.names),
        identifiers=party.identifiers,
        country=party.country,
        place=party.place,
        website=party.website,
        is_network=party.is_network,
    )


def by_identifiers(pairs: Iterable[Pair]) -> dict[Pair, int]:
    """Return who holds these numbers: key of the organisation; of a merged one, the record it became."""
    by_scheme: dict[str, set[str]] = {}
    for scheme, value in pairs:
        by_scheme.setdefault(scheme, set()).add(value)
    found: dict[Pair, int] = {}
    merged: dict[Pair, str] = {}
    for scheme, values in by_scheme.items():
        rows = Identifier.objects.filter(scheme=scheme, value__in=values).values_list(
            "value", "organisation_id", "organisation__state", "organisation__public_id"
        )
        for value, pk, state, public_id in rows:
            found[(scheme, value)] = pk
            if state == OrganisationState.MERGED:
                merged[(scheme, value)] = public_id
    for pair, public_id in merged.items():
        kept = Organisation.objects.filter(public_id=redirects.current(public_id=public_id)).first()
        if kept is not None:
            found[pair] = kept.pk
    return found


def by_exact_names(names: Iterable[str]) -> dict[str, set[int]]:
    """Return which organisations bear these very names, compared without accents: compared name → keys."""
    wanted = {name_rules.compared(name)[:300] for name in names} - {""}
    found: dict[str, set[int]] = {}
    rows = OrganisationName.objects.filter(folded__in=wanted).exclude(
        organisation__state=OrganisationState.MERGED
    )
    for folded, pk in rows.values_list("folded", "organisation_id"):
        found.setdefault(folded, set()).add(pk)
    return found


def judge(drafts: Sequence[RowDraft], *, matched_on: str) -> list[Judgement]:
    """Say of every row what it stands for."""
    holders = by_identifiers(pair for draft in drafts for pair in draft.identifiers)
    judged: list[Judgement | None] = []
    for draft in drafts:
        found = list(dict.fromkeys(holders[pair] for pair in draft.identifiers if pair in holders))
        if len(found) == 1:
            judged.append(Judgement(band=Band.CERTAIN, record_id=found[0], reasons=("same_identifier",)))
        elif found:
            judged.append(_disagreeing(found))
        else:
            judged.append(None)
    asked = [number for number, one in enumerate(judged) if one is None]
    by_name = [
        number
        for number in asked
        if matched_on == MatchedOn.NAMES
        and drafts[number].names
        and drafts[number].kind != DraftKind.ADDITION  # told by its numbers only
    ]
    for number, judgement in zip(by_name, _by_names([drafts[number] for number in by_name]), strict=True):
        judged[number] = judgement
    renamed = [number for number in by_name if renaming.tells_of_change(names_of(drafts[number].names))]
    for number in renamed:
        judged[number] = _bearing_the_name(drafts[number], judged[number] or NEW)
    # Who is only referred to, and whose number nobody has, can be told by nothing but the name.
    referred = [n for n in asked if judged[n] is None and drafts[n].kind == DraftKind.TIE]
    bearers = by_exact_names(name.text for n in referred for name in drafts[n].names) if referred else {}
    numbers = numbers_of({pk for keys in bearers.values() for pk in keys})
    for number in referred:
        judged[number] = _bearer(drafts[number], bearers, numbers)
    return [one if one is not None else NEW for one in judged]


def _disagreeing(found: Sequence[int]) -> Judgement:
    """Numbers of one row that belong to several organisations: perhaps these are one."""
    rows = Organisation.objects.filter(pk__in=found)
    return Judgement(
        band=Band.ASK,
        candidates=tuple(
            {"key": row.public_id, "name": str(row), "score": 0.9, "reasons": ["same_identifier"]}
            for row in rows
        ),
        reasons=("numbers_disagree",),
    )


def numbers_of(keys: set[int]) -> dict[int, dict[str, str]]:
    """Return the numbers of organisations in other registers: key → register → number."""
    found: dict[int, dict[str, str]] = {}
    rows = Identifier.objects.filter(organisation__in=keys) if keys else ()
    for row in rows:
        found.setdefault(row.organisation_id, {})[row.scheme] = row.value
    return found


def disagree(identifiers: Iterable[Pair], numbers: dict[str, str]) -> bool:
    """Say whether both have a number in one register, and not the same: then they are not one."""
    return any(numbers.get(scheme, value) != value for scheme, value in identifiers)


def _bearer(draft: RowDraft, bearers: dict[str, set[int]], numbers: dict[int, dict[str, str]]) -> Judgement:
    keys = {
        pk
        for name in draft.names
        for pk in bearers.get(name_rules.compared(name.text)[:300], ())
        if not disagree(draft.identifiers, numbers.get(pk, {}))
    }
    if len(keys) == 1:
        return Judgement(band=Band.CERTAIN, record_id=keys.pop(), reasons=("same_name",))
    if not keys:
        return NEW
    rows = Organisation.objects.filter(pk__in=list(keys)[: matching.MOST])
    return Judgement(
        band=Band.ASK,
        candidates=tuple(
            {"key": row.public_id, "name": str(row), "score": 0.9, "reasons": ["same_name"]} for row in rows
        ),
        reasons=("several_of_that_name",),
    )


def _by_names(drafts: Sequence[RowDraft]) -> list[Judgement]:
    verdicts = matching.look_up(asked=[_profile(draft) for draft in drafts]) if drafts else []
    keys = [verdict.chosen for verdict in verdicts if verdict.chosen]
    chosen = dict(Organisation.objects.filter(public_id__in=keys).values_list("public_id", "pk"))
    judged = []
    for verdict in verdicts:
        candidates = tuple(candidate.as_json() for candidate in verdict.candidates)
        record_id = chosen.get(verdict.chosen)
        band = verdict.band
        if band == Band.CERTAIN and record_id is None:
            band = Band.ASK
        reasons: Any = verdict.candidates[0].reasons if verdict.candidates else ()
        judged.append(
            Judgement(band=band, record_id=record_id, candidates=candidates, reasons=tuple(reasons))
        )
    return judged


def _bearing_the_name(draft: RowDraft, judgement: Judgement) -> Judgement:
    """
    Return a judgement that is certain only if the organisation bears one of these very names.

    A name that resembles is enough to add to a record, but not to rename it: then a person is asked.
    """
    if judgement.band != Band.CERTAIN or judgement.record_id is None:
        return judgement
    wanted = {renaming.bare(name_rules.compared(name.text)[:300]) for name in draft.names}
    held = OrganisationName.objects.filter(organisation=judgement.record_id).values_list("folded", flat=True)
    if wanted & set(map(renaming.bare, held)):
        return judgement
    return replace(judgement, band=Band.ASK, record_id=None)


def _profile(draft: RowDraft) -> Profile:
    return Profile(
        key=str(draft.number),
        names=tuple(Name(text=name.text, language=name.language, kind=name.kind) for name in draft.names),
        country=draft.country,
        places=(draft.place,) if draft.place else (),
        identifiers=frozenset(draft.identifiers),
        websites=(draft.website,) if draft.website else (),
        legal_form=draft.legal_form,
        founded=draft.founded,
    )
