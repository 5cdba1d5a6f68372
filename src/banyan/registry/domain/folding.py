"""
What follows a record when it is folded into another: one rule for each column that points at it.

Every package says in `AppConfig.ready()` what becomes of its rows. A column without a rule stops every
merge, and a test lists such columns from the models, so that no relation is ever forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db import models

from banyan.registry.models import Organisation, Person

#: A record that can be folded.
Record = Organisation | Person
#: What makes two rows of one record the same, the record itself left out.
Identity = Callable[[Any], Hashable]

KINDS: Final[Mapping[str, type[Organisation] | type[Person]]] = {
    "organisation": Organisation,
    "person": Person,
}


class RelationHasNoRule(Exception):
    """A column points at a record and nobody said what a merge does with it; ``columns`` names it."""

    def __init__(self, columns: list[str]) -> None:
        super().__init__(", ".join(columns))
        self.columns = columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """
    Rows that follow their record.

    ``column`` is ``package.model.column``. ``identity`` says when two rows say the same; without it the
    unique constraints of the table decide. ``is_same`` looks closer at rows of one identity. ``other`` is
    the column at whose end a second record of the same kind stands. ``keyed`` holds for columns with the
    public id of a record; ``where`` then says which of the rows are meant.
    """

    kind: str
    column: str
    identity: Identity | None = None
    is_same: Callable[[Any, Any], bool] | None = None
    other: str = ""
    keyed: bool = False
    where: Mapping[str, str] = field(default_factory=dict)

    @property
    def model(self) -> type[models.Model]:
        """The table."""
        return apps.get_model(self.column.rpartition(".")[0])

    @property
    def name(self) -> str:
        """The column as it is set: ``organisation_id``, or the name itself for public ids."""
        return str(self._field.attname)

    @property
    def _field(self) -> Any:
        return self.model._meta.get_field(self.column.rpartition(".")[2])

    def value_of(self, record: Record) -> Any:
        """Return what stands in the column of a row of ``record``."""
        return record.public_id if self.keyed else record.pk

    def rows_of(self, record: Record) -> models.QuerySet[Any]:
        """Return the rows of a record, in one order."""
        rows = self.model._default_manager.filter(**{self.name: self.value_of(record)}, **self.where)
        return rows.order_by("pk")

    def identity_of(self, row: Any) -> Hashable | None:
        """Return what a row says apart from whose it is; None when it can never be said twice."""
        if self.identity is not None:
            return self.identity(row)
        columns = self._unique_with()
        if columns is None:
            return None
        return tuple(getattr(row, column) for column in columns)

    def _unique_with(self) -> tuple[str, ...] | None:
        """Return the other columns of the unique constraint that this column stands in."""
        meta, own = self.model._meta, self._field
        if own.unique:
            return ()
        groups = [tuple(group) for group in meta.unique_together]
        groups += [
            tuple(constraint.fields)
            for constraint in meta.constraints
            if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None
        ]
        for group in groups:
            if own.name in group:
                others: list[Any] = [meta.get_field(name) for name in group if name != own.name]
                return tuple(other.attname for other in others)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """A column whose rows stay as they are: ``why`` says what makes that right."""

    kind: str
    column: str
    why: str


_rules: dict[tuple[str, str], Moves | Stays] = {}


def register_fold_handler(rule: Moves | Stays) -> None:
    """Say what a merge does with the rows of one column; called once when the application starts."""
    _rules[(rule.kind, rule.column)] = rule


def rules_of(kind: str) -> tuple[Moves, ...]:
    """
    Return the rules for rows that follow a record of a kind, in the order of registration.

    :raises RelationHasNoRule: if a column points at such records and has no rule
    """
    missing = [column for column in relations_of(KINDS[kind]) if (kind, column) not in _rules]
    if missing:
        raise RelationHasNoRule(missing)
    return tuple(rule for (of, _), rule in _rules.items() if of == kind and isinstance(rule, Moves))


def relations_of(model: type[models.Model]) -> Iterator[str]:
    """Yield every column of every table whose key points at a model, hidden ones and lists too."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model is not None:
            yield f"{relation.related_model._meta.label_lower}.{relation.field.name}"


def columns_without_rule() -> list[str]:
    """
    Return every column of every table of ours that may name an organisation or a person and has no rule.

    Looked at are keys, columns as wide as a public id, and pairs such as ``subject_type`` and
    ``subject_id`` that point at any row. For the test that keeps the rules whole.
    """
    missing = [
        column
        for kind, model in KINDS.items()
        for column in relations_of(model)
        if (kind, column) not in _rules
    ]
    ruled = {column for _, column in _rules}
    for table in apps.get_models():
        if not table.__module__.startswith("banyan."):
            continue
        names = {column.name for column in table._meta.local_concrete_fields}
        for column in table._meta.local_concrete_fields:
            label = f"{table._meta.label_lower}.{column.name}"
            is_key = isinstance(column, models.CharField) and column.max_length == _KEY_LENGTH
            stem, _, last = column.name.rpartition("_")
            is_pair = (
                last == "id"
                and bool(stem)
                and not column.is_relation
                and bool({f"{stem}_type", "model"} & names)
            )
            if (is_pair or (is_key and column.name != "public_id")) and label not in ruled:
                missing.append(label)
    return sorted(set(missing))


#: Characters of a public id: a column as wide as that holds one.
_KEY_LENGTH: Final = 14
