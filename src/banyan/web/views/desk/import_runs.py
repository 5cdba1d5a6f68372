"""One import: checking, running, its problems, and taking it all back."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.ingest.adapters.tables.shapes import TableInfo
from banyan.ingest.domain import checking, runs, undoing
from banyan.ingest.enums import RowFate, RunState
from banyan.ingest.models import ImportRun
from banyan.ingest.permissions import Permission
from banyan.registry.enums import ProposalState
from banyan.registry.models import ProposedChange
from banyan.web.access import needs
from banyan.web.presenters import formats
from banyan.web.presenters import import_rows as row_words
from banyan.web.presenters import import_runs as run_words
from banyan.web.views.desk import frame, listing

#: Problems shown on the page of the import itself.
_FIRST_PROBLEMS: Final = 5


def run_named(public_id: str) -> ImportRun:
    """Return an import with its file, or answer that there is none."""
    return get_object_or_404(runs.runs().select_related("undone_by"), public_id=public_id)


def address(run: ImportRun, page: str = "run") -> str:
    """Return the address of one page of an import."""
    return reverse(f"web:desk-import-{page}", args=[run.public_id])


def waiting(run: ImportRun) -> Any:
    """Return the doubts of an import that nobody has settled."""
    return ProposedChange.objects.filter(source=run.dataset.source, state=ProposalState.WAITING)


_WITHOUT_RESULT: Final = (RunState.DRAFT, RunState.CHECKING, RunState.UNDOING, RunState.UNDONE)
_ACTS: Final = {
    "start": (runs.start, RunState.RUNNING),
    "pause": (runs.pause, RunState.PAUSED),
    "resume": (runs.resume, RunState.RUNNING),
    "check": (checking.start, RunState.CHECKING),
}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.IMPORT)
def import_run(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how an import stands; start, pause or resume it."""
    run = run_named(public_id)
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("do", ""))
        if act is not None:
            try:
                act[0](run_id=run.pk, by=request.user, now=timezone.now())  # type: ignore[arg-type]
            except runs.RunIsElsewhere:
                messages.info(request, _("This had changed meanwhile. Here is how the import stands now."))
        return HttpResponseRedirect(address(run))
    is_over = run.started_at is not None
    return frame.page(
        request,
        "desk/import_run.html",
        {
            **_shown(run),
            "steps": run_words.steps(
                current=5 if run.state in (RunState.FINISHED, RunState.UNDONE) else 4 if is_over else 3,
                dataset=run.dataset,
                run=run,
            ),
        },
    )


def _shown(run: ImportRun) -> dict[str, Any]:
    """Return what the page of an import shows."""
    is_check = run.started_at is None
    problems = runs.problems_of(run=run, is_check=is_check)
    info = TableInfo.from_json(run.dataset.info)
    is_stalled = runs.is_stalled(run=run, now=timezone.now())
    problem_count = run.checked_counts.get("problems", 0) if is_check else run.problem_count
    return {
        "run": run,
        "is_check": is_check,
        "is_moving": run.state in run_words.MOVING and not is_stalled,
        "is_stalled": is_stalled,
        "shows_result": run.state not in _WITHOUT_RESULT,
        "progress": run_words.progress(run),
        "counts": run_words.counts(
            run.checked_counts if is_check else run.counts,
            labels=run_words.FORESEEN if is_check else run_words.DONE,
            rows_url=address(run, "rows"),
        ),
        "problem_total": formats.number(problem_count),
        "problem_count": problem_count,
        "problems": _problem_rows(problems[:_FIRST_PROBLEMS], info),
        "doubts": waiting(run).count() if not is_check else 0,
        "why": run_words.why_stopped(run),
        "kept_url": f"{address(run, 'rows')}?fate={RowFate.KEPT}",
    }


def _problem_rows(found: Any, info: TableInfo) -> list[dict[str, Any]]:
    return [{"number": one.number, **row_words.problem(one, info=info)} for one in found]


@require_safe
@needs(Permission.IMPORT)
def import_problems(request: HttpRequest, public_id: str) -> HttpResponse:
    """List what was not understood: the row, the column, what stands there, and what to do."""
    run = run_named(public_id)
    found = runs.problems_of(run=run, is_check=run.started_at is None)
    page = Paginator(found, listing.PER_PAGE).get_page(request.GET.get("page"))
    info = TableInfo.from_json(run.dataset.info)
    return frame.page(
        request,
        "desk/import_problems.html",
        {"run": run, "page_obj": page, "problems": _problem_rows(page.object_list, info)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.IMPORT)
def import_undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what undoing would do, and do it."""
    run = run_named(public_id)
    if request.method == "POST":
        try:
            undoing.start(run_id=run.pk, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except runs.RunIsElsewhere:
            messages.info(request, _("This had changed meanwhile. Here is how the import stands now."))
        return HttpResponseRedirect(address(run))
    return frame.page(
        request,
        "desk/import_undo.html",
        {"run": run, "back": address(run), "consequences": run_words.consequences(run)},
    )
