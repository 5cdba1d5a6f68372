"""Which rows, and which words of sources, the public may know of: one rule, for pages and for the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django.apps import apps
from django.db.models import Exists, ForeignKey, Model, OuterRef, Q, QuerySet

from banyan.registry.enums import OrganisationState, PersonState

from .activity import StatedFigure
from .organisation import Organisation
from .person import Person, Post
from .source import Citation, Source

#: Tables of records that figures name by kind; packages above this one are named, never imported.
_FIGURE_SUBJECTS: Final = {
    "organisation": "registry.organisation",
    "person": "registry.person",
    "activity": "registry.activity",
    "event": "events.event",
}


def _cited(label: str) -> Exists:
    return Exists(Citation.objects.filter(subject_type=label, subject_id=OuterRef("pk")))


def shown_organisations() -> QuerySet[Organisation]:
    """Return the organisations that have a page of their own."""
    return Organisation.objects.exclude(state=OrganisationState.MERGED)


def listed_people() -> QuerySet[Person]:
    """Return the people who have a record of their own, the hidden ones too: for staff."""
    return Person.objects.exclude(state=PersonState.MERGED)


def standing_posts() -> QuerySet[Post]:
    """Return the posts that are not set aside with a folded person or organisation: for staff."""
    return Post.objects.exclude(person__state=PersonState.MERGED).exclude(
        organisation__state=OrganisationState.MERGED
    )


def shown_posts() -> QuerySet[Post]:
    """Return the posts that a source made public, or whose holder agreed to be listed."""
    return (
        standing_posts()
        .filter(person__is_hidden=False)
        .filter(Q(person__consented_at__isnull=False) | Q(_cited("registry.post")))
    )


def shown_people() -> QuerySet[Person]:
    """Return the people whom a source made public, or who agreed to be listed; never the hidden ones."""
    cited_post = shown_posts().filter(person=OuterRef("pk"))
    return (
        listed_people()
        .filter(is_hidden=False)
        .filter(Q(consented_at__isnull=False) | Q(_cited("registry.person")) | Q(Exists(cited_post)))
    )


def _is_record(model: type[Model] | Any) -> bool:
    return isinstance(model, type) and hasattr(model, "public_id") and hasattr(model, "get_absolute_url")


def _rows(label: str, ids: Iterable[int]) -> Mapping[int, Model]:
    """Return rows by id with the records they refer to, in one query."""
    model = apps.get_model(label)
    references = [
        column.name
        for column in model._meta.concrete_fields
        if isinstance(column, ForeignKey) and _is_record(column.related_model)
    ]
    found: dict[int, Model] = model._default_manager.select_related(*references).in_bulk(list(ids))
    return found


def figure_subjects(figures: Iterable[StatedFigure]) -> Mapping[tuple[str, str], Model]:
    """Return the records that figures are about, by kind and public id: one query for each kind."""
    wanted: dict[str, set[str]] = {}
    for figure in figures:
        wanted.setdefault(figure.subject_type, set()).add(figure.subject_key)
    found: dict[tuple[str, str], Model] = {}
    for kind, keys in wanted.items():
        if kind in _FIGURE_SUBJECTS:
            model = apps.get_model(_FIGURE_SUBJECTS[kind])
            for record in model._default_manager.filter(public_id__in=keys):
                found[(kind, record.public_id)] = record
    return found


def _records(row: Model, subjects: Mapping[tuple[str, str], Model]) -> tuple[Any, ...]:
    if isinstance(row, StatedFigure):
        subject = subjects.get((row.subject_type, row.subject_key))
        return (subject,) if _is_record(type(subject)) else ()
    if _is_record(type(row)):
        return (row,)
    return tuple(
        getattr(row, column.name)
        for column in row._meta.concrete_fields
        if isinstance(column, ForeignKey)
        and _is_record(column.related_model)
        and getattr(row, f"{column.name}_id")
    )


def records_of(row: Model) -> tuple[Any, ...]:
    """Return the records with a page of their own that a row is, or is about."""
    return _records(row, figure_subjects([row]) if isinstance(row, StatedFigure) else {})


def _is_shown(record: Any) -> bool:
    return (
        not getattr(record, "is_hidden", False) and getattr(record, "state", "") != OrganisationState.MERGED
    )


def shown_support(citations: Iterable[Citation]) -> Iterator[tuple[Citation, Model, tuple[Any, ...]]]:
    """
    Yield each citation with the row it supports and the records that row is about.

    What supports a row that is gone, or a hidden person, is left out. The number of queries depends on how
    many kinds of facts there are, never on how many facts.
    """
    listed = list(citations)
    ids: dict[str, set[int]] = {}
    for citation in listed:
        ids.setdefault(citation.subject_type, set()).add(citation.subject_id)
    rows = {label: _rows(label, wanted) for label, wanted in ids.items()}
    figures = [row for row in rows.get("registry.statedfigure", {}).values() if isinstance(row, StatedFigure)]
    subjects = figure_subjects(figures)
    for citation in listed:
        row = rows[citation.subject_type].get(citation.subject_id)
        if row is None:
            continue
        records = _records(row, subjects)
        if all(_is_shown(record) for record in records):
            yield citation, row, records


def sources_naming(person: Person) -> QuerySet[Source]:
    """Return the sources whose quotes support a person or any row about them, of whatever package."""
    wanted = Q(subject_type=Person._meta.label_lower, subject_id=person.pk)
    for relation in Person._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{relation.field.name: person})
        wanted |= Q(subject_type=relation.related_model._meta.label_lower, subject_id__in=rows.values("pk"))
    figures = StatedFigure.objects.filter(subject_type="person", subject_key=person.public_id)
    wanted |= Q(subject_type=StatedFigure._meta.label_lower, subject_id__in=figures.values("pk"))
    return Source.objects.filter(pk__in=Citation.objects.filter(wanted).values("source"))
