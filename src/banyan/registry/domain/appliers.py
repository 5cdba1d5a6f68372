"""
What accepting each kind of suggestion does.

An applier gets the suggestion and a :class:`Decision` and returns the record it made or found. Upper
packages register theirs in `AppConfig.ready()`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import IntegrityError, models, transaction

from banyan.accounts.models import User
from banyan.core.i18n import language_of
from banyan.registry.domain import (
    activities,
    completing,
    figures,
    living,
    organisations,
    people,
    posts,
    sources,
    ties,
)
from banyan.registry.domain import names as name_rules
from banyan.registry.domain.effects import EffectLog
from banyan.registry.domain.organisations import NewName
from banyan.registry.domain.sketches import Codes, Sketch
from banyan.registry.enums import NameKind, PartyRole, PostKind, ProposalKind, TieKind
from banyan.registry.models import Activity, Organisation, Person, ProposedChange
from banyan.taxonomy.domain.queries import concept_with_code
from banyan.taxonomy.models import Concept

#: Any row that a suggestion makes, finds or refers to.
Record = models.Model


class ProposalIsIncomplete(ValueError):
    """A value the suggestion needs is missing or malformed; ``field`` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(slots=True)
class Decision:
    """Who accepts, when, and what it has done so far. ``resolve`` turns a reference into a record."""

    by: User | None
    now: datetime.datetime
    resolve: Callable[[dict[str, Any]], Record]
    effects: EffectLog = field(default_factory=EffectLog)

    def cite(self, proposal: ProposedChange, subject: Record, field_name: str = "") -> None:
        """Point at the words that say so."""
        if proposal.source.kind == "public":
            return
        self.effects.made(
            sources.cite(
                source=proposal.source,
                subject=subject,
                by=self.by,
                now=self.now,
                quote=proposal.quote,
                start=proposal.start,
                end=proposal.end,
                field=field_name,
            )
        )


Applier = Callable[[ProposedChange, Decision], Record | None]
Finder = Callable[[str], Record | None]

_appliers: dict[str, Applier] = {}
_finders: dict[str, Finder] = {}


def register(kind: str, apply: Applier, *, find: Finder | None = None) -> None:
    """Say how a kind of suggestion is applied and, for a record, how it is found by its public id."""
    _appliers[str(kind)] = apply
    if find is not None:
        _finders[str(kind)] = find


def applier_of(kind: str) -> Applier:
    """Return the applier of a kind."""
    return _appliers[kind]


def find_record(kind: str, public_id: str) -> Record | None:
    """Return the record of a kind with this public id, or None."""
    finder = _finders.get(kind)
    return finder(public_id) if finder is not None and public_id else None


def _names(payload: dict[str, Any]) -> list[NewName]:
    if any(name.get("kind", "alias") not in NameKind.values for name in payload.get("names", [])):
        raise ProposalIsIncomplete("names")
    language = payload.get("language", "en")
    listed = [
        NewName(
            text=name["text"],
            language=name.get("language", language),
            kind=name.get("kind", "alias"),
            valid_from_date=name.get("valid_from_date", ""),
            valid_to_date=name.get("valid_to_date", ""),
        )
        for name in payload.get("names", [])
    ]
    main = payload.get("name", "")
    if main and all(name.text != main for name in listed):
        listed.insert(0, NewName(text=main, language=language, kind=NameKind.OFFICIAL))
    return listed


def _texts(payload: dict[str, Any], value: str) -> dict[str, str]:
    return {language_of(payload.get("language", "en")): value}


def decimal_of(payload: dict[str, Any], field_name: str) -> Decimal:
    """
    Return a number of a payload.

    :raises ProposalIsIncomplete: if it is missing, no number, or absurdly large
    """
    try:
        value = Decimal(str(payload.get(field_name, "")).replace(",", ""))
    except InvalidOperation:
        raise ProposalIsIncomplete(field_name) from None
    if not value.is_finite() or abs(value) >= Decimal(10) ** 16:
        raise ProposalIsIncomplete(field_name)
    return value


