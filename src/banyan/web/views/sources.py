"""The public page of a source: what it is and which of its words were used, never its text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from banyan.core.i18n import active_language
from banyan.ingest.domain import articles, takedowns
from banyan.registry.domain import quotations
from banyan.registry.domain.corrections import LONGEST_MESSAGE
from banyan.registry.models import Activity, OrganisationName, PersonName, Post, Source, StatedFigure, Tie
from banyan.web.caching import public_page
from banyan.web.presenters import facts, formats, words
from banyan.web.presenters.excerpts import excerpt
from banyan.web.records import canonical
from banyan.web.visitors import VisitorForm, is_own_page, is_too_much, reference_of

#: Quotes on one page.
_QUOTES = 30


class TakedownForm(VisitorForm):
    """Somebody asks that a source no longer be shown."""

    reason = forms.CharField(
        label=_("Why should this source no longer be shown?"),
        help_text=_("For example: it is my text, it names me, or it puts somebody at risk."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_MESSAGE,
    )
    field_order = ("reason", "contact")


def _source(public_id: str, *, route: str) -> Source:
    key = canonical(public_id, route=route)
    found = articles.shown_sources().filter(public_id=key).first()
    if found is None:
        raise Http404
    return found


def _support(support: quotations.Support) -> dict[str, Any]:
    """Return what a quote supports: its sort, its own words, what binds two records, and the records."""
    row = support.row
    what, said, between = words.FACTS.get(support.table, ""), "", ""
    if isinstance(row, StatedFigure):
        said = facts.figure_said(row)
    elif isinstance(row, Tie):
        between = words.tie(row.kind, is_subject=True, grade=row.grade)
    elif isinstance(row, OrganisationName | PersonName):
        said = row.text
    elif isinstance(row, Post | Activity):
        said = row.title
    return {"what": what, "said": said, "between": between, "records": support.records}


def _quote(quotation: quotations.Quotation) -> dict[str, Any]:
    """Return a quote with what it supports; "the person X" goes without saying beside "X is director"."""
    about = {
        record for support in quotation.supports if len(support.records) > 1 for record in support.records
    }
    kept = [support for support in quotation.supports if support.row not in about]
    records = {record for support in quotation.supports for record in support.records}
    figures = [f"{s.row.value:,f}".rstrip("0").rstrip(".") for s in kept if isinstance(s.row, StatedFigure)]
    names = [*facts.titles_of(*records), *figures, *(figure.replace(",", "") for figure in figures)]
    return {"text": excerpt(quotation.text, names), "supports": [_support(support) for support in kept]}


def taken_down(request: HttpRequest, source: Source) -> HttpResponse:
    """Say that a source was taken down, without its title or its words."""
    context = {"section": "article", "source": source}
    return render(request, "ingest/taken_down.html", context, status=410)


@require_safe
@public_page
def source(request: HttpRequest, public_id: str) -> HttpResponse:
    """Title, publishers, date, our summary, the quotes used with what each supports, and the way out."""
    record = _source(public_id, route="source")
    if record.taken_down_at is not None:
        return taken_down(request, record)
    used = Paginator(quotations.of_source(record), _QUOTES)
    page = used.get_page(request.GET.get("page"))
    return render(
        request,
        "ingest/source.html",
        {
            "section": "article",
            "kind": "article",
            "record": record,
            "lang": formats.html_tag(record.language),
            "line": facts.source_line(record),
            "page_obj": page,
            "page_numbers": list(used.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
            "is_cut": used.num_pages > 1 and not page.has_next() and quotations.is_cut(record),
            "quotes": [_quote(quotation) for quotation in page.object_list],
            "is_linked_out": record.address.startswith(("http://", "https://")),
        },
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def takedown(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask, without an account, that a source no longer be shown."""
    record = _source(public_id, route="takedown")
    if record.taken_down_at is not None:
        return taken_down(request, record)
    form = TakedownForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = _refusal(request, form)
        if status == 302:
            return _send(form, record)
    context = {"section": "article", "record": record, "form": form, "is_too_much": status == 429}
    return render(request, "ingest/takedown.html", context, status=status)


def _refusal(request: HttpRequest, form: TakedownForm) -> int:
    """Return the HTTP status a message deserves; 302 when it may be passed on."""
    if not is_own_page(request):
        return 403
    if not form.is_valid():
        return 422
    return 429 if is_too_much(request, what="takedown") else 302


def _send(form: TakedownForm, record: Source) -> HttpResponse:
    if form.is_from_a_machine:
        return HttpResponseRedirect(record.get_absolute_url())
    proposal = takedowns.request(
        source=record,
        reason=form.cleaned_data["reason"],
        contact=form.cleaned_data["contact"],
        language=active_language(),
        now=timezone.now(),
    )
    return HttpResponseRedirect(reverse("web:correction-state", args=[reference_of(proposal.pk)]) + "?sent=1")
