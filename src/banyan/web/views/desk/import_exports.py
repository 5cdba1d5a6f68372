"""The rows of a list that were not wholly understood, as a file to mend and bring in by itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.ingest.adapters.tables.shapes import TableInfo, TableIsUnreadable
from banyan.ingest.domain import datasets, runs
from banyan.ingest.models import ImportRun
from banyan.ingest.permissions import Permission
from banyan.paper.exports.sheets import Column, Sheet
from banyan.paper.exports.workbooks import MOST_ROWS
from banyan.web.access import needs
from banyan.web.presenters import import_rows
from banyan.web.views import list_files
from banyan.web.views.desk.import_runs import run_named


def _wrong(run: ImportRun, info: TableInfo) -> dict[int, list[str]]:
    """Return what is wrong with each row, in words: no more are kept than a person could mend."""
    found: dict[int, list[str]] = {}
    for one in runs.problems_of(run=run, is_check=run.started_at is None).iterator(chunk_size=500):
        worded = import_rows.problem(one, info=info)
        said = f"{worded['column']}: {worded['text']}" if worded["column"] else worded["text"]
        found.setdefault(one.number, []).append(said)
    return found


def _rows(run: ImportRun, info: TableInfo) -> Iterator[list[Any]]:
    """Yield every row with a problem as it stands, with its number and the problem behind it."""
    wrong, width = _wrong(run, info), len(info.columns)
    try:
        for row in datasets.rows_with_numbers(run=run, numbers=list(wrong)):
            yield [*_fitted(row.cells, width), row.number, "\n".join(wrong.pop(row.number))]
    except TableIsUnreadable:  # the file is gone, or ends earlier than it did
        pass
    for number, said in wrong.items():
        yield [*_fitted((), width), number, "\n".join(said)]


def _fitted(cells: Sequence[Any], width: int) -> list[Any]:
    return [*map(_cell, cells[:width]), *[None] * (width - len(cells))]


def _cell(value: Any) -> Any:
    """Return a cell of a list as a file can hold it: days without an hour."""
    if isinstance(value, datetime.datetime):
        return value.date() if value.time() == datetime.time(0) else value.isoformat(sep=" ")
    return value


def _columns(info: TableInfo) -> tuple[Column, ...]:
    """Return the columns of the list itself, and two of ours that bringing the file in again leaves out."""
    headings = [column.header for column in info.columns]
    widths = [18] * len(headings)
    both = zip((*headings, _("Row"), _("What is wrong, and what to do")), (*widths, 8, 70), strict=True)
    return tuple(
        Column(heading, lambda row, place=place: row[place], width)
        for place, (heading, width) in enumerate(both)
    )


@require_safe
@needs(Permission.IMPORT)
def import_problems_file(request: HttpRequest, public_id: str, form: str) -> HttpResponseBase:
    """Give the rows with problems as a file, with their cells as they stand; none runs as a formula."""
    wanted = list_files.given_form(form)
    run = run_named(public_id)
    info = TableInfo.from_json(run.dataset.info)
    title = _("Not understood: %(name)s") % {"name": run.dataset.file_name}
    sheet = Sheet(
        title=title,
        columns=_columns(info),
        records=_rows(run, info),
        most=MOST_ROWS,
        about=list_files.about(
            request, title=title, page=reverse("web:desk-import-problems", args=[run.public_id])
        ),
    )
    return list_files.send(sheet, wanted, plain=f"import-{run.public_id}")
