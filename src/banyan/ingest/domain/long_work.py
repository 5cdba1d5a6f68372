"""Imports, and the reading of saved pages, as the page of jobs shows them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.core import progress
from banyan.core.progress import PAUSE, RESUME, Shown, WorkIsElsewhere
from banyan.ingest.domain import runs
from banyan.ingest.enums import RunState
from banyan.ingest.models import Clipping, ImportRun
from banyan.ingest.permissions import Permission

_MOVING: Final = (RunState.CHECKING, RunState.RUNNING, RunState.UNDOING)
_SHOWN: Final = (*_MOVING, RunState.PAUSED, RunState.FAILED)


def counted(run: ImportRun) -> tuple[str, int]:
    """Return what an import counts just now, in words, and how many are done."""
    if run.state == RunState.CHECKING:
        return _("Rows checked"), run.checked_counts.get("rows", 0)
    if run.state == RunState.UNDOING:
        return _("Rows undone"), run.rows_undone + run.rows_kept
    return _("Rows imported"), run.rows_done


class Imports:
    """Imports of lists that are checked, run, rest, are undone or have failed."""

    permission = Permission.IMPORT

    @staticmethod
    def _of(owner_id: int | None) -> Any:
        found = runs.runs()
        return found if owner_id is None else found.filter(Q(created_by=owner_id) | Q(started_by=owner_id))

    def under_way(self, *, owner_id: int | None, most: int) -> list[Shown]:
        """Return imports that have not come to their end, newest first."""
        return [_shown(run) for run in self._of(owner_id).filter(state__in=_SHOWN)[:most]]

    def act(self, *, key: str, owner_id: int | None, do: str, by: Any, now: datetime.datetime) -> None:
        """Pause an import, or let it go on; it is stopped by undoing it, on its own page."""
        step = {PAUSE: runs.pause, RESUME: runs.resume}.get(do)
        run = self._of(owner_id).filter(public_id=key).first()
        if step is None or run is None:
            raise WorkIsElsewhere(key)
        try:
            step(run_id=run.pk, by=by, now=now)
        except runs.RunIsElsewhere as error:
            raise WorkIsElsewhere(key) from error


def _shown(run: ImportRun) -> Shown:
    label, done = counted(run)
    can: tuple[str, ...] = ()
    if run.state == RunState.RUNNING:
        can = (PAUSE,)
    elif run.state == RunState.PAUSED or (run.state == RunState.FAILED and run.started_at is not None):
        can = (RESUME,)
    return Shown(
        key=run.public_id,
        title=_("Import: %(list)s") % {"list": run.dataset.source},
        url=reverse("web:desk-import-run", args=[run.public_id]),
        state=str(RunState(run.state).label),
        begun_at=run.started_at or run.created_at,
        by=str(run.started_by) if run.started_by else "",
        counted=label,
        done=done,
        total=max(run.row_estimate or 0, run.rows_done, done),
        is_moving=run.state in _MOVING,
        is_failed=run.state == RunState.FAILED,
        can=can,
    )


def _pages(arguments: Sequence[Mapping[str, Any]]) -> list[tuple[str, str] | None]:
    keys = [values.get("clipping_id") for values in arguments]
    found = Clipping.objects.select_related("source").in_bulk([key for key in keys if isinstance(key, int)])
    return [
        (str(found[key]), reverse("web:desk-clipping", args=[key])) if key in found else None for key in keys
    ]


def _imports(arguments: Sequence[Mapping[str, Any]]) -> list[tuple[str, str] | None]:
    keys = [values.get("run_id") for values in arguments]
    found = runs.runs().in_bulk([key for key in keys if isinstance(key, int)])
    return [
        (str(found[key].dataset), reverse("web:desk-import-run", args=[found[key].public_id]))
        if key in found
        else None
        for key in keys
    ]


def register() -> None:
    """Have imports shown, and say in words what the jobs of this package do."""
    progress.register("imports", Imports())
    progress.describe("ingest.read_clipping", title=gettext_lazy("Read a saved page"), subjects=_pages)
    for job, title in (
        ("ingest.check_import", gettext_lazy("Check a list")),
        ("ingest.run_import", gettext_lazy("Import a list")),
        ("ingest.undo_import", gettext_lazy("Undo an import")),
    ):
        progress.describe(job, title=title, subjects=_imports, is_work=True)
