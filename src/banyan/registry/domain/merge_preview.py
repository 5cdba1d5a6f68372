"""What a merge would do, column by column and row by row, before anybody agrees to it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from banyan.registry.domain import fold_fields, fold_plan, judgements, redirects
from banyan.registry.domain.fold_fields import FieldChoice
from banyan.registry.domain.folding import Record
from banyan.registry.domain.moving import plain
from banyan.registry.enums import NameKind, OrganisationState, RowOutcome, Verdict
from banyan.registry.models import Identifier, Organisation

MERGED: Final = OrganisationState.MERGED.value  # the same word for people
#: Kinds that the official names of the folded record may become.
NAMES_AS: Final = (NameKind.ALIAS, NameKind.FORMER)


@dataclass(frozen=True, slots=True)
class Remark:
    """
    Why two records cannot be merged, or why one should think twice. ``code`` is worded by the page.

    Refusals: same_record, kinds_differ, kept_is_folded, folded_is_folded, is_gone.
    Warnings: judged_different, numbers_differ (two numbers in one register), are_tied (by a relationship).
    """

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class RowPreview:
    """
    One row of the folded record and what becomes of it.

    ``model`` is the label of its table, ``outcome`` a value of :class:`RowOutcome`; ``row`` is the row as it
    is, ``twin`` the row of the kept record that says the same, ``fills`` the columns that one would get, and
    ``unlike`` those in which the two differ, the kept one's value first.
    """

    model: str
    pk: int
    outcome: str
    row: Any
    twin: Any = None
    fills: tuple[str, ...] = ()
    unlike: Mapping[str, tuple[Any, Any]] | None = None
    new_kind: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do. ``digest`` changes whenever anything of it does."""

    fields: tuple[FieldChoice, ...]
    rows: tuple[RowPreview, ...]
    refusals: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    digest: str


@dataclass(slots=True)
class Draft:
    """A merge as it would be carried out: the side taken for each column, new kinds of names, steps."""

    fields: tuple[FieldChoice, ...]
    sides: dict[str, str]
    kinds: dict[int, str]
    steps: list[fold_plan.Step]


def draft_of(kept: Record, folded: Record, choices: Mapping[str, str], names_as: str) -> Draft:
    """Return what folding one record into another would do; both must be of one kind and stand alone."""
    fields = fold_fields.compare(kept=kept, folded=folded)
    sides = fold_fields.settle(fields, choices)
    kinds = fold_fields.names_to_change(kept=kept, folded=folded, sides=sides, names_as=names_as)
    return Draft(fields, sides, kinds, fold_plan.build(kept=kept, folded=folded, kinds=kinds))


def digest_of(kept: Record, folded: Record, draft: Draft) -> str:
    """Return a mark of all that a reader of the preview has seen, whatever was chosen since."""
    seen = [kept.public_id, folded.public_id]
    seen += [repr((row.field, plain(row.kept_value), plain(row.folded_value))) for row in draft.fields]
    seen += sorted(f"{step.row._meta.label_lower} {step.row.pk}" for step in draft.steps)
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:16]


def refusals_of(kept: Record, folded: Record) -> tuple[Remark, ...]:
    """Return why two records cannot be merged at all; nothing when they can."""
    if type(kept) is not type(folded):
        return (Remark("kinds_differ"),)
    if kept.pk == folded.pk:
        return (Remark("same_record"),)
    found = []
    for record, code in ((kept, "kept_is_folded"), (folded, "folded_is_folded")):
        if record.state == MERGED:
            found.append(Remark(code, redirects.current(public_id=record.public_id)))
    return tuple(found)


def _warnings(kept: Record, folded: Record, draft: Draft) -> tuple[Remark, ...]:
    found = []
    pair = judgements.ordered(kept.public_id, folded.public_id)
    if judgements.known(pairs=[pair]).get(pair) == Verdict.DIFFERENT:
        found.append(Remark("judged_different", judgements.reason_of(first_key=pair[0], second_key=pair[1])))
    if isinstance(kept, Organisation):
        ours = dict(Identifier.objects.filter(organisation=kept).values_list("scheme", "value"))
        theirs = Identifier.objects.filter(organisation_id=folded.pk, scheme__in=ours)
        found += [
            Remark("numbers_differ", f"{row.scheme} {ours[row.scheme]} / {row.value}") for row in theirs
        ]
    if any(step.outcome == RowOutcome.WOULD_BE_SELF_TIE for step in draft.steps):
        found.append(Remark("are_tied"))
    return tuple(found)


def preview(
    *,
    kept: Record,
    folded: Record,
    choices: Mapping[str, str] | None = None,
    names_as: str = NameKind.ALIAS,
) -> Preview:
    """
    Show what folding one record into another would do to every column and row; nothing is written.

    :param choices: "kept" or "folded" by column; the suggested side where nothing is said
    :param names_as: what official names of the side not chosen become, one of :data:`NAMES_AS`
    :raises ChoiceIsUnknown: if a choice names no column or no side
    :raises RelationHasNoRule: if a package has not said what becomes of its rows
    """
    refusals = refusals_of(kept, folded)
    if refusals:
        return Preview((), (), refusals, (), "")
    draft = draft_of(kept, folded, choices or {}, NameKind(names_as))
    return Preview(
        fields=draft.fields,
        rows=tuple(
            RowPreview(
                model=step.row._meta.label_lower,
                pk=step.row.pk,
                outcome=str(step.outcome),
                row=step.row,
                twin=step.twin,
                fills=tuple(step.fills),
                unlike=step.unlike,
                new_kind=str(step.changes.get("kind", "")),
            )
            for step in draft.steps
        ),
        refusals=(),
        warnings=_warnings(kept, folded, draft),
        digest=digest_of(kept, folded, draft),
    )
