"""An import in words: how far it is, what its rows did, and what somebody can do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from banyan.ingest.enums import RowOutcome, RunPhase, RunState
from banyan.ingest.models import Dataset, ImportRun
from banyan.web.presenters import formats, import_words

#: What the check foresees for a row, and what the import did with it.
FORESEEN: Final[dict[str, Any]] = {
    RowOutcome.NEW: gettext_lazy("New: will be added"),
    RowOutcome.UPDATED: gettext_lazy("In the directory already: gaps will be filled"),
    RowOutcome.UNCHANGED: gettext_lazy("In the directory already: nothing to add"),
    RowOutcome.SUGGESTED: gettext_lazy("Doubtful: you will be asked"),
    RowOutcome.SKIPPED: gettext_lazy("Will be left out"),
    RowOutcome.REFUSED: gettext_lazy("Cannot be taken: please mend them in the file"),
}
DONE: Final[dict[str, Any]] = {
    RowOutcome.NEW: gettext_lazy("Added"),
    RowOutcome.UPDATED: gettext_lazy("In the directory already: gaps filled"),
    RowOutcome.UNCHANGED: gettext_lazy("In the directory already: nothing to add"),
    RowOutcome.SUGGESTED: gettext_lazy("Doubtful: a person decides"),
    RowOutcome.SKIPPED: gettext_lazy("Left out"),
    RowOutcome.REFUSED: gettext_lazy("Not taken"),
}
#: States in which something is under way, so that the page looks again by itself.
MOVING: Final = (RunState.DRAFT, RunState.CHECKING, RunState.RUNNING, RunState.UNDOING)


def steps(
    *, current: int, dataset: Dataset | None = None, run: ImportRun | None = None
) -> list[dict[str, str]]:
    """
    Return the steps of an import.

    :param current: 0 the file, 1 how it is read, 2 its columns, 3 the check, 4 the import; 5 when it is over
    """
    urls = [reverse("web:desk-import-add"), "", "", "", ""]
    if dataset is not None and (run is None or run.started_at is None):
        urls[1] = reverse("web:desk-import-file", args=[dataset.public_id])
        urls[2] = reverse("web:desk-import-columns", args=[dataset.public_id])
    if dataset is not None:
        urls[0] = ""
    labels = [_("The file"), _("How it is read"), _("The columns"), _("The check"), _("The import")]
    return [
        {
            "label": label,
            "state": "done" if place < current else "current" if place == current else "next",
            "url": urls[place],
        }
        for place, label in enumerate(labels)
    ]


def counts(counted: Mapping[str, int], *, labels: Mapping[str, Any], rows_url: str) -> list[dict[str, Any]]:
    """Return rows by outcome as bars: every outcome there is, in the order in which they concern a reader."""
    total = sum(counted.get(outcome, 0) for outcome in RowOutcome.values)
    found = []
    for outcome in RowOutcome.values:
        number = counted.get(outcome, 0)
        if number or outcome in (RowOutcome.NEW, RowOutcome.SUGGESTED, RowOutcome.REFUSED):
            found.append(
                {
                    "label": labels[outcome],
                    "number": formats.number(number),
                    "share": max(round(100 * number / total, 1), 0.5) if number and total else 0,
                    "url": f"{rows_url}?outcome={outcome}",
                    "is_gap": outcome in (RowOutcome.SUGGESTED, RowOutcome.REFUSED),
                }
            )
    return found


def filters(
    counted: Mapping[str, int], *, labels: Mapping[str, Any], url: str, chosen: str
) -> list[dict[str, Any]]:
    """Return the choices by which a list of rows is narrowed: all of them, and every outcome there is."""
    total = sum(counted.get(outcome, 0) for outcome in RowOutcome.values)
    found = [{"label": _("All rows"), "number": formats.number(total), "url": url, "is_on": not chosen}]
    for outcome in RowOutcome.values:
        if counted.get(outcome, 0) or outcome == chosen:
            found.append(
                {
                    "label": labels[outcome],
                    "number": formats.number(counted.get(outcome, 0)),
                    "url": f"{url}?outcome={outcome}",
                    "is_on": outcome == chosen,
                }
            )
    return found


def progress(run: ImportRun) -> dict[str, Any]:
    """Return how far a run is: what is counted, so many of so many; without a total the bar only moves."""
    label = {
        RunState.CHECKING: _("Rows checked"),
        RunState.UNDOING: _("Rows undone"),
    }.get(RunState(run.state), _("Rows imported"))
    if run.state == RunState.RUNNING and run.phase == RunPhase.TIES:
        label = _("Relationships of rows")
    done = run.rows_done
    if run.state == RunState.CHECKING:
        done = run.checked_counts.get("rows", 0)
    if run.state == RunState.UNDOING:
        done = run.rows_undone + run.rows_kept
    total = max(run.row_estimate or 0, run.rows_done, done)
    return {"label": label, "value": done, "total": total or 1}


def why_stopped(run: ImportRun) -> str:
    """Return why an import failed, in words; empty if it did not."""
    if not run.failure:
        return ""
    if run.failure == "error":
        return _(
            "Something went wrong in Banyan itself. What it had written is safe; it can go on or be undone."
        )
    return import_words.why_not_opened(run.failure, run.failure_params)


def consequences(run: ImportRun) -> list[str]:
    """Return what undoing an import would do, line by line."""
    new, filled = run.counts.get(RowOutcome.NEW, 0), run.counts.get(RowOutcome.UPDATED, 0)
    asked = run.counts.get(RowOutcome.SUGGESTED, 0)
    lines = []
    if new:
        lines.append(
            ngettext(
                "remove %(number)s organisation that this import added",
                "remove %(number)s organisations that this import added",
                new,
            )
            % {"number": formats.number(new)}
        )
    if filled:
        lines.append(
            ngettext(
                "take out again what it filled in at %(number)s organisation",
                "take out again what it filled in at %(number)s organisations",
                filled,
            )
            % {"number": formats.number(filled)}
        )
    if asked:
        lines.append(_("take back the doubts that nobody has settled yet"))
    lines.append(_("leave alone whatever somebody has changed or used since, and list it for you"))
    return lines


def list_row(dataset: Any) -> dict[str, Any]:
    """Return one file of the list of imports with how its last import stands."""
    run = dataset.latest[0] if dataset.latest else None
    if run is None:
        url = reverse("web:desk-import-file", args=[dataset.public_id])
        state, tone = _("Columns not yet confirmed"), "hot"
    else:
        url = reverse("web:desk-import-run", args=[run.public_id])
        state = str(RunState(run.state).label)
        tone = {"failed": "hot", "checked": "hot", "paused": "hot"}.get(run.state, "quiet")
    return {
        "title": str(dataset.source),
        "file_name": dataset.file_name,
        "url": url,
        "state": state,
        "tone": tone,
        "day": formats.day(dataset.created_at),
        "by": str(dataset.created_by) if dataset.created_by else "",
        "rows": formats.number(run.row_estimate) if run is not None and run.row_estimate else "",
    }
