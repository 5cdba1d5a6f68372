"""The words of one source that were used, and the records each of them supports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from banyan.registry.models import Citation, Source
from banyan.registry.models.visibility import shown_support


@dataclass(frozen=True, slots=True)
class Support:
    """One fact a quote supports: the label of its table, its row, and the records with a page it is about."""

    table: str
    row: models.Model
    records: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Some words of a source, and what rests on them."""

    text: str
    supports: tuple[Support, ...]


def of_source(source: Source) -> tuple[Quotation, ...]:
    """
    Return the words of a source that were used, in the order of its text, each once.

    The number of queries depends on how many kinds of facts there are, never on how many facts. What
    supports a hidden person is left out.
    """
    citations = Citation.objects.filter(source=source).exclude(quote="").order_by("start", "pk")
    supports: dict[str, list[Support]] = {}
    for citation, row, records in shown_support(citations):
        support = Support(table=citation.subject_type, row=row, records=records)
        if support not in supports.setdefault(citation.quote, []):
            supports[citation.quote].append(support)
    return tuple(Quotation(text=text, supports=tuple(found)) for text, found in supports.items() if found)
