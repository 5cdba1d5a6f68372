"""Which later merge rests on an earlier one and has to be taken back before it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from banyan.registry.enums import RowOutcome
from banyan.registry.models import Merge, MovedRow


def built_upon(merge: Merge) -> Merge | None:
    """Return the latest merge that stands and touched what this one did, or None."""
    later = Merge.objects.filter(pk__gt=merge.pk, undone_at__isnull=True)
    chained = later.filter(folded_key=merge.kept_key)
    ours = MovedRow.objects.filter(merge=merge, model=OuterRef("model"))
    whole = [RowOutcome.MOVES, RowOutcome.JOINS, RowOutcome.DUPLICATE, RowOutcome.WOULD_BE_SELF_TIE]
    touching = MovedRow.objects.filter(merge__in=later).filter(
        Q(outcome__in=whole) & Q(Exists(ours.filter(row_id=OuterRef("row_id"), outcome__in=whole)))
        | Q(Exists(ours.filter(row_id=OuterRef("joined_id"), outcome=RowOutcome.MOVES)))
        | Q(outcome__in=whole) & Q(Exists(ours.filter(joined_id=OuterRef("row_id"))))
        | Q(outcome=RowOutcome.CHANGES) & Q(Exists(ours.filter(row_id=OuterRef("row_id"), outcome__in=whole)))
        | Q(outcome__in=whole) & Q(Exists(ours.filter(row_id=OuterRef("row_id"), outcome=RowOutcome.CHANGES)))
    )
    found = {row.pk: row for row in chained} | {row.pk: row for row in later.filter(rows__in=touching)}
    for entry in _same_columns(merge, later):
        found[entry.pk] = entry
    return found[max(found)] if found else None


def _same_columns(merge: Merge, later: Any) -> list[Merge]:
    """Return later merges that changed a column which this one had changed, of a row that stayed."""
    changes = RowOutcome.CHANGES
    ours = MovedRow.objects.filter(merge=merge, outcome=changes)
    same = MovedRow.objects.filter(merge__in=later, outcome=changes).filter(
        Exists(ours.filter(model=OuterRef("model"), row_id=OuterRef("row_id")))
    )
    columns = {(row.model, row.row_id, name) for row in ours for name in row.after}
    return [
        row.merge
        for row in same.select_related("merge")
        if row.merge is not None and any((row.model, row.row_id, name) in columns for name in row.after)
    ]
