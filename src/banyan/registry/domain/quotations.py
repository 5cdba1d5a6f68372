"""The words of one source that were used, and the records each of them supports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.db.models import QuerySet

from banyan.registry.models import Citation, Source
from banyan.registry.models.visibility import shown_support

#: Citations of one source that its page is made of: more than a long article has, fewer than a data set.
MOST_CITATIONS: Final = 600


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


def _quoted(source: Source) -> QuerySet[Citation]:
    return Citation.objects.filter(source=source).exclude(quote="").order_by("start", "pk")


def is_cut(source: Source) -> bool:
    """Say whether a source was used for more than ``of_source`` returns."""
    return _quoted(source)[MOST_CITATIONS : MOST_CITATIONS + 1].exists()


def of_source(source: Source) -> tuple[Quotation, ...]:
    """
    Return the words of a source that were used, in the order of its text, each once.

    The number of queries depends on how many kinds of facts there are, never on how many facts. What
    supports a hidden person is left out, and of a list with a million rows all but ``MOST_CITATIONS``.
    """
    supports: dict[str, list[Support]] = {}
    for citation, row, records in shown_support(_quoted(source)[:MOST_CITATIONS]):
        support = Support(table=citation.subject_type, row=row, records=records)
        if support not in supports.setdefault(citation.quote, []):
            supports[citation.quote].append(support)
    return tuple(Quotation(text=text, supports=tuple(found)) for text, found in supports.items() if found)
