"""
What a decision did to the tables, row by row, so that it can be taken back.

An effect is plain JSON: ``{"did": "made", "model": …, "pk": …}`` or
``{"did": "changed", "model": …, "pk": …, "before": {column: value}, "after": {column: value}}``. Titles
are no effect: they follow from the names.
"""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import Collector, ProtectedError

from banyan.core import audit
from banyan.core.models import AuditEntry
from banyan.registry.models import Citation, MovedRow, Organisation, Person, Source, StatedFigure
from banyan.registry.models.visibility import records_of

#: The line of the log with which every decision that was carried out ends.
ACCEPTED: Final = "registry.proposal.accepted"


class DecisionIsBuiltUpon(Exception):
    """Something made later refers to what this decision made; ``rows`` names it in words."""

    def __init__(self, rows: list[str]) -> None:
        super().__init__("; ".join(rows))
        self.rows = rows


class EffectLog:
    """Collects effects while a suggestion is applied."""

    def __init__(self) -> None:
        self.effects: list[dict[str, Any]] = []

    def made(self, row: models.Model) -> None:
        """Remember a new row."""
        self.effects.append({"did": "made", "model": row._meta.label_lower, "pk": row.pk})

    def changed(self, row: models.Model, before: dict[str, Any], after: dict[str, Any] | None = None) -> None:
        """
        Remember the columns of a row as they were before.

        :param after: as they are now; what somebody changes again is then left alone by an undo
        """
        if before:
            self.effects.append(
                {
                    "did": "changed",
                    "model": row._meta.label_lower,
                    "pk": row.pk,
                    "before": before,
                    "after": after or {},
                }
            )


def _row(effect: dict[str, Any]) -> models.Model | None:
    row: models.Model | None = (
        apps.get_model(effect["model"])._default_manager.filter(pk=effect["pk"]).first()
    )
    return row


def _dependants(row: models.Model, own: set[tuple[str, Any]]) -> list[str]:
    """Return in words the rows that would go with ``row`` and are not part of the same decision."""
    collector = Collector(using=row._state.db or "default")
    try:
        collector.collect([row])
    except ProtectedError as error:
        found: set[models.Model] = set(error.protected_objects)
    else:
        found = {instance for group in collector.data.values() for instance in group}
        for queryset in collector.fast_deletes:
            found.update(queryset)
    cited = Citation.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk)
    found.update(cited)
    if hasattr(row, "public_id"):  # figures name their subject by its public id
        kind = str(row._meta.model_name)
        found.update(StatedFigure.objects.filter(subject_type=kind, subject_key=row.public_id))
    return sorted(str(instance) for instance in found if (instance._meta.label_lower, instance.pk) not in own)


def _is_edited_since(row: models.Model, since: int) -> bool:
    """Say whether the log has a line about a row after entry ``since`` that no other decision wrote."""
    later = AuditEntry.objects.filter(pk__gt=since)
    decisions = later.filter(key=ACCEPTED).values("at")
    return audit.history_of(row).filter(pk__gt=since).exclude(at__in=decisions).exists()


def _give_back(row: models.Model, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Set columns as they were, except those that somebody has changed since."""
    columns = [name for name in before if name not in after or getattr(row, name) == after[name]]
    for name in columns:
        setattr(row, name, before[name])
    try:
        with transaction.atomic():
            row.save(update_fields=columns)
    except IntegrityError:  # what is left would be no whole record, such as one without any title
        raise DecisionIsBuiltUpon([str(row)]) from None


def reverse(effects: list[dict[str, Any]], *, since: int) -> None:
    """
    Take the effects back, last first; the caller holds the transaction.

    :param since: the id of the line of the log with which the decision ended
    :raises DecisionIsBuiltUpon: if something else refers to a row that would go, or it was edited since
    """
    own = {(effect["model"], effect["pk"]) for effect in effects if effect["did"] == "made"}
    for effect in reversed(effects):
        row = _row(effect)
        if row is None:
            continue
        if effect["did"] == "made":
            others = _dependants(row, own)
            if others:
                raise DecisionIsBuiltUpon(others)
            if _is_edited_since(row, since):
                raise DecisionIsBuiltUpon([str(row)])
            row.delete()
            # What a decision made and took back again must not return when a merge is undone.
            MovedRow.objects.filter(model=effect["model"], row_id=effect["pk"]).delete()
        else:
            _give_back(row, effect["before"], effect.get("after", {}))


def records_touched(effects: list[dict[str, Any]]) -> list[Any]:
    """Return the organisations, people and sources that rows of these effects are, refer to or cite."""
    touched: dict[tuple[str, Any], Any] = {}
    for effect in effects:
        row = _row(effect)
        if row is None:
            continue
        referred = [
            getattr(row, field.name)
            for field in row._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and field.related_model in (Organisation, Person, Source)
        ]
        if isinstance(row, Citation):
            cited = apps.get_model(row.subject_type)._default_manager.filter(pk=row.subject_id).first()
            referred += records_of(cited) if cited is not None else ()
        for record in (row, *referred):
            if isinstance(record, Organisation | Person | Source):
                touched[(record._meta.label_lower, record.pk)] = record
    return list(touched.values())
