"""Which documents of the index carry something of the rows that a merge or a split touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models

from banyan.registry.domain.moving import chunks
from banyan.registry.enums import SourceKind
from banyan.registry.models import Citation, Source
from banyan.search.documents import builder_of
from banyan.search.domain import outbox


def _referred(rows: Iterable[models.Model]) -> dict[type[models.Model], set[int]]:
    """Return the ids of the records with a number of their own that rows are or refer to, by table."""
    found: dict[type[models.Model], set[int]] = defaultdict(set)
    for row in rows:
        if hasattr(row, "public_id"):
            found[type(row)].add(row.pk)
        for column in row._meta.concrete_fields:
            target: Any = column.related_model
            if isinstance(column, models.ForeignKey) and hasattr(target, "public_id"):
                pk = getattr(row, column.attname)
                if pk is not None:
                    found[target].add(pk)
    return found


def enqueue_touched(rows: Iterable[models.Model]) -> None:
    """
    Have all indexed anew that carries words of these rows: records at their ends, pages that quote them.

    The number of queries depends on how many tables there are and on stretches of rows, not on rows.
    """
    listed = list(rows)
    for model, pks in _referred(listed).items():
        kind = str(model._meta.model_name)
        if builder_of(kind) is None:
            continue
        for stretch in chunks(sorted(pks)):
            keys = model._default_manager.filter(pk__in=stretch).values_list("public_id", flat=True)
            outbox.enqueue_many(kind=kind, keys=list(keys))
    by_label: dict[str, set[int]] = defaultdict(set)
    for row in listed:
        by_label[row._meta.label_lower].add(row.pk)
    pages = {row.source_id for row in listed if isinstance(row, Citation)}
    for label, pks in by_label.items():
        for stretch in chunks(sorted(pks)):
            cited = Citation.objects.filter(subject_type=label, subject_id__in=stretch)
            pages.update(cited.values_list("source_id", flat=True))
    for stretch in chunks(sorted(pages)):
        kept = Source.objects.filter(pk__in=stretch, kind=SourceKind.CLIPPING)
        outbox.enqueue_many(kind="article", keys=list(kept.values_list("public_id", flat=True)))
