"""Names, numbers and topics of one organisation: four small tables, read with two queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db import models
from django.db.models import Q, QuerySet, Value

from banyan.registry.models import Identifier, Organisation, OrganisationName
from banyan.taxonomy.domain import queries as taxonomy
from banyan.taxonomy.models import Concept

_NAME: Final = ("pk", "text", "folded", "language", "kind", "valid_from_date", "valid_to_date")
_NUMBER: Final = ("pk", "scheme", "value")
_Row = TypeVar("_Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What stands in tables beside an organisation; ``registers`` are those of its numbers, by code."""

    names: tuple[OrganisationName, ...]
    identifiers: tuple[Identifier, ...]
    topics: tuple[Concept, ...]
    registers: Mapping[str, Concept]


def names_and_numbers(
    organisation: Organisation,
) -> tuple[tuple[OrganisationName, ...], tuple[Identifier, ...]]:
    """Return all names and all numbers of an organisation, each in the order they came in; one query."""
    names = OrganisationName.objects.filter(organisation=organisation)
    numbers = Identifier.objects.filter(organisation=organisation)
    both = _as_rows(names, _NAME, is_name=True).union(_as_rows(numbers, _NUMBER, is_name=False), all=True)
    rows: list[tuple[Any, ...]] = sorted(both)
    return (
        tuple(_built(OrganisationName, _NAME, row, organisation) for row in rows if row[0]),
        tuple(_built(Identifier, _NUMBER, row, organisation) for row in rows if not row[0]),
    )


def of(organisation: Organisation) -> Particulars:
    """Return names, numbers, topics and what the registers of the numbers are called."""
    names, identifiers = names_and_numbers(organisation)
    topics: QuerySet[models.Model] = Organisation.topics.through.objects.filter(organisation=organisation)
    wanted = Q(pk__in=topics.values("concept"))
    if identifiers:
        codes = {row.scheme for row in identifiers}
        wanted |= Q(scheme__code=taxonomy.REGISTERS, code__in=codes)
    concepts = list(Concept.objects.filter(wanted).select_related("scheme").order_by("scheme", "position"))
    return Particulars(
        names=names,
        identifiers=identifiers,
        topics=tuple(row for row in concepts if row.scheme.code != taxonomy.REGISTERS),
        registers={row.code: row for row in concepts if row.scheme.code == taxonomy.REGISTERS},
    )


def _as_rows(
    found: QuerySet[Any],
    columns: tuple[str, ...],
    *,
    is_name: bool,
) -> QuerySet[Any]:
    """Return rows of one shape: what they are, their columns, and empty texts up to the longer of the two."""
    empty = {f"empty_{place}": Value("", models.CharField()) for place in range(len(columns), len(_NAME))}
    marked = found.annotate(is_name=Value(is_name, models.BooleanField()), **empty).order_by()
    rows: QuerySet[Any] = marked.values_list("is_name", *columns, *empty)
    return rows


def _built(
    model: type[_Row], columns: tuple[str, ...], row: tuple[object, ...], organisation: Organisation
) -> _Row:
    names = [model._meta.pk.attname if column == "pk" else column for column in columns]
    built = model.from_db(organisation._state.db, names, row[1 : len(columns) + 1])
    built.organisation = organisation  # type: ignore[attr-defined]
    return built
