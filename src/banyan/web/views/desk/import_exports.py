"""What an import did not understand, as a file to work through beside the list itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.ingest.adapters.tables.shapes import TableInfo
from banyan.ingest.domain import runs
from banyan.ingest.models import ImportRun
from banyan.ingest.permissions import Permission
from banyan.paper.exports.sheets import Column, Sheet
from banyan.paper.exports.workbooks import MOST_ROWS
from banyan.web.access import needs
from banyan.web.presenters import import_rows
from banyan.web.views import list_files
from banyan.web.views.desk.import_runs import run_named


def _problems(run: ImportRun) -> Iterator[dict[str, Any]]:
    """Yield the problems in words; no more are kept than a person could mend."""
    info = TableInfo.from_json(run.dataset.info)
    found = runs.problems_of(run=run, is_check=run.started_at is None)
    for one in found.iterator(chunk_size=500):
        yield {"number": one.number, **import_rows.problem(one, info=info)}


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Row"), lambda row: row["number"], 8),
        Column(_("Column"), lambda row: row["column"], 24),
        Column(_("What stands there"), lambda row: row["value"], 40),
        Column(_("What is wrong, and what to do"), lambda row: row["text"], 70),
    )


@require_safe
@needs(Permission.IMPORT)
def import_problems_file(request: HttpRequest, public_id: str, form: str) -> HttpResponseBase:
    """Give what was not understood as a file; cells of the list are in it, and none runs as a formula."""
    wanted = list_files.given_form(form)
    run = run_named(public_id)
    title = _("Not understood: %(name)s") % {"name": run.dataset.file_name}
    sheet = Sheet(
        title=title,
        columns=_columns(),
        records=_problems(run),
        most=MOST_ROWS,
        about=list_files.about(
            request, title=title, page=reverse("web:desk-import-problems", args=[run.public_id])
        ),
    )
    return list_files.send(sheet, wanted, plain=f"import-{run.public_id}")
