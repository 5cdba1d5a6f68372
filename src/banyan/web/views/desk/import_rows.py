"""All rows of an import, by what is foreseen for them or became of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.ingest.adapters.tables.shapes import TableInfo
from banyan.ingest.domain import checking, runs
from banyan.ingest.enums import RowFate, RowOutcome
from banyan.ingest.models import ForeseenRow, ImportRow, ImportRun
from banyan.ingest.permissions import Permission
from banyan.registry.models import Organisation
from banyan.web.access import needs
from banyan.web.paging import BoundedPaginator
from banyan.web.presenters import import_rows as row_words
from banyan.web.presenters import import_runs as run_words
from banyan.web.views.desk import frame, listing
from banyan.web.views.desk.import_runs import address, run_named


@require_safe
@needs(Permission.IMPORT)
def import_rows(request: HttpRequest, public_id: str) -> HttpResponse:
    """List the rows, all of them or those of one outcome: as foreseen, or as they became."""
    run = run_named(public_id)
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in RowOutcome.values else ""
    fate = RowFate.KEPT.value if request.GET.get("fate") == RowFate.KEPT else ""
    is_check = run.started_at is None
    labels = run_words.FORESEEN if is_check else run_words.DONE
    found: Any = (
        checking.foreseen_rows(run=run, outcome=outcome)
        if is_check
        else runs.rows_of(run=run, outcome=outcome, fate=fate)
    )
    counts = run.checked_counts if is_check else run.counts
    page = BoundedPaginator(found, listing.PER_PAGE, most=max(counts.values(), default=0) + 1).get_page(
        request.GET.get("page")
    )
    rows = list(page.object_list)
    heading = labels[outcome] if outcome else _("The rows")
    return frame.page(
        request,
        "desk/import_rows.html",
        {
            "run": run,
            "is_check": is_check,
            "page_obj": page,
            "rows": _foreseen(run, rows) if is_check else _done(run, rows),
            "filters": run_words.filters(counts, labels=labels, url=address(run, "rows"), chosen=outcome),
            "heading": RowFate.KEPT.label if fate else heading,
            "fate": fate,
        },
    )


def _problems(run: ImportRun, numbers: list[int]) -> dict[int, list[dict[str, str]]]:
    """Return what was not understood in these rows, and why they were left out, in words."""
    info = TableInfo.from_json(run.dataset.info)
    found: dict[int, list[dict[str, str]]] = {}
    problems = runs.problems_of(run=run, is_check=run.started_at is None, and_left_out=True)
    for one in problems.filter(number__in=numbers):
        found.setdefault(one.number, []).append(row_words.problem(one, info=info))
    return found


def _foreseen(run: ImportRun, rows: list[ForeseenRow]) -> list[dict[str, Any]]:
    """Return what would become of rows, with the records they may stand for; three queries in all."""
    records = Organisation.objects.in_bulk([row.record_id for row in rows if row.record_id])
    keys = {key for row in rows for key in row.candidates or ()}
    perhaps = {row.public_id: row for row in Organisation.objects.filter(public_id__in=keys)}
    problems = _problems(run, [row.number for row in rows])
    return [
        {
            "number": row.number,
            "name": row.name,
            "words": row.words.removeprefix(f"{row.name} · ") if row.words != row.name else "",
            "record": records.get(row.record_id or 0),
            "perhaps": [perhaps[key] for key in row.candidates or () if key in perhaps],
            "outcome": run_words.FORESEEN[row.outcome],
            "problems": problems.get(row.number, []),
        }
        for row in rows
    ]


def _done(run: ImportRun, rows: list[ImportRow]) -> list[dict[str, Any]]:
    """Return what rows did with the records and the problems they are about; two queries in all."""
    records = Organisation.objects.in_bulk([row.record_id for row in rows if row.record_id])
    problems = _problems(run, [row.number for row in rows])
    return [
        {
            "number": row.number,
            "record": records.get(row.record_id or 0),
            "outcome": run_words.DONE[row.outcome],
            "fate": RowFate(row.fate).label if row.fate else "",
            "problems": problems.get(row.number, []),
        }
        for row in rows
    ]
