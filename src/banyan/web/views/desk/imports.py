"""Bringing a list into the directory: the file, how it is read, what its columns mean."""

from __future__ import annotations

import io
from itertools import islice
from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.accounts.models import User
from banyan.ingest.adapters.tables.headers import guess as guess_columns
from banyan.ingest.adapters.tables.shapes import Mapping, TableInfo, TableIsUnreadable
from banyan.ingest.domain import checking, datasets, preparing
from banyan.ingest.enums import MatchedOn, RunState, WhenUnsure
from banyan.ingest.models import Dataset, ImportRun, SavedMapping
from banyan.ingest.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms.imports import MappingForm, ReadingForm, UploadForm
from banyan.web.forms.sent_files import SentFile
from banyan.web.presenters import formats, import_rows, import_runs, import_words
from banyan.web.presenters import import_columns as column_words
from banyan.web.views.desk import frame, listing

#: States of an import that somebody or something is still at.
UNDER_WAY: Final = (RunState.CHECKING, RunState.RUNNING, RunState.PAUSED, RunState.UNDOING)
#: Rows shown as they would be written, before anything is.
_SHOWN_ROWS: Final = 5
#: Rows from whose values the meaning of a column is guessed.
_GUESSED_FROM: Final = 100


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


@require_safe
@needs(Permission.IMPORT)
def import_list(request: HttpRequest) -> HttpResponse:
    """List the files, the newest first, each with its last import."""
    runs = Prefetch("runs", queryset=ImportRun.objects.order_by("-pk"), to_attr="latest")
    found = datasets.datasets().prefetch_related(runs)
    is_under_way = request.GET.get("under_way") == "1"
    if is_under_way:
        found = found.filter(runs__state__in=UNDER_WAY).distinct()
    page = Paginator(found, listing.PER_PAGE).get_page(request.GET.get("page"))
    return frame.page(
        request,
        "desk/imports.html",
        {
            "page_obj": page,
            "rows": [import_runs.list_row(dataset) for dataset in page],
            "is_under_way": is_under_way,
        },
    )


def _upload(request: HttpRequest, form: UploadForm) -> Dataset:
    values = form.cleaned_data
    sent = values["file"]
    pasted = io.BytesIO(values["text"].encode())
    return datasets.add(
        file=sent.file if sent else pasted,
        file_name=sent.name if sent else _("pasted rows") + ".tsv",
        title=values["title"] or ("" if sent else _("Pasted rows")),
        publisher=values["publisher"],
        published_date=values["published_date"],
        address=values["address"],
        licence=values["licence"],
        by=_user(request),
        now=timezone.now(),
    )


def _let_go(sent: SentFile | None) -> None:
    if sent is not None:
        sent.let_go()


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.IMPORT)
def import_add(request: HttpRequest) -> HttpResponse:
    """Take a file, or rows pasted from a spreadsheet."""
    form = (
        UploadForm(request.POST, request.FILES)
        if request.method == "POST"
        else UploadForm(frame.typed(request))
    )
    form.fields["file"].by = _user(request)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            dataset = _upload(request, form)
        except datasets.DatasetIsKeptAlready as error:
            _let_go(sent)
            messages.info(request, _("This very file was brought in before. Here it is."))
            return HttpResponseRedirect(reverse("web:desk-import-file", args=[error.dataset.public_id]))
        except TableIsUnreadable as error:
            _let_go(sent)
            form.add_error(
                "file" if sent else "text",
                import_words.why_not_opened(error.code, error.params),
            )
        except ValidationError as error:
            frame.show_errors(form, error)
        else:
            _let_go(sent)
            return HttpResponseRedirect(reverse("web:desk-import-file", args=[dataset.public_id]))
    return frame.page(
        request,
        "desk/import_add.html",
        {
            "form": form,
            "waiting": None if form["file"].errors else form.fields["file"].keep(form["file"].data),
            "purpose": datasets.SENT_FOR.name,
            "origin": [form[name] for name in ("title", "publisher", "published_date", "address", "licence")],
            "steps": import_runs.steps(current=0),
            "limit": f"{datasets.limits().file_bytes // 1_000_000} MB",
            "most_rows": formats.number(datasets.limits().rows),
        },
        status=frame.REFUSED if form.is_bound and form.errors else 200,
    )


def _dataset(public_id: str) -> Dataset:
    return get_object_or_404(Dataset.objects.select_related("source"), public_id=public_id)


