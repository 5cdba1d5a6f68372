"""
Merging the certain pairs together: a batch agreed to once, each of its merges a real one.

Worked on in the background, one pair a transaction. A pair is compared anew before it is merged; if it is no
longer certain, or cannot be merged, it goes back to the pairs that a person looks at. A whole batch can be
taken back like a single merge, the latest first.
"""

from __future__ import annotations

import datetime
import time
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.jobs import defer
from banyan.registry.domain import blockables, duplicates, judgements, matching, merges
from banyan.registry.enums import DuplicateBand, MergedKind, PairState, RunState
from banyan.registry.models import DuplicatePair, MergeBatch, Organisation

#: Seconds that one job works before it lets the next one have its turn.
SLICE_SECONDS: Final = 10.0
_KIND: Final = MergedKind.ORGANISATION.value
_JOB: Final = "registry.work_on_batch"
#: Why a merge may be refused although the pair is certain.
_REFUSALS: Final = (merges.MergeIsRefused, merges.RowsCollide, merges.PreviewIsOutdated)


class BatchIsRunning(RuntimeError):
    """Pairs are being merged, or taken back, just now."""


class NothingIsCertain(ValueError):
    """No pair is certain any more."""


def certain() -> QuerySet[DuplicatePair]:
    """Return the pairs that would be merged, in the order in which they were found."""
    return duplicates.queue(kind=_KIND).filter(band=DuplicateBand.CERTAIN).order_by("pk")


def start(*, until: int, by: User, now: datetime.datetime) -> MergeBatch:
    """
    Begin to merge the certain pairs that somebody has looked at.

    :param until: the number of the last pair that was listed; what was found since is left alone
    :raises NothingIsCertain: if none of them is certain any more
    :raises BatchIsRunning: if another batch has not come to its end
    """
    wanted = list(certain().filter(pk__lte=until).values_list("pk", flat=True))
    if not wanted:
        raise NothingIsCertain
    try:
        with transaction.atomic():
            batch = MergeBatch.objects.create(kind=_KIND, total=len(wanted), created_at=now, created_by=by)
            for start in range(0, len(wanted), 500):
                DuplicatePair.objects.filter(pk__in=wanted[start : start + 500]).update(batch=batch)
            audit.record(
                key="registry.merge_batch.started",
                subject=batch,
                by=by,
                now=now,
                after={"pairs": len(wanted)},
            )
            defer(_JOB, by=by, batch_id=batch.pk, by_id=by.pk)
    except IntegrityError:
        raise BatchIsRunning from None
    return batch


def undo(*, batch: MergeBatch, by: User, now: datetime.datetime) -> None:
    """
    Begin to take all merges of a batch back.

    :raises BatchIsRunning: if a batch has not come to its end
    """
    try:
        with transaction.atomic():
            standing = _standing(batch).count()
            MergeBatch.objects.filter(pk=batch.pk).update(
                state=RunState.WAITING, is_undoing=True, done=0, skipped=0, total=standing, finished_at=None
            )
            audit.record(
                key="registry.merge_batch.taken_back",
                subject=batch,
                by=by,
                now=now,
                after={"merges": standing},
            )
            defer(_JOB, by=by, batch_id=batch.pk, by_id=by.pk)
    except IntegrityError:
        raise BatchIsRunning from None


def _standing(batch: MergeBatch) -> QuerySet[DuplicatePair]:
    """Return the pairs of a batch whose merge stands, the latest merge first."""
    return batch.pairs.filter(merge__isnull=False, merge__undone_at__isnull=True).order_by("-merge")


