"""Two bodies in one record: choosing what belongs to the other, taking it out, and taking that back."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.registry.domain import folding, merges, redirects, splits
from banyan.registry.domain.organisations import NameIsEmpty
from banyan.registry.models import Organisation, Split
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms.splits import SplitForm
from banyan.web.views.desk import frame, merge_words
from banyan.web.views.desk.rows import address_of

_PER_PAGE: Final = 25
#: Rows of each table on one page of boxes to tick.
_PER_TABLE: Final = 100


def _organisation(key: str) -> Organisation:
    """Return an organisation by its number, or the one it was folded into."""
    found = get_object_or_404(Organisation, public_id=redirects.current(public_id=key[:14]))
    if found.state == "merged":
        raise Http404
    return found


def _ticked(request: HttpRequest) -> list[tuple[str, int]]:
    """Return the rows that were ticked: the label of a table and the key of a row."""
    found = []
    for value in request.POST.getlist("take"):
        label, _colon, key = value.partition(":")
        if key.isascii() and key.isdigit() and len(key) < 19:
            found.append((label, int(key)))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MERGE_RECORDS)
def split(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tick what belongs to the other body, say why, and take it into a new record or one that is there."""
    record = _organisation(public_id)
    chosen = (request.POST.get("chosen") or request.GET.get("chosen", "")).strip()
    other = _organisation(chosen) if chosen else None
    error = ""
    form = SplitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = splits.split(
                organisation=record,
                rows=_ticked(request),
                reason=form.cleaned_data["reason"],
                into=other,
                name=form.new_name() if other is None else None,
                by=request.user,
                now=timezone.now(),
            )
        except splits.NothingChosen:
            error = _("Tick at least one entry that belongs to the other organisation.")
        except splits.SplitIsOfOne:
            error = _("This is the very record you are taking apart. Choose another one.")
        except splits.RowIsNotTheirs:
            error = _("An entry you ticked was moved or removed meanwhile. Look it over once more.")
        except splits.RowIsThereAlready as refused:
            error = _("The other record says this already: %(entry)s. Leave it unticked.") % {
                "entry": merge_words.said(refused.row)
            }
        except NameIsEmpty:
            error = _("Each of the two needs a name: tick or write one for the other, and leave one here.")
        else:
            _say_done(request, row)
            return HttpResponseRedirect(address_of("organisation", row.to_key))
    return _show(request, record, other, form, error)


def _say_done(request: HttpRequest, row: Split) -> None:
    number = row.rows.count()
    text = _("Taken apart. Entries that now belong to this record: %(number)s. {link}") % {"number": number}
    link = format_html('<a href="{}">{}</a>', reverse("web:desk-splits"), _("Look at it, or take it back"))
    messages.success(request, format_html(text, link=link))


def _groups(record: Organisation, start: int, ticked: set[tuple[str, int]]) -> list[dict[str, Any]]:
    """Return what can be taken out, by table; a stretch of each."""
    by_table: dict[str, list[Any]] = defaultdict(list)
    for rule in folding.rules_of("organisation"):
        by_table[merge_words.table(rule.model._meta.label_lower)] += rule.rows_of(record)[
            start : start + _PER_TABLE
        ]
    merge_words.load(row for found in by_table.values() for row in found)
    return [
        {
            "label": label,
            "rows": [
                {
                    "value": f"{row._meta.label_lower}:{row.pk}",
                    "text": merge_words.said(row),
                    "is_ticked": (row._meta.label_lower, row.pk) in ticked,
                }
                for row in found
            ],
        }
        for label, found in by_table.items()
        if found
    ]


def _show(
    request: HttpRequest, record: Organisation, other: Organisation | None, form: SplitForm, error: str
) -> HttpResponse:
    longest = max(rule.rows_of(record).count() for rule in folding.rules_of("organisation"))
    page = Paginator(range(longest), _PER_TABLE).get_page(request.GET.get("page"))
    return frame.page(
        request,
        "desk/split.html",
        {
            "record": record,
            "other": other,
            "error": error,
            "groups": _groups(record, (page.number - 1) * _PER_TABLE, set(_ticked(request))),
            "page_obj": page,
            "form": form,
            "back": address_of("organisation", record.public_id),
            "wanted": "organisation",
            "here": request.path,
            "choose_url": reverse("web:desk-chooser"),
            "suggest_url": frame.with_query(
                reverse("web:desk-chooser-suggest"), kind="organisation", next=request.path
            ),
        },
        status=frame.REFUSED if request.method == "POST" else 200,
    )


@require_safe
@needs(Permission.MERGE_RECORDS)
def split_list(request: HttpRequest) -> HttpResponse:
    """Every record that was taken apart, the latest first, those taken back too."""
    page = Paginator(
        Split.objects.select_related("split_by", "undone_by").order_by("-split_at", "-pk"), _PER_PAGE
    ).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    keys = {key for row in rows for key in (row.from_key, row.to_key)}
    named = {record.public_id: record for record in Organisation.objects.filter(public_id__in=keys)}
    return frame.page(
        request,
        "desk/splits.html",
        {
            "page_obj": page,
            "rows": [
                {
                    "split": row,
                    "from": named.get(row.from_key, row.from_key),
                    "from_url": address_of("organisation", row.from_key),
                    "to": named.get(row.to_key, row.to_key),
                    "to_url": address_of("organisation", row.to_key),
                    "when": merge_words.when(row.split_at, row.split_by),
                    "undone": merge_words.when(row.undone_at, row.undone_by) if row.undone_at else "",
                }
                for row in rows
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MERGE_RECORDS)
def split_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a split back: what was taken out returns, unless somebody edited or moved it since."""
    row = get_object_or_404(Split, pk=pk)
    if request.method == "POST":
        try:
            edits = splits.undo(split=row, by=request.user, now=timezone.now())
        except merges.LaterMergeComesFirst as refused:
            messages.error(request, _("A later merge rests on this one and has to be taken back first."))
            return HttpResponseRedirect(reverse("web:desk-merge", args=[refused.merge.pk]))
        except splits.SplitIsUndone:
            messages.info(request, _("This has been taken back already."))
        except splits.RecordIsGone:
            messages.error(
                request, _("One of the two records has been removed since, so this cannot be taken back.")
            )
        else:
            messages.success(request, _("Taken back: the entries are where they were."))
            for line in merge_words.edits(edits):
                messages.warning(request, f"{line['text']} – {line['note']}")
    return HttpResponseRedirect(reverse("web:desk-splits"))