#: What a page lets one see of an organisation's kind, and the entry of the code list it is filed under.
#: "ngo" is no entry: it is what an engine says of anything that is none of the others.
_LEGAL_FORMS = {
    "foundation": "foundation",
    "government": "authority",
    "academic": "university",
    "media": "media",
    "intergovernmental": "intergovernmental",
    "company": "company",
    "network": "network",
    "umbrella": "umbrella",
}


def _legal_form(kind: str) -> Concept | None:
    code = _LEGAL_FORMS.get(kind)
    return concept_with_code("legal_forms", code) if code else None


def apply_organisation(proposal: ProposedChange, decision: Decision) -> Organisation:
    """Make an organisation, or give an existing one the names and values it did not have."""
    wanted = _names(proposal.payload)
    if not proposal.linked_key:
        if not any(name_rules.compared(name.text) for name in wanted):
            raise ProposalIsIncomplete("name")
        made = organisations.create(
            names=wanted,
            by=decision.by,
            now=decision.now,
            is_network=bool(proposal.payload.get("is_network")),
            legal_form=_legal_form(proposal.payload.get("type", "")),
        )
        decision.effects.made(made)
        for made_name in made.names.all():
            decision.effects.made(made_name)
        decision.cite(proposal, made)
        _complete(proposal, made, decision)
        return made
    organisation = decision.resolve({"type": "organisation", "key": proposal.linked_key})
    assert isinstance(organisation, Organisation)
    if "sketch" in proposal.payload:  # a row of a list: its names with the rest of what it says
        _complete(proposal, organisation, decision, wanted)
        decision.cite(proposal, organisation)
        return organisation
    for name in completing.missing_names(organisation, wanted):
        row, is_new = organisations.add_name(
            organisation=organisation, name=name, by=decision.by, now=decision.now
        )
        if is_new:
            decision.effects.made(row)
            decision.cite(proposal, row)
    decision.cite(proposal, organisation)
    return organisation


def _complete(
    proposal: ProposedChange,
    organisation: Organisation,
    decision: Decision,
    names: Sequence[NewName] = (),
) -> None:
    """
    Write what else a list says of the organisation.

    Where it was certain which one it is, and only the values were in question, they replace what is there.
    """
    sketch = proposal.payload.get("sketch")
    if sketch is None:
        return
    held = completing.held(keys=[organisation.pk])[organisation.pk]
    stated = completing.Stated(held, replace(Sketch.from_json(sketch), names=tuple(names)), proposal.quote)
    try:
        with transaction.atomic():
            [done] = completing.complete_many(
                stated=[stated],
                source=proposal.source,
                codes=Codes(),
                by=decision.by,
                now=decision.now,
                replaces=bool(proposal.payload.get("replaces")),
            )
    except IntegrityError:  # somebody gave the number to another organisation just now
        raise ProposalIsIncomplete("identifiers") from None
    decision.effects.effects += done.effects


def apply_person(proposal: ProposedChange, decision: Decision) -> Person:
    """Make a person, or give an existing one the names they did not have."""
    wanted = _names(proposal.payload)
    if not proposal.linked_key:
        if not any(name_rules.compared(name.text) for name in wanted):
            raise ProposalIsIncomplete("name")
        made = people.create(names=wanted, by=decision.by, now=decision.now)
        decision.effects.made(made)
        for made_name in made.names.all():
            decision.effects.made(made_name)
        decision.cite(proposal, made)
        return made
    person = decision.resolve({"type": "person", "key": proposal.linked_key})
    assert isinstance(person, Person)
    held = {name.folded for name in person.names.all()}
    for name in wanted:
        if name_rules.compared(name.text) in held:
            continue
        row, is_new = people.add_name(person=person, name=name, by=decision.by, now=decision.now)
        if is_new:
            decision.effects.made(row)
    decision.cite(proposal, person)
    return person


