"""
The search of the register for records that are there twice, as work in the background.

A search first reads the records and finds the pairs worth comparing (`registry.adapters.blocking`), then
compares them, slice by slice, so that other jobs get their turn. How far it came stands in its row: a killed
worker's successor goes on from there. Files lie in the data folder and go when the search is finished.
"""

from __future__ import annotations

import datetime
import logging
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.jobs import defer
from banyan.registry.adapters.blocking import candidate_pairs
from banyan.registry.adapters.profile_store import ProfileStore, ProfileWriter
from banyan.registry.adapters.splink_linker import Linkable, SplinkIsMissing, link, linkable
from banyan.registry.domain import blockables, duplicates
from banyan.registry.enums import MergedKind, PairState, RunState
from banyan.registry.models import DuplicatePair, DuplicateRun

logger = logging.getLogger(__name__)

#: Seconds that one job works before it lets the next one have its turn.
SLICE_SECONDS: Final = 15.0
#: Pairs compared before how far we are is written down: some 0.1 s.
BATCH: Final = 400
#: Pairs taken off the queue in one transaction when the search is over.
_STALE_BATCH: Final = 1000
_JOB: Final = "registry.find_duplicates"


class SearchIsRunning(RuntimeError):
    """A search for duplicates of this kind is under way."""


def folder_of(run: DuplicateRun) -> Path:
    """Return where the files of a search lie."""
    return Path(settings.DATA_DIR) / "duplicates" / str(run.pk)


def latest(*, kind: str) -> DuplicateRun | None:
    """Return the search begun last, whatever became of it."""
    return DuplicateRun.objects.filter(kind=kind).order_by("-created_at", "-pk").first()


def start(
    *,
    kind: str,
    is_full: bool,
    by: User | None,
    now: datetime.datetime,
    engine: str = "",
    is_queued: bool = True,
) -> DuplicateRun:
    """
    Begin a search: of the whole register, or of what changed since the last one that came to its end.

    :param engine: "splink" to have Splink find the pairs, in the whole register
    :param is_queued: False when the caller does the work itself
    :raises SearchIsRunning: if one of this kind has not come to its end
    """
    since = None
    if not is_full:
        finished = DuplicateRun.objects.filter(kind=kind, state=RunState.FINISHED)
        since = finished.order_by("-created_at").values_list("created_at", flat=True).first()
    try:
        with transaction.atomic():
            run = DuplicateRun.objects.create(
                kind=MergedKind(kind), changed_since=since, created_at=now, created_by=by, engine=engine
            )
            audit.record(
                key="registry.duplicate_search.started",
                subject=run,
                by=by,
                now=now,
                after={"kind": kind, "changed_since": since},
            )
            if is_queued:
                defer(_JOB, by=by, run_id=run.pk)
    except IntegrityError:
        raise SearchIsRunning(kind) from None
    return run


@transaction.atomic
def pause(*, run: DuplicateRun) -> None:
    """Let a search rest after the batch in hand; nothing happens to one that is over."""
    DuplicateRun.objects.filter(pk=run.pk).exclude(state__in=(RunState.FINISHED, RunState.FAILED)).update(
        state=RunState.PAUSED
    )


@transaction.atomic
def resume(*, run: DuplicateRun) -> None:
    """Go on with a search that was paused, that failed, or whose job was given up."""
    again = DuplicateRun.objects.filter(pk=run.pk).exclude(state=RunState.FINISHED)
    if again.update(state=RunState.WAITING, trouble="", finished_at=None):
        defer(_JOB, by=run.created_by, run_id=run.pk)


@transaction.atomic
def stop(*, run: DuplicateRun, now: datetime.datetime, trouble: str = "") -> None:
    """Give a search up; what it found stays in the queue."""
    DuplicateRun.objects.filter(pk=run.pk).exclude(state=RunState.FINISHED).update(
        state=RunState.FAILED, trouble=trouble[:300], finished_at=now
    )
    shutil.rmtree(folder_of(run), ignore_errors=True)


def work(
    *, run_id: int, now: datetime.datetime, seconds: float = SLICE_SECONDS, queue_next: bool = True
) -> str:
    """
    Work on a search for a while and put its next slice in the queue; return the state it is in then.

    :raises OSError: if the disk is full; the search has then failed and can be taken up again
    :raises SplinkIsMissing: if Splink was asked for and is not installed; the search has then failed too
    """
    run = DuplicateRun.objects.get(pk=run_id)
    if run.state in (RunState.PAUSED, RunState.FINISHED, RunState.FAILED):
        return run.state
    try:
        if not (folder_of(run) / "pairs").exists():
            _read(run)
        _compare(run, now, time.monotonic() + seconds)
    except (OSError, SplinkIsMissing) as error:
        stop(run=run, now=now, trouble=str(error))
        raise
    run.refresh_from_db()
    if run.state == RunState.WORKING:
        if run.done >= run.total:
            _finish(run, now)
        elif queue_next:
            with transaction.atomic():
                defer(_JOB, by=run.created_by, run_id=run.pk)
    return run.state


