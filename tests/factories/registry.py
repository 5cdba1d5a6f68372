"""Records of the register."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import factory
from tests.factories.base import DomainFactory

from banyan.registry.domain import (
    activities,
    duplicates,
    figures,
    judgements,
    matching,
    organisations,
    people,
    posts,
    proposals,
    searching,
    sources,
    ties,
)
from banyan.registry.domain.organisations import NewName
from banyan.registry.enums import ProposalKind, SourceKind, TieKind
from banyan.registry.models import (
    Activity,
    Citation,
    DuplicatePair,
    Organisation,
    Person,
    Post,
    ProposedChange,
    Source,
    StatedFigure,
    Tie,
)


def _names(name: str, language: str, others: dict[str, str]) -> list[NewName]:
    return [
        NewName(text=name, language=language),
        *(NewName(text=text, language=code) for code, text in others.items()),
    ]


class OrganisationFactory(DomainFactory):
    """An organisation with one official name, and others by language in ``others``; also any column."""

    class Meta:
        model = Organisation

    name = factory.Sequence("Clear River Foundation {}".format)
    language = "en"
    others = factory.LazyFunction(dict)

    @staticmethod
    def make(*, name: str, language: str, others: dict[str, str], **values: Any) -> Organisation:
        return organisations.create(names=_names(name, language, others), **values)


class PersonFactory(DomainFactory):
    """A person with one name; public only once cited or consented."""

    class Meta:
        model = Person

    name = factory.Sequence("Le Thu An {}".format)
    language = "en"
    others = factory.LazyFunction(dict)

    @staticmethod
    def make(*, name: str, language: str, others: dict[str, str], **values: Any) -> Person:
        return people.create(names=_names(name, language, others), **values)


class PostFactory(DomainFactory):
    """A position held by a person."""

    class Meta:
        model = Post

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    titles = factory.LazyFunction(lambda: {"en": "director"})

    @staticmethod
    def make(**values: Any) -> Post:
        return posts.add(**values)[0]


class TieFactory(DomainFactory):
    """A relationship between two organisations."""

    class Meta:
        model = Tie

    subject = factory.SubFactory(OrganisationFactory)
    object = factory.SubFactory(OrganisationFactory)
    kind = TieKind.MEMBER_OF

    @staticmethod
    def make(**values: Any) -> Tie:
        return ties.add(**values)[0]


class StatedFigureFactory(DomainFactory):
    """What a source says in numbers about ``subject``, an organisation unless given."""

    class Meta:
        model = StatedFigure

    subject = factory.SubFactory(OrganisationFactory)
    measures = factory.LazyFunction(lambda: {"en": "partners"})
    value = Decimal(193)

    @staticmethod
    def make(*, subject: Any, **values: Any) -> StatedFigure:
        return figures.state(subject_type=subject._meta.model_name, subject_key=subject.public_id, **values)


class ActivityFactory(DomainFactory):
    """A reported activity with its parties."""

    class Meta:
        model = Activity

    titles = factory.Sequence(lambda number: {"en": f"Clean water in village {number}"})
    parties = factory.LazyFunction(list)

    @staticmethod
    def make(**values: Any) -> Activity:
        return activities.add(**values)


class SourceFactory(DomainFactory):
    """A saved page, without its clipping."""

    class Meta:
        model = Source

    kind = SourceKind.CLIPPING
    title = factory.Sequence("Nine projects for the river, part {}".format)
    language = "en"
    publisher = "North Bank Daily"
    published_date = "2026-05-12"
    address = factory.Sequence("https://news.example.org/{}".format)

    @staticmethod
    def make(**values: Any) -> Source:
        return sources.add(**values)


class CitationFactory(DomainFactory):
    """The words of a source that say ``subject``, any saved row."""

    class Meta:
        model = Citation

    source = factory.SubFactory(SourceFactory)
    quote = factory.Sequence("Sentence number {} of the page.".format)

    @staticmethod
    def make(**values: Any) -> Citation:
        return sources.cite(**values)


class ProposedChangeFactory(DomainFactory):
    """A suggestion waiting in the inbox: a new organisation unless said otherwise."""

    class Meta:
        model = ProposedChange

    source = factory.SubFactory(SourceFactory)
    kind = ProposalKind.ORGANISATION
    payload = factory.Sequence(lambda number: {"name": f"Ferry Village Group {number}", "language": "en"})

    @staticmethod
    def make(**values: Any) -> ProposedChange:
        return proposals.suggest(**values)


class DuplicatePairFactory(DomainFactory):
    """Two organisations of almost one name, found by a search that is over."""

    class Meta:
        model = DuplicatePair

    first = factory.SubFactory(OrganisationFactory, name="Hoà Tâm Mutual Aid Group")
    second = factory.SubFactory(OrganisationFactory, name="Hòa Tâm Mutual Aid Group")
    kind = "organisation"

    @staticmethod
    def make(*, first: Any, second: Any, kind: str, by: Any, now: Any) -> DuplicatePair:
        run = searching.start(kind=kind, is_full=True, by=by, now=now)
        searching.stop(run=run, now=now)
        known = matching.profiles(keys=[first.public_id, second.public_id], kind=kind)
        found = duplicates.compared(known[first.public_id], known[second.public_id], kind=kind)
        duplicates.put(found=[found], run=run, now=now)
        keys = judgements.ordered(first.public_id, second.public_id)
        return duplicates.pair_of(first_key=keys[0], second_key=keys[1])