def apply_post(proposal: ProposedChange, decision: Decision) -> Record:
    """Give a person a post."""
    payload = proposal.payload
    kind = payload.get("kind") or PostKind.POSITION
    if kind not in PostKind.values:
        raise ProposalIsIncomplete("kind")
    person = decision.resolve(payload["person"])
    organisation = decision.resolve(payload["organisation"])
    assert isinstance(person, Person)
    assert isinstance(organisation, Organisation)
    post, is_new = posts.add(
        person=person,
        organisation=organisation,
        titles=_texts(payload, payload.get("title", "")),
        kind=kind,
        reported_date=payload.get("reported_date", ""),
        by=decision.by,
        now=decision.now,
    )
    if is_new:
        decision.effects.made(post)
    decision.cite(proposal, post)
    return post


def apply_tie(proposal: ProposedChange, decision: Decision) -> Record:
    """Tie two organisations."""
    payload = proposal.payload
    subject = decision.resolve(payload["subject"])
    target = decision.resolve(payload["object"])
    if payload.get("kind") not in TieKind.values:
        raise ProposalIsIncomplete("kind")
    assert isinstance(subject, Organisation)
    assert isinstance(target, Organisation)
    tie, is_new = ties.add(
        subject=subject,
        object=target,
        kind=payload["kind"],
        grade=payload.get("grade", ""),
        by=decision.by,
        now=decision.now,
    )
    if is_new:
        decision.effects.made(tie)
    decision.cite(proposal, tie)
    return tie


def apply_figure(proposal: ProposedChange, decision: Decision) -> Record:
    """Keep a figure beside its subject."""
    payload = proposal.payload
    subject = decision.resolve(payload["subject"])
    figure = figures.state(
        subject_type=subject._meta.model_name or "",
        subject_key=subject.public_id,  # type: ignore[attr-defined]
        measures=_texts(payload, payload.get("measure", "")),
        value=decimal_of(payload, "value"),
        qualifier=payload.get("qualifier", ""),
        currency=payload.get("currency", ""),
        stated_date=payload.get("stated_date", ""),
        by=decision.by,
        now=decision.now,
    )
    decision.effects.made(figure)
    decision.cite(proposal, figure)
    return figure


def apply_activity(proposal: ProposedChange, decision: Decision) -> Record:
    """Keep a reported activity with its parties."""
    payload = proposal.payload
    if not str(payload.get("name") or "").strip():
        raise ProposalIsIncomplete("name")
    parties = []
    for party in payload.get("parties", []):
        if party.get("role") not in PartyRole.values:
            raise ProposalIsIncomplete("parties")
        organisation = decision.resolve(party["organisation"])
        assert isinstance(organisation, Organisation)
        parties.append((party["role"], organisation))
    activity = activities.add(
        titles=_texts(payload, payload["name"]),
        parties=parties,
        start_date=payload.get("start_date", ""),
        end_date=payload.get("end_date", ""),
        amount=decimal_of(payload, "amount") if payload.get("amount") else None,
        currency=payload.get("currency", ""),
        by=decision.by,
        now=decision.now,
    )
    decision.effects.made(activity)
    for row in activity.parties.all():
        decision.effects.made(row)
    decision.cite(proposal, activity)
    return activity


def apply_correction(proposal: ProposedChange, decision: Decision) -> None:
    """A visitor's note changes nothing by itself: the editor has mended the record by hand."""


def _find_organisation(public_id: str) -> Record | None:
    record = Organisation.objects.filter(public_id=public_id).first()
    return living.organisation(record) if record is not None else None


def _find_person(public_id: str) -> Record | None:
    record = Person.objects.filter(public_id=public_id).first()
    return living.person(record) if record is not None else None


def _find_activity(public_id: str) -> Record | None:
    return Activity.objects.filter(public_id=public_id).first()


register(ProposalKind.ORGANISATION, apply_organisation, find=_find_organisation)
register(ProposalKind.PERSON, apply_person, find=_find_person)
register(ProposalKind.ACTIVITY, apply_activity, find=_find_activity)
register(ProposalKind.POST, apply_post)
register(ProposalKind.TIE, apply_tie)
register(ProposalKind.FIGURE, apply_figure)
register(ProposalKind.CORRECTION, apply_correction)
