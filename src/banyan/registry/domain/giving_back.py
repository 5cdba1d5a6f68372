"""Putting rows back as a merge or a split found them; what was edited since stays, and is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError, models, transaction

from banyan.accounts.models import User
from banyan.registry.domain.moving import chunks, parsed, rows_now, snapshot
from banyan.registry.enums import RowOutcome
from banyan.registry.models import Citation, MovedRow

#: Columns a moved row may get besides its new record.
_NO_OWNER: Final = {"kind"}
_TRACKED: Final = {"updated_at", "updated_by_id"}


@dataclass(frozen=True, slots=True)
class Edit:
    """
    Something that was changed after a merge or a split and therefore stays as it is.

    ``what`` is "edited" (``column`` now says ``now`` instead of ``was``), "removed", "moved" (to yet
    another record) or "stays" (it cannot go back, since the like of it is there). ``values`` are all columns
    as they were.
    """

    model: str
    row_id: int
    what: str
    values: Mapping[str, Any]
    column: str = ""
    was: Any = None
    now: Any = None


def give_back(entries: Sequence[MovedRow]) -> list[Edit]:
    """Put every row of these entries back where it was; the caller holds the transaction."""
    moved = [entry for entry in entries if entry.outcome == RowOutcome.MOVES]
    citations = [entry for entry in moved if entry.model == Citation._meta.label_lower]
    others = [entry for entry in moved if entry.model != Citation._meta.label_lower]
    changes = [entry for entry in entries if entry.outcome == RowOutcome.CHANGES]
    edits = _move_back(others)
    kept_edits = _change_back(changes)
    _citations_back(citations, {(edit.model, edit.row_id, edit.column) for edit in kept_edits})
    filled = {(entry.model, entry.row_id, name) for entry in changes for name in entry.after}
    return [*kept_edits, *edits, *_edited_since(others, filled)]


def _owner(entry: MovedRow) -> dict[str, Any]:
    return {name: value for name, value in entry.after.items() if name not in _NO_OWNER}


def _move_back(entries: Sequence[MovedRow]) -> list[Edit]:
    edits: list[Edit] = []
    now = rows_now(entries)
    together: dict[tuple[str, tuple[tuple[str, Any], ...]], list[MovedRow]] = defaultdict(list)
    for entry in entries:
        row = now.get((entry.model, entry.row_id))
        if row is None:
            edits.append(Edit(entry.model, entry.row_id, "removed", entry.before))
            continue
        current = snapshot(row, entry.after)
        if any(current[name] != value for name, value in _owner(entry).items()):
            edits.append(Edit(entry.model, entry.row_id, "moved", entry.before))
            _rebase(entry)
            continue
        back = {name: entry.before[name] for name, value in entry.after.items() if current[name] == value}
        together[(entry.model, tuple(sorted(back.items())))].append(entry)
    for (label, values), group in together.items():
        edits += _write(apps.get_model(label), dict(values), group)
    return edits


def _write(model: type[models.Model], values: dict[str, Any], group: Sequence[MovedRow]) -> list[Edit]:
    """Write the same values to many rows; where one of them cannot take them, one by one."""
    restored = parsed(model, values)
    manager = model._default_manager
    edits = []
    for stretch in chunks(group):
        try:
            with transaction.atomic():
                manager.filter(pk__in=[entry.row_id for entry in stretch]).update(**restored)
            continue
        except IntegrityError:
            pass
        for entry in stretch:
            try:
                with transaction.atomic():
                    manager.filter(pk=entry.row_id).update(**restored)
            except IntegrityError:
                edits.append(Edit(entry.model, entry.row_id, "stays", entry.before))
    return edits


def _rebase(entry: MovedRow) -> None:
    """Let a later split that took a row further give it back to where it was before this merge."""
    later = MovedRow.objects.filter(
        model=entry.model, row_id=entry.row_id, pk__gt=entry.pk, split__undone_at__isnull=True
    ).exclude(split__isnull=True)
    for other in later.order_by("pk")[:1]:
        other.before = {**other.before, **{name: entry.before[name] for name in entry.after}}
        other.save(update_fields=["before"])


def _change_back(entries: Sequence[MovedRow]) -> list[Edit]:
    """Set columns as they were, last change first, except those that somebody has changed since."""
    edits = []
    for entry in sorted(entries, key=lambda entry: -entry.pk):
        row = rows_now([entry]).get((entry.model, entry.row_id))
        if row is None:
            continue
        current = snapshot(row, entry.after)
        back = {name: entry.before[name] for name, value in entry.after.items() if current[name] == value}
        for name in entry.after.keys() - back.keys():
            edits.append(
                Edit(
                    entry.model, entry.row_id, "edited", entry.before, name, entry.before[name], current[name]
                )
            )
        if back:
            edits += _write(type(row), back, [entry])
    return edits


def _edited_since(entries: Sequence[MovedRow], filled: set[tuple[str, int, str]]) -> list[Edit]:
    """Return what differs, now that rows are back, from what was written down of them."""
    edits = []
    now = rows_now(entries)
    for entry in entries:
        row = now.get((entry.model, entry.row_id))
        if row is None:
            continue
        for name, value in snapshot(row).items():
            is_ours = name in entry.after and name not in _NO_OWNER
            if is_ours or name in _TRACKED or (entry.model, entry.row_id, name) in filled:
                continue
            if value != entry.before.get(name, value):
                edits.append(
                    Edit(entry.model, entry.row_id, "edited", entry.before, name, entry.before[name], value)
                )
    return edits


def _citations_back(entries: Sequence[MovedRow], edited: Iterable[tuple[str, int, str]]) -> None:
    """
    Cite words again for the rows they were cited for.

    Words that went when what they were cited for was removed or overwritten meanwhile come back, as long
    as their own row is there; words for a column that was overwritten do not.
    """
    label = Citation._meta.label_lower
    now = rows_now(entries)
    targets = rows_now(
        MovedRow(model=entry.before["subject_type"], row_id=entry.before["subject_id"]) for entry in entries
    )
    overwritten = set(edited)
    for entry in entries:
        subject = (entry.before["subject_type"], entry.before["subject_id"])
        if subject not in targets:
            continue
        row = now.get((label, entry.row_id))
        if (*subject, _attname(targets[subject], entry.before["field"])) in overwritten:
            if row is not None:
                row.delete()
        elif row is None:
            bring_back(entry)
        elif snapshot(row, entry.after) == entry.after:
            Citation.objects.filter(pk=entry.row_id).update(subject_id=entry.before["subject_id"])


def _attname(row: models.Model, name: str) -> str:
    names = {column.name: column.attname for column in row._meta.concrete_fields}
    return str(names.get(name, name))


def bring_back(entry: MovedRow) -> models.Model:
    """Write a row again that is gone, all columns as they were and under its own number."""
    model = apps.get_model(entry.model)
    values = parsed(model, entry.before)
    for column in model._meta.concrete_fields:
        person = values.get(column.attname) if column.related_model is User else None
        if person is not None and not User.objects.filter(pk=person).exists():
            values[column.attname] = None
    row: models.Model = model(**values)
    row.save(force_insert=True)
    return row
