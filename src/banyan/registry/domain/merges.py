"""
Folding one record into another, with a look at all that would move, and taking it back.

The folded record stays in its table, seen by nobody; its number leads to the kept one for as long as the
merge stands. Rows that say what the kept record says already, and ties between the two, are set aside with
the folded record, so that nothing is ever deleted.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.i18n import LANGUAGES
from banyan.core.models import AuditEntry
from banyan.registry.domain import (
    fold_fields,
    fold_index,
    judgements,
    living,
    merge_order,
    organisations,
    people,
    redirects,
)
from banyan.registry.domain import names as name_rules
from banyan.registry.domain.fold_fields import ChoiceIsUnknown, FieldChoice
from banyan.registry.domain.folding import KINDS, Record
from banyan.registry.domain.giving_back import Edit, bring_back, give_back
from banyan.registry.domain.merge_preview import (
    MERGED,
    NAMES_AS,
    Draft,
    Preview,
    Remark,
    RowPreview,
    digest_of,
    draft_of,
    preview,
    refusals_of,
)
from banyan.registry.domain.moving import Book, rows_now
from banyan.registry.enums import NameKind, RowOutcome, Verdict
from banyan.registry.models import Merge, MovedRow, Organisation, Person

__all__ = [
    "NAMES_AS",
    "ChoiceIsUnknown",
    "FieldChoice",
    "LaterMergeComesFirst",
    "MergeIsRefused",
    "MergeIsUndone",
    "Preview",
    "PreviewIsOutdated",
    "Remark",
    "RowPreview",
    "RowsCollide",
    "Unmerged",
    "merge",
    "preview",
    "unmerge",
]


class MergeIsRefused(Exception):
    """The two cannot be merged; ``reasons`` are :class:`Remark` codes."""

    def __init__(self, reasons: Iterable[Remark]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(", ".join(reason.code for reason in self.reasons))


class PreviewIsOutdated(Exception):
    """One of the records was changed after the preview was made."""


class RowsCollide(Exception):
    """A row cannot move because the kept record has the like of it, and no rule says what to do."""


class MergeIsUndone(Exception):
    """Somebody has taken it back already."""


class LaterMergeComesFirst(Exception):
    """A later merge rests on this one; ``merge`` has to be taken back before it."""

    def __init__(self, merge: Merge) -> None:
        super().__init__(str(merge))
        self.merge = merge


@dataclass(frozen=True, slots=True)
class Unmerged:
    """
    What taking a merge back did. ``kept_edits`` were made to moved or changed rows since and stay;
    ``later`` is what the log says of the kept record after the merge, the latest first: all of it stays.
    """

    merge: Merge
    kept_edits: tuple[Edit, ...]
    later: tuple[AuditEntry, ...]


def locked(model: type[Any], *keys: str) -> list[Any]:
    """Return records by public id, locked in one order so that nobody waits in a circle."""
    held = model.objects.select_for_update().filter(public_id__in=keys).order_by("pk")
    rows = {row.public_id: row for row in held}
    return [rows[key] for key in keys if key in rows]


@transaction.atomic
def merge(
    *,
    kept: Record,
    folded: Record,
    choices: Mapping[str, str],
    by: User | None,
    now: datetime.datetime,
    names_as: str = NameKind.ALIAS,
    seen: str = "",
) -> Merge:
    """
    Fold one record into another, field by field and row by row, in one transaction.

    :param choices: "kept" or "folded" by column; the suggested side where nothing is said
    :param names_as: what official names of the side not chosen become, one of :data:`NAMES_AS`
    :param seen: the digest of the preview that was agreed to; "" when nobody looked
    :raises MergeIsRefused: if they are one, of two kinds, or one of them is folded already
    :raises PreviewIsOutdated: if either has changed since the preview
    :raises ChoiceIsUnknown: if a choice names no column or no side
    :raises RelationHasNoRule: if a package has not said what becomes of its rows
    :raises RowsCollide: if a row cannot move and no rule says why
    """
    living.hold_alone()
    refusals = refusals_of(kept, folded)
    if refusals:
        raise MergeIsRefused(refusals)
    keys = (kept.public_id, folded.public_id)
    records = locked(type(kept), *keys)
    if len(records) < 2:
        raise MergeIsRefused([Remark("is_gone", ", ".join(keys))])
    kept, folded = records
    refusals = refusals_of(kept, folded)
    if refusals:
        raise MergeIsRefused(refusals)
    changed = {row.pk: row.updated_at for row in records}
    draft = draft_of(kept, folded, choices, NameKind(names_as))
    if seen and seen != digest_of(kept, folded, draft):
        raise PreviewIsOutdated
    kind = str(kept._meta.model_name)
    row = Merge.objects.create(
        kind=kind,
        kept_key=kept.public_id,
        folded_key=folded.public_id,
        choices=draft.sides,
        names_as=NameKind(names_as),
        verdict_before=judgements.of_pair(first_key=kept.public_id, second_key=folded.public_id),
        merged_at=now,
        merged_by=by,
    )
    touched = _carry_out(row, kept, folded, draft)
    redirects.add(old_public_id=folded.public_id, new_public_id=kept.public_id, now=now)
    judgements.decide(
        first_key=kept.public_id, second_key=folded.public_id, verdict=Verdict.SAME, by=by, now=now
    )
    after_all(kept, folded, touched=touched, by=by, now=now)
    said = {"kept": kept.public_id, "folded": folded.public_id, "names": [str(kept), str(folded)]}
    for record in (kept, folded):
        was = {"updated_at": changed[record.pk]}
        audit.record(key=f"registry.{kind}.merged", subject=record, by=by, now=now, before=was, after=said)
    return row


def _carry_out(merge: Merge, kept: Record, folded: Record, draft: Draft) -> list[Any]:
    """Write everything; return the rows touched."""
    book = Book(merge=merge)
    citations = fold_fields.citations_to_move(kept=kept, folded=folded, sides=draft.sides)
    for name in kept.names.filter(pk__in=draft.kinds).order_by("pk"):
        book.change(name, {"kind": draft.kinds[name.pk]})
    fold_fields.take(kept=kept, folded=folded, sides=draft.sides, book=book)
    moves = []
    for step in draft.steps:
        if step.outcome == RowOutcome.MOVES:
            moves.append((step.row, step.changes))
            continue
        book.note(step.row, step.outcome, joined=step.twin)
        if step.fills:
            book.fill(step.twin, step.fills)
        citations += [(citation, {"subject_id": step.twin.pk}) for citation in step.citations]
    try:
        with transaction.atomic():
            book.move(moves)
            book.move(citations)
    except IntegrityError as error:
        raise RowsCollide(str(error)) from error
    book.change(folded, {"state": MERGED})
    book.close()
    twins = [step.twin for step in draft.steps if step.twin is not None]
    return [*(step.row for step in draft.steps), *twins, *(citation for citation, _ in citations)]


def after_all(*records: Record, touched: Iterable[Any], by: User | None, now: datetime.datetime) -> None:
    """Have records shown by the names they have now, and index all that carries words of the rows."""
    for record in records:
        type(record).objects.filter(pk=record.pk).update(updated_at=now, updated_by=by)
        if isinstance(record, Organisation) and record.state != MERGED:
            organisations.show_names_again(organisation_id=record.pk, by=by, now=now)
        elif record.state != MERGED:
            people.show_names_again(person_id=record.pk, by=by, now=now)
    fold_index.enqueue_touched([*records, *touched])


def merge_of(*, folded_key: str) -> Merge | None:
    """Return the merge that stands and folded a record away, if any."""
    return Merge.objects.filter(folded_key=folded_key, undone_at__isnull=True).first()


def history_since(merge: Merge) -> list[AuditEntry]:
    """Return what was written in the log of the kept record after a merge, the latest first."""
    kept = KINDS[merge.kind].objects.get(public_id=merge.kept_key)
    return list(audit.history_of(kept).filter(at__gt=merge.merged_at)[:100])


@transaction.atomic
def unmerge(
    *, merge: Merge, by: User | None, now: datetime.datetime, are_different: bool = False
) -> Unmerged:
    """
    Take a merge back: both records are there again, each with its own fields, rows, words and number.

    What was edited since stays where it is and is told; what was added to the kept record stays there.

    :param are_different: also write down that the two are different, so that nobody is asked again;
        otherwise what was judged before the merge holds again
    :raises MergeIsUndone: if somebody was faster
    :raises LaterMergeComesFirst: if a later merge rests on this one
    """
    living.hold_alone()
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        raise MergeIsUndone(merge.pk)
    later = merge_order.built_upon(merge)
    if later is not None:
        raise LaterMergeComesFirst(later)
    kept, folded = locked(KINDS[merge.kind], merge.kept_key, merge.folded_key)
    changed = {row.pk: row.updated_at for row in (kept, folded)}
    since = tuple(history_since(merge))
    entries = list(merge.rows.order_by("pk"))
    before = list(rows_now(entries).values())
    fold_index.enqueue_touched(before)
    edits = give_back(entries)
    edits = _name_again(folded, entries, edits)
    keep_a_name(kept)
    redirects.remove(old_public_id=folded.public_id)
    merge.undone_at, merge.undone_by = now, by
    merge.save(update_fields=["undone_at", "undone_by"])
    _forget_private(entries)
    _judge_again(merge, are_different=are_different, by=by, now=now)
    kept, folded = locked(KINDS[merge.kind], merge.kept_key, merge.folded_key)
    after_all(kept, folded, touched=rows_now(entries).values(), by=by, now=now)
    said = {
        "kept": kept.public_id,
        "folded": folded.public_id,
        "names": [str(kept), str(folded)],
        "edits": len(edits),
    }
    for record in (kept, folded):
        was = {"updated_at": changed[record.pk]}
        key = f"registry.{merge.kind}.unmerged"
        audit.record(key=key, subject=record, by=by, now=now, before=was, after=said)
    return Unmerged(merge=merge, kept_edits=tuple(edits), later=since)


def _forget_private(entries: Iterable[MovedRow]) -> None:
    """Keep no copy of private contact details once they are back where they belong."""
    label = Person._meta.label_lower
    for entry in entries:
        if entry.model == label and not set(people.PRIVATE).isdisjoint({*entry.before, *entry.after}):
            entry.before = {name: value for name, value in entry.before.items() if name not in people.PRIVATE}
            entry.after = {name: value for name, value in entry.after.items() if name not in people.PRIVATE}
            entry.save(update_fields=["before", "after"])


def _name_again(record: Record, entries: Sequence[MovedRow], edits: Sequence[Edit]) -> list[Edit]:
    """Give a record that came back without any name those names of its own that were removed since."""
    if record.names.exists():
        return list(edits)
    label = record.names.model._meta.label_lower
    gone = {edit.row_id for edit in edits if edit.model == label and edit.what == "removed"}
    for entry in entries:
        if entry.model == label and entry.row_id in gone:
            bring_back(entry)
    keep_a_name(record)
    return [edit for edit in edits if not (edit.model == label and edit.row_id in gone)]


def keep_a_name(record: Record) -> None:
    """Write down as names what a record is shown by, if all the names it had are gone."""
    if record.names.exists():
        return
    record.refresh_from_db()
    owner = str(record._meta.model_name)
    for code in LANGUAGES:
        text = getattr(record, f"title_{code}")
        if text:
            record.names.model.objects.create(
                **{owner: record},
                text=text,
                folded=name_rules.compared(text),
                language=code,
                kind=NameKind.OFFICIAL,
            )


def _judge_again(merge: Merge, *, are_different: bool, by: User | None, now: datetime.datetime) -> None:
    pair = {"first_key": merge.kept_key, "second_key": merge.folded_key}
    if not are_different and judgements.of_pair(**pair) != Verdict.SAME:
        return  # somebody has decided otherwise since
    if are_different:
        judgements.decide(**pair, verdict=Verdict.DIFFERENT, by=by, now=now)
    elif merge.verdict_before:
        judgements.decide(**pair, verdict=merge.verdict_before, by=by, now=now)
    else:
        judgements.forget(**pair, by=by, now=now)