def work(*, batch_id: int, by: User | None, now: datetime.datetime, seconds: float = SLICE_SECONDS) -> str:
    """Work on a batch for a while and put its next slice in the queue; return the state it is in then."""
    batch = MergeBatch.objects.get(pk=batch_id)
    if not batch.is_open:
        return batch.state
    MergeBatch.objects.filter(pk=batch_id).update(state=RunState.WORKING)
    until, after = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        step = _take_back_next if batch.is_undoing else _merge_next
        after = step(batch, after, by, now)
        if not after:
            break
    with transaction.atomic():
        batch = MergeBatch.objects.select_for_update().get(pk=batch_id)
        if after:
            defer(_JOB, by=by, batch_id=batch_id, by_id=by.pk if by is not None else None)
        else:
            batch.state, batch.finished_at = RunState.FINISHED, now
            batch.save(update_fields=["state", "finished_at"])
    return batch.state


@transaction.atomic
def _merge_next(batch: MergeBatch, after: int, by: User | None, now: datetime.datetime) -> int:
    """Merge the next pair of a batch; return its number, 0 when there is none."""
    pairs = batch.pairs.filter(merge__isnull=True, state=PairState.WAITING, pk__gt=after).order_by("pk")
    pair = pairs.select_for_update().first()
    if pair is None:
        return 0
    if not _merge(pair, by, now):
        DuplicatePair.objects.filter(pk=pair.pk).update(batch=None, band=DuplicateBand.ASK)
        batch.skipped += 1
    batch.done += 1
    batch.save(update_fields=["done", "skipped"])
    return pair.pk


def _merge(pair: DuplicatePair, by: User | None, now: datetime.datetime) -> bool:
    """Merge a pair if it is certain to this day and nobody decided otherwise; say whether it was."""
    keys = (pair.first_key, pair.second_key)
    living = blockables.living(_KIND).filter(public_id__in=keys)
    records = {record.public_id: record for record in living}
    known = matching.profiles(keys=keys, kind=_KIND)
    if len(records) < 2 or judgements.known(pairs=[keys]):
        return False
    found = duplicates.compared(known[keys[0]], known[keys[1]], kind=_KIND)
    if found.band != DuplicateBand.CERTAIN:
        return False
    kept, folded = _in_rank(records[keys[0]], records[keys[1]])
    try:
        with transaction.atomic():
            merge = merges.merge(kept=kept, folded=folded, choices={}, by=by, now=now)
    except _REFUSALS:
        return False
    DuplicatePair.objects.filter(pk=pair.pk).update(merge=merge)
    duplicates.settle(keys=keys)
    return True


def _in_rank(one: Organisation, other: Organisation) -> tuple[Organisation, Organisation]:
    """Return the record that stays, then the one folded into it: the better checked one, then the older."""
    rank = {"represented": 0, "checked": 1}
    first, second = sorted(
        (one, other), key=lambda row: (rank.get(row.verification, 2), row.created_at, row.pk)
    )
    return first, second


@transaction.atomic
def _take_back_next(batch: MergeBatch, after: int, by: User | None, now: datetime.datetime) -> int:
    """Take the latest standing merge of a batch back; return the number of its pair, 0 when there is none."""
    standing = _standing(batch)
    pair = (standing.filter(merge__lt=after) if after else standing).select_related("merge").first()
    if pair is None or pair.merge is None:
        return 0
    number = pair.merge.pk
    if not take_back(pair=pair, by=by, now=now):
        batch.skipped += 1
    batch.done += 1
    batch.save(update_fields=["done", "skipped"])
    return number


@transaction.atomic
def take_back(*, pair: DuplicatePair, by: User | None, now: datetime.datetime) -> bool:
    """Take the merge of one pair back; say whether that could be done: a later merge may rest on it."""
    if pair.merge is None:
        return False
    try:
        with transaction.atomic():
            merges.unmerge(merge=pair.merge, by=by, now=now)
    except (merges.LaterMergeComesFirst, merges.MergeIsUndone):
        return False
    # Somebody has doubted it: from now on a person is asked.
    DuplicatePair.objects.filter(pk=pair.pk).update(band=DuplicateBand.ASK)
    duplicates.settle(keys=[pair.first_key, pair.second_key])
    return True