def _set(run: DuplicateRun, **values: Any) -> None:
    """Write columns of a search, unless somebody has paused it meanwhile."""
    values_written = DuplicateRun.objects.filter(pk=run.pk).exclude(state=RunState.PAUSED).update(**values)
    if values_written:
        for name, value in values.items():
            setattr(run, name, value)


def _read(run: DuplicateRun) -> None:
    """Read every record, and write down the pairs worth comparing. Done anew if it is broken off."""
    folder = folder_of(run)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    _set(run, state=RunState.READING, done=0, total=blockables.living(run.kind).count())
    only = None
    if run.changed_since is not None:
        only = set(blockables.changed(run.kind, run.changed_since).values_list("pk", flat=True))
    pairs = 0
    with ProfileWriter(folder) as profiles, (folder / "pairs.new").open("wb") as file:

        def kept() -> Iterator[Any]:
            for number, profile, blockable in blockables.read(run.kind):
                profiles.put(number, profile)
                yield blockable

        def write(table: Any) -> None:
            np.column_stack([table["first"], table["second"]]).astype(np.uint32).tofile(file)

        if run.engine == "splink":
            pairs = _linked(profiles, folder, file, run)
        elif only is None or only:
            told = candidate_pairs(
                kept(), write=write, folder=folder, only=only, progress=lambda done: _set(run, done=done)
            )
            pairs = told.pairs
    (folder / "pairs.new").rename(folder / "pairs")
    _set(run, done=0, total=pairs)


def _linked(profiles: ProfileWriter, folder: Path, file: BinaryIO, run: DuplicateRun) -> int:
    """Have Splink find the pairs; how likely it takes each to be stays out, for ours is compared anyway."""

    def records() -> Iterator[Linkable]:
        for number, profile, _ in blockables.read(run.kind):
            profiles.put(number, profile)
            yield linkable(number, profile)

    count = 0
    backend, master = settings.BANYAN_SPLINK_BACKEND, settings.BANYAN_SPARK_MASTER
    for first, second, _ in link(records(), folder=folder, backend=backend, master=master):
        file.write(np.array([first, second], dtype=np.uint32).tobytes())
        count += 1
    return count


def _compare(run: DuplicateRun, now: datetime.datetime, until: float) -> None:
    """Compare the next pairs until the time is over, the search paused, or everything compared."""
    _set(run, state=RunState.WORKING)
    store = ProfileStore(folder_of(run))
    try:
        while run.done < run.total and time.monotonic() < until and run.state == RunState.WORKING:
            found = _batch(run, store)
            with transaction.atomic():
                ahead = DuplicateRun.objects.select_for_update().get(pk=run.pk)
                if ahead.done != run.done or ahead.state != RunState.WORKING:
                    run.state = ahead.state  # paused, or another worker is at it
                    return
                asked = duplicates.put(found=found, run=run, now=now)
                run.done, run.found = min(run.done + BATCH, run.total), run.found + asked
                run.save(update_fields=["done", "found"])
    finally:
        store.close()


def _batch(run: DuplicateRun, store: ProfileStore) -> list[duplicates.Found]:
    """Return what is worth asking among the next pairs."""
    path = folder_of(run) / "pairs"
    numbers = np.fromfile(path, dtype=np.uint32, count=BATCH * 2, offset=run.done * 8).tolist()
    found = [
        duplicates.compared(store.get(first), store.get(second), kind=run.kind)
        for first, second in zip(numbers[::2], numbers[1::2], strict=True)
    ]
    return [one for one in found if one.is_worth_asking]


def _finish(run: DuplicateRun, now: datetime.datetime) -> None:
    """Take pairs off the queue that were looked at anew and are no longer alike, then close the search."""
    old = DuplicatePair.objects.filter(kind=run.kind, state=PairState.WAITING, found_at__lt=run.created_at)
    if run.changed_since is not None:
        touched = blockables.changed(run.kind, run.changed_since)
        old = old.filter(
            Q(Exists(touched.filter(public_id=OuterRef("first_key"))))
            | Q(Exists(touched.filter(public_id=OuterRef("second_key"))))
        )
    while stale := list(old.values_list("pk", flat=True)[:_STALE_BATCH]):
        DuplicatePair.objects.filter(pk__in=stale).update(state=PairState.STALE)
    with transaction.atomic():
        _set(run, state=RunState.FINISHED, finished_at=now)
        audit.record(
            key="registry.duplicate_search.finished",
            subject=run,
            by=None,
            now=now,
            after={"pairs": run.total, "found": run.found},
        )
    shutil.rmtree(folder_of(run), ignore_errors=True)
