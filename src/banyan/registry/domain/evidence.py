"""Which sources say which facts: the small numbers beside them, and the quotes behind the numbers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db import models
from django.db.models import Q

from banyan.registry.models import Citation, Source

#: Quotes of one source that a page shows; the page of the source has them all.
MOST_QUOTES: Final = 20


@dataclass(frozen=True, slots=True)
class Reference:
    """The number of a source beside a fact, and the place on the page where the very words stand."""

    number: int
    anchor: str

    def __str__(self) -> str:
        return str(self.number)


@dataclass(frozen=True, slots=True)
class NumberedSource:
    """
    A source with its number on a page.

    ``quotes`` are its words for the facts of that page, each once, none when it has been taken down;
    ``accepted_at`` is when a person first accepted one of them.
    """

    number: int
    source: Source
    quotes: tuple[str, ...]
    accepted_at: datetime.datetime

    @property
    def is_taken_down(self) -> bool:
        """True when the source is no longer shown; the facts stay."""
        return self.source.taken_down_at is not None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sources of a page in the order in which its facts stand, and their numbers by fact."""

    sources: tuple[NumberedSource, ...] = ()
    references: Mapping[tuple[str, int, str], tuple[Reference, ...]] = field(default_factory=dict)

    def of(self, row: models.Model, column: str = "") -> tuple[Reference, ...]:
        """Return where the sources say ``row``, or one column of it: one reference per source."""
        return self.references.get((row._meta.label_lower, row.pk, column), ())

    def source_of(self, row: models.Model) -> Source | None:
        """Return the first source of ``row`` or any column of it that may still be shown."""
        label = row._meta.label_lower
        numbers = {
            reference.number
            for (kind, pk, _), references in self.references.items()
            if kind == label and pk == row.pk
            for reference in references
        }
        shown = (row for row in self.sources if row.number in numbers and not row.is_taken_down)
        return next((numbered.source for numbered in shown), None)


def _citations(rows: Iterable[models.Model]) -> list[Citation]:
    keys: dict[str, list[int]] = {}
    for row in rows:
        keys.setdefault(row._meta.label_lower, []).append(row.pk)
    if not keys:
        return []
    wanted = Q()
    for label, ids in keys.items():
        wanted |= Q(subject_type=label, subject_id__in=ids)
    return list(Citation.objects.filter(wanted).select_related("source").order_by("pk"))


def collect(rows: Iterable[models.Model]) -> Evidence:
    """
    Return the evidence for the rows of a page, with one query; numbers follow the order of ``rows``.
    """
    ordered = list(rows)
    by_row: dict[tuple[str, int], list[Citation]] = {}
    for citation in _citations(ordered):
        by_row.setdefault((citation.subject_type, citation.subject_id), []).append(citation)
    cited = [citation for row in ordered for citation in by_row.pop((row._meta.label_lower, row.pk), ())]
    held: dict[int, list[Citation]] = {}
    for citation in cited:
        held.setdefault(citation.source_id, []).append(citation)
    sources = {pk: _numbered(number, held[pk]) for number, pk in enumerate(held, start=1)}
    references: dict[tuple[str, int, str], dict[int, Reference]] = {}
    for citation in cited:
        key = (citation.subject_type, citation.subject_id, citation.field)
        numbered = sources[citation.source_id]
        references.setdefault(key, {}).setdefault(numbered.number, _reference(numbered, citation.quote))
    return Evidence(
        sources=tuple(sources.values()),
        references={key: tuple(found.values()) for key, found in references.items()},
    )


def _reference(numbered: NumberedSource, quote: str) -> Reference:
    shown = numbered.quotes[:MOST_QUOTES]
    anchor = (
        f"quote-{numbered.number}-{shown.index(quote) + 1}" if quote in shown else f"source-{numbered.number}"
    )
    return Reference(number=numbered.number, anchor=anchor)


def _numbered(number: int, citations: list[Citation]) -> NumberedSource:
    source = citations[0].source
    quotes = dict.fromkeys(citation.quote for citation in citations if citation.quote)
    return NumberedSource(
        number=number,
        source=source,
        quotes=() if source.taken_down_at else tuple(quotes),
        accepted_at=min(citation.created_at for citation in citations),
    )