def _first_lines(dataset: Dataset) -> list[list[dict[str, str]]]:
    """Return the first rows below the heading as they are read now, beside the headings."""
    table = datasets.opened(dataset)
    heads = [column.header or str(column.position + 1) for column in table.info.columns]
    lines = []
    for row in islice(table.rows(), _SHOWN_ROWS):
        cells = [import_rows.cell(value) for value in row.cells[: len(heads)]]
        cells += [""] * (len(heads) - len(cells))
        lines.append([{"label": head, "text": cell} for head, cell in zip(heads, cells, strict=True)])
    return lines


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.IMPORT)
def import_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the beginning of a file as Banyan reads it, and let sheet, encoding and heading be set right."""
    dataset = _dataset(public_id)
    info = TableInfo.from_json(dataset.info)
    form = ReadingForm(request.POST if request.method == "POST" else None, info=info)
    if request.method == "POST" and form.is_valid():
        try:
            if changed := form.changed():
                datasets.choose(dataset_id=dataset.pk, by=_user(request), now=timezone.now(), **changed)
        except TableIsUnreadable as error:
            form.add_error(None, import_words.why_not_opened(error.code, error.params))
        else:
            name = "file" if "again" in request.POST else "columns"
            return HttpResponseRedirect(reverse(f"web:desk-import-{name}", args=[public_id]))
    lines, trouble = [], ""
    try:
        lines = _first_lines(dataset)
    except TableIsUnreadable as error:
        trouble = import_words.why_not_opened(error.code, error.params)
    return frame.page(
        request,
        "desk/import_file.html",
        {
            "dataset": dataset,
            "form": form,
            "lines": lines,
            "trouble": trouble,
            "steps": import_runs.steps(current=1, dataset=dataset),
            "number": formats.number(info.row_estimate) if info.row_estimate else "",
        },
        status=frame.REFUSED if form.is_bound and form.errors else 200,
    )


def _present(request: HttpRequest, dataset: Dataset, info: TableInfo) -> tuple[Mapping, dict[int, float]]:
    """Return what the columns mean so far: as asked for, said before, or guessed, and how sure that is."""
    kept = datasets.mapping_named(request.GET.get("like", "")) if request.GET.get("like") else None
    if kept is not None:
        return column_words.fitted(kept, info), {}
    said = Mapping.from_json(dataset.mapping) if dataset.mapping else None
    if said is not None and len(said.columns) in (0, len(info.columns)):
        return said, {}
    guess = guess_columns(info, islice(datasets.opened(dataset).rows(), _GUESSED_FROM))
    return guess.mapping, {one.position: one.confidence for one in guess.columns}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.IMPORT)
def import_columns(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what each column means; show some rows as they would become; then have the file checked."""
    dataset = _dataset(public_id)
    info = TableInfo.from_json(dataset.info)
    try:
        mapping, sure = _present(request, dataset, info)
    except TableIsUnreadable:  # the page before says why
        return HttpResponseRedirect(reverse("web:desk-import-file", args=[public_id]))
    form = MappingForm(request.POST if request.method == "POST" else None, info=info, mapping=mapping)
    if request.method == "POST" and form.is_valid():
        mapping = form.result()
        if "look" not in request.POST:
            values = form.cleaned_data
            run = preparing.prepare(
                dataset_id=dataset.pk,
                mapping=mapping,
                matched_on=values["matched_on"] or MatchedOn.NAMES,
                when_unsure=values["when_unsure"] or WhenUnsure.SUGGEST,
                keep_as=values["save_as"],
                by=_user(request),
                now=timezone.now(),
            )
            return HttpResponseRedirect(reverse("web:desk-import-run", args=[run.public_id]))
    foreseen = _foreseen(dataset, mapping) if not form.errors else None
    return frame.page(
        request,
        "desk/import_columns.html",
        {
            "dataset": dataset,
            "form": form,
            "shape": import_words.PRESETS.get(mapping.preset, ""),
            "columns": column_words.rows(form.rows(), sure),
            "kept": SavedMapping.objects.order_by("name").values_list("name", flat=True),
            "like": request.GET.get("like", ""),
            "shown": import_rows.cards(foreseen.rows, info=info) if foreseen else [],
            "steps": import_runs.steps(current=2, dataset=dataset),
        },
        status=frame.REFUSED if form.is_bound and form.errors else 200,
    )


def _foreseen(dataset: Dataset, mapping: Mapping) -> checking.Foreseen | None:
    """Return the first rows as they would become with a mapping that nobody has settled yet."""
    run = ImportRun(
        dataset=dataset, mapping=mapping.as_json(), encoding=dataset.encoding, sheet=dataset.sheet
    )
    try:
        return checking.look(run=run, now=timezone.now(), rows=_SHOWN_ROWS)
    except TableIsUnreadable:
        return None
