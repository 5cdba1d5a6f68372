"""What the public may read about an organisation or a person, gathered with a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from banyan.core.counting import number_of
from banyan.registry.domain import particulars
from banyan.registry.enums import OrganisationState
from banyan.registry.models import (
    Activity,
    ActivityParty,
    Identifier,
    Organisation,
    OrganisationName,
    Person,
    PersonName,
    Post,
    StatedFigure,
    Tie,
)
from banyan.registry.models.visibility import shown_organisations, shown_people, shown_posts
from banyan.taxonomy.models import Concept

#: Rows of one section that a page shows; what lies beyond is counted and said.
MOST_ROWS = 60


class RecordIsUnknown(LookupError):
    """There is no such record, or the public may not see it."""


@dataclass(frozen=True, slots=True)
class SeenTie:
    """A relationship as seen from one of its ends: ``is_subject`` when read forwards."""

    tie: Tie
    other: Organisation
    is_subject: bool


@dataclass(frozen=True, slots=True)
class OrganisationProfile:
    """An organisation and everything the register holds about it; ``registers`` are those of its numbers."""

    organisation: Organisation
    names: tuple[OrganisationName, ...]
    topics: tuple[Concept, ...]
    identifiers: tuple[Identifier, ...]
    registers: Mapping[str, Concept]
    posts: tuple[Post, ...]
    ties: tuple[SeenTie, ...]
    parties: tuple[ActivityParty, ...]
    figures: tuple[StatedFigure, ...]
    posts_total: int
    ties_total: int


@dataclass(frozen=True, slots=True)
class PersonProfile:
    """A person with the roles the public may know of."""

    person: Person
    names: tuple[PersonName, ...]
    posts: tuple[Post, ...]


def posts_of(organisation: Organisation) -> QuerySet[Post]:
    """Return everybody in an organisation whom the public may know of, those who left last."""
    held = shown_posts().filter(organisation=organisation).select_related("person")
    return held.order_by("to_date", "-from_date", "pk")


def ties_of(organisation: Organisation) -> QuerySet[Tie]:
    """Return the relationships of an organisation from both ends, those that ended last."""
    return (
        Tie.objects.filter(Q(subject=organisation) | Q(object=organisation))
        .exclude(subject__state=OrganisationState.MERGED)
        .exclude(object__state=OrganisationState.MERGED)
        .select_related("subject", "object")
        .order_by("to_date", "kind", "pk")
    )


def seen_from(organisation: Organisation, tie: Tie) -> SeenTie:
    """Return a relationship as it is seen from one of its ends."""
    is_subject = tie.subject_id == organisation.pk
    return SeenTie(tie=tie, other=tie.object if is_subject else tie.subject, is_subject=is_subject)


def organisation_named(*, public_id: str) -> Organisation:
    """
    Return an organisation alone.

    :raises RecordIsUnknown: if there is none, or it was folded into another one
    """
    organisation = shown_organisations().filter(public_id=public_id).first()
    if organisation is None:
        raise RecordIsUnknown(public_id)
    return organisation


def of_organisation(*, public_id: str) -> OrganisationProfile:
    """
    Gather an organisation.

    :raises RecordIsUnknown: if there is none, or it was folded into another one
    """
    organisation = (
        shown_organisations()
        .filter(public_id=public_id)
        .select_related("legal_form", "country", "place")
        .first()
    )
    if organisation is None:
        raise RecordIsUnknown(public_id)
    beside = particulars.of(organisation)
    posts = tuple(posts_of(organisation)[:MOST_ROWS])
    ties = tuple(seen_from(organisation, tie) for tie in ties_of(organisation)[:MOST_ROWS])
    posts_total, ties_total = _totals(organisation, posts=len(posts), ties=len(ties))
    return OrganisationProfile(
        organisation=organisation,
        names=beside.names,
        topics=beside.topics,
        identifiers=beside.identifiers,
        registers=beside.registers,
        posts=posts,
        ties=ties,
        parties=tuple(
            ActivityParty.objects.filter(organisation=organisation)
            .select_related("activity__place")
            .order_by("-activity__start_date", "pk")[:MOST_ROWS]
        ),
        figures=figures_of(subject_type="organisation", subject_key=public_id),
        posts_total=posts_total,
        ties_total=ties_total,
    )


def _totals(organisation: Organisation, *, posts: int, ties: int) -> tuple[int, int]:
    """Return how many people and relationships there are, counted with one query if not all are at hand."""
    if max(posts, ties) < MOST_ROWS:
        return posts, ties
    counted = Organisation.objects.filter(pk=organisation.pk).values_list(
        number_of(posts_of(organisation)), number_of(ties_of(organisation))
    )
    found: tuple[int, int] = counted.get()
    return found


def of_person(*, public_id: str) -> PersonProfile:
    """
    Gather a person: names, and the roles a source made public or they agreed to show; nothing private.

    :raises RecordIsUnknown: if there is none, or the public may not see them
    """
    posts = shown_posts().select_related("organisation").order_by("to_date", "-from_date", "pk")
    person = (
        shown_people()
        .filter(public_id=public_id)
        .prefetch_related("names", Prefetch("posts", queryset=posts, to_attr="shown"))
        .defer("private_email", "private_phone")
        .first()
    )
    if person is None:
        raise RecordIsUnknown(public_id)
    return PersonProfile(
        person=person,
        names=tuple(person.names.all()),
        posts=tuple(person.shown[:MOST_ROWS]),  # type: ignore[attr-defined]
    )


def figures_of(*, subject_type: str, subject_key: str) -> tuple[StatedFigure, ...]:
    """Return what sources say in numbers about a record, the latest first."""
    return tuple(
        StatedFigure.objects.filter(subject_type=subject_type, subject_key=subject_key).order_by(
            "-stated_date", "pk"
        )[:MOST_ROWS]
    )


def activities_of(parties: tuple[ActivityParty, ...]) -> tuple[Activity, ...]:
    """Return the activities behind some parts, each once, in the same order."""
    return tuple({party.activity_id: party.activity for party in parties}.values())
