"""What an import did not understand, as a file to work through beside the list itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from banyan.ingest.adapters.tables.shapes import TableInfo
from banyan.ingest.domain import runs
from banyan.ingest.models import ImportRun
from banyan.ingest.permissions import Permission
from banyan.web.access import needs
from banyan.web.presenters import import_rows
from banyan.web.views.desk.exports import harmless
from banyan.web.views.desk.import_runs import run_named

_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _lines(run: ImportRun) -> Iterator[list[str]]:
    """Yield a heading and one line for each problem; no more are kept than a person could mend."""
    yield [_("Row"), _("Column"), _("What stands there"), _("What is wrong, and what to do")]
    info = TableInfo.from_json(run.dataset.info)
    found = runs.problems_of(run=run, is_check=run.started_at is None)
    for one in found.iterator(chunk_size=500):
        worded = import_rows.problem(one, info=info)
        yield [str(one.number), worded["column"], worded["value"], worded["text"]]


def _csv(lines: Iterator[list[str]]) -> bytes:
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerows([harmless(cell) for cell in line] for line in lines)
    return text.getvalue().encode()


def _xlsx(lines: Iterator[list[str]]) -> bytes:
    """Return a workbook in which every cell is text: none can be a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in lines:
        cells = []
        for text in line:
            cell = WriteOnlyCell(sheet, value="")
            cell.value, cell.data_type = harmless(text), "s"
            cells.append(cell)
        sheet.append(cells)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


@require_safe
@needs(Permission.IMPORT)
def import_problems_file(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """Give what was not understood as a file; cells of the list are in it, and none runs as a formula."""
    if form not in _TYPES:
        raise Http404
    run = run_named(public_id)
    raw = _csv(_lines(run)) if form == "csv" else _xlsx(_lines(run))
    response = HttpResponse(raw, content_type=_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="banyan-import-{run.public_id}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response
