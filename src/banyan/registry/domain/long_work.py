"""Searches for duplicates and merges done together, as the page of jobs shows them."""

from __future__ import annotations

import datetime
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.core import progress
from banyan.core.progress import PAUSE, RESUME, STOP, Shown, WorkIsElsewhere
from banyan.registry.domain import searching
from banyan.registry.enums import MergedKind, RunState
from banyan.registry.models import DuplicateRun, MergeBatch
from banyan.registry.permissions import Permission

_MOVING: Final = (RunState.WAITING, RunState.READING, RunState.WORKING)


def _under_way(model: Any, owner_id: int | None) -> Any:
    """Return what is open, and what failed with an error and not because somebody gave it up."""
    found = model.objects.select_related("created_by").order_by("-pk")
    found = found.filter(~Q(state=RunState.FINISHED) & (~Q(state=RunState.FAILED) | ~Q(trouble="")))
    return found if owner_id is None else found.filter(created_by=owner_id)


class Searches:
    """Searches of the register for records that are there twice."""

    permission = Permission.FIND_DUPLICATES

    def under_way(self, *, owner_id: int | None, most: int) -> list[Shown]:
        """Return searches that have not come to their end; of failed ones, none that a later one replaced."""
        rows = list(_under_way(DuplicateRun, owner_id)[:most])
        latest = {kind: found.pk for kind in MergedKind.values if (found := searching.latest(kind=kind))}
        return [_search(row) for row in rows if row.is_open or latest.get(row.kind) == row.pk]

    def act(self, *, key: str, owner_id: int | None, do: str, by: Any, now: datetime.datetime) -> None:
        """Let a search rest, go on with it, or give it up."""
        run = _under_way(DuplicateRun, owner_id).filter(pk=int(key) if key.isdecimal() else 0).first()
        if run is None or do not in _search(run).can:
            raise WorkIsElsewhere(key)
        if do == PAUSE:
            searching.pause(run=run)
        elif do == RESUME:
            searching.resume(run=run)
        else:
            searching.stop(run=run, now=now)


def _search(run: DuplicateRun) -> Shown:
    is_people = run.kind == MergedKind.PERSON
    address = reverse("web:desk-duplicates")
    can = (PAUSE, STOP) if run.state in _MOVING else (RESUME, STOP)
    return Shown(
        key=str(run.pk),
        title=_("Search for people who are there twice")
        if is_people
        else _("Search for organisations that are there twice"),
        url=f"{address}?kind={run.kind}" if is_people else address,
        state=str(RunState(run.state).label),
        begun_at=run.created_at,
        by=str(run.created_by) if run.created_by else "",
        counted=_("Records read") if run.state == RunState.READING else _("Pairs compared"),
        done=min(run.done, run.total),
        total=run.total,
        is_moving=run.state in _MOVING,
        is_failed=run.state == RunState.FAILED,
        trouble=run.trouble,
        can=can,
    )


class Batches:
    """Certain pairs merged together, or taken apart again."""

    permission = Permission.FIND_DUPLICATES

    def under_way(self, *, owner_id: int | None, most: int) -> list[Shown]:
        """Return batches that have not come to their end."""
        return [_batch(row) for row in _under_way(MergeBatch, owner_id)[:most]]

    def act(self, *, key: str, owner_id: int | None, do: str, by: Any, now: datetime.datetime) -> None:
        """Nothing can be done to a batch under way: it takes seconds, and is taken back as a whole."""
        raise WorkIsElsewhere(key)


def _batch(batch: MergeBatch) -> Shown:
    return Shown(
        key=str(batch.pk),
        title=_("Take merges back") if batch.is_undoing else _("Merge certain pairs"),
        url=reverse("web:desk-duplicates-batch", args=[batch.pk]),
        state=str(RunState(batch.state).label),
        begun_at=batch.created_at,
        by=str(batch.created_by) if batch.created_by else "",
        counted=_("Merges taken back") if batch.is_undoing else _("Pairs merged"),
        done=min(batch.done, batch.total),
        total=batch.total,
        is_moving=batch.state in _MOVING,
        is_failed=batch.state == RunState.FAILED,
        trouble=batch.trouble,
    )


def register() -> None:
    """Have searches and batches shown, and say in words what the jobs of this package do."""
    progress.register("duplicate-searches", Searches())
    progress.register("merge-batches", Batches())
    progress.describe("registry.find_duplicates", title=gettext_lazy("Search for duplicates"), is_work=True)
    progress.describe("registry.work_on_batch", title=gettext_lazy("Merge certain pairs"), is_work=True)
