"""The overview as pictures, and as a document to send: the state of the directory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.paper.blocks import (
    Block,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Run,
    Style,
    Table,
    TableColumn,
)
from banyan.paper.domain import charts
from banyan.registry.domain import coverage
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.presenters import coverage as words
from banyan.web.presenters import coverage_charts, formats, paper_words
from banyan.web.views import papers
from banyan.web.views.desk import dashboard, frame
from banyan.web.views.list_files import later


def _shown(chart: charts.Chart, numbers: coverage.Numbers) -> dict[str, Any]:
    """Return a chart as the page wants it: two drawings, one of which is seen, and the table."""
    columns, rows = coverage_charts.table(chart, numbers)
    cells = [[{"text": text} for text in row] for row in rows]
    return {
        "chart": chart,
        "svg": charts.draw(chart, css_class="wide chart")
        + charts.draw(chart, width=charts.NARROW, css_class="tall chart"),
        "columns": columns,
        "rows": [list(zip(row, columns, strict=True)) for row in cells],
        "download_url": reverse("web:desk-chart", args=[chart.key]),
    }


@require_safe
@needs(Permission.EDIT_RECORDS)
def chart_page(request: HttpRequest) -> HttpResponse:
    """Show the overview as charts, each with its table."""
    found = coverage.current(now=timezone.now())
    shown = coverage_charts.charts(found.numbers) if found.numbers else []
    return frame.page(
        request,
        "desk/charts.html",
        {
            "charts": [_shown(chart, found.numbers) for chart in shown],
            "counted_at": formats.moment(found.counted_at) if found.counted_at else "",
        },
    )


@require_safe
@needs(Permission.EDIT_RECORDS)
def chart_file(request: HttpRequest, key: str) -> HttpResponse:
    """One chart as a file of its own."""
    found = coverage.current(now=timezone.now())
    if key not in coverage_charts.KEYS or not found.numbers:
        raise Http404
    chart = next(chart for chart in coverage_charts.charts(found.numbers) if chart.key == key)
    response = HttpResponse(charts.draw(chart), content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="banyan-{key}.svg"'
    response["Cache-Control"] = "private, no-store"
    return response


def _figures(heading: str, figures: list[dict[str, Any]]) -> Iterator[Block]:
    yield Heading(heading)
    yield Facts(tuple(Fact(str(row["label"]), ((Run(str(row["value"])),),)) for row in figures))


def _chart(chart: charts.Chart, numbers: coverage.Numbers) -> Iterator[Block]:
    columns, rows = coverage_charts.table(chart, numbers)
    yield Heading(chart.title)
    yield Picture(svg=str(charts.draw(chart)), described=chart.described, caption=chart.described)
    yield Table(
        columns=tuple(
            TableColumn(
                str(column["label"]), is_number=column["numeric"], share=2 if column["numeric"] else 5
            )
            for column in columns
        ),
        rows=tuple(tuple((Run(text),) for text in row) for row in rows),
    )


def _blocks(found: coverage.Coverage) -> Iterator[Block]:
    numbers = found.numbers
    total = numbers["total"]
    said = _("The directory holds %(organisations)s organisations and %(people)s people.") % {
        "organisations": formats.number(total["organisation"]),
        "people": formats.number(total["person"]),
    }
    yield Paragraph((Run(said),), Style.LEDE)
    if found.counted_at:
        moment = formats.moment(found.counted_at)
        yield Paragraph((Run(_("Counted at %(moment)s.") % {"moment": moment}),), Style.SMALL)
    yield from _figures(_("What the directory holds"), dashboard.totals(numbers))
    yield from _figures(_("What waits"), dashboard.waiting())
    gaps = [{"label": row["label"], "value": row["number"]} for row in words.sections(numbers)[0]["rows"]]
    yield from _figures(_("Still to do"), gaps)
    for chart in coverage_charts.charts(numbers):
        yield from _chart(chart, numbers)


@require_safe
@needs(Permission.EDIT_RECORDS)
def report(request: HttpRequest, form: str) -> HttpResponse:
    """The state of the directory as PDF or Word: figures, gaps, charts with their tables."""
    wanted = papers.given_form(form)
    found = coverage.current(now=timezone.now())
    if not found.numbers:
        said = _("The figures are being counted for the first time. Please come back in a minute.")
        return later(request, status=503, said=said)
    paper = paper_words.document(
        request,
        title=_("State of the directory"),
        page=reverse("web:desk-dashboard"),
        blocks=_blocks(found),
    )
    response = papers.send(request, paper, wanted, plain="banyan-report")
    response["Cache-Control"] = "private, no-store"
    return response
