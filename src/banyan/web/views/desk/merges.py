"""The same record twice: comparing, merging, what was merged, and taking it back."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.registry.domain import merge_order, merges, redirects
from banyan.registry.domain.folding import KINDS, Record
from banyan.registry.enums import NameKind
from banyan.registry.models import Merge
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.views.desk import frame, merge_words
from banyan.web.views.desk.rows import address_of

_PER_PAGE: Final = 25
#: What a choice of a form begins with.
_CHOICE: Final = "take-"


def _record(kind: str, key: str) -> Record:
    """Return a record by its number, or the one it was folded into."""
    if kind not in KINDS:
        raise Http404
    found = get_object_or_404(KINDS[kind], public_id=key[:14])
    if found.state != "merged":
        return found
    return get_object_or_404(KINDS[kind], public_id=redirects.current(public_id=found.public_id))


def _choices(request: HttpRequest) -> dict[str, str]:
    sides = ("kept", "folded")
    return {
        name.removeprefix(_CHOICE): value
        for name, value in request.POST.items()
        if name.startswith(_CHOICE) and value in sides
    }


def _names_as(request: HttpRequest) -> str:
    asked = request.POST.get("names_as", "")
    return asked if asked in merges.NAMES_AS else NameKind.ALIAS.value


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MERGE_RECORDS)
def compare(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Choose the record that is the same, look at both side by side, and merge them."""
    kept = _record(kind, public_id)
    chosen = (request.POST.get("chosen") or request.GET.get("chosen", "")).strip()
    if not chosen:
        return _ask(request, kind, kept)
    folded = _record(kind, chosen)
    if request.method == "POST":
        try:
            merge = merges.merge(
                kept=kept,
                folded=folded,
                choices=_choices(request),
                names_as=_names_as(request),
                by=request.user,
                now=timezone.now(),
                seen=request.POST.get("seen", ""),
            )
        except merges.PreviewIsOutdated:
            messages.warning(request, _("One of the two was changed meanwhile. Look it over once more."))
        except (merges.MergeIsRefused, merges.ChoiceIsUnknown):
            pass  # the page below says why
        else:
            messages.success(
                request, _("Merged: %(folded)s is now part of %(kept)s.") % {"folded": folded, "kept": kept}
            )
            return HttpResponseRedirect(reverse("web:desk-merge", args=[merge.pk]))
    return _show(request, kind, kept, folded)


def _ask(request: HttpRequest, kind: str, record: Record) -> HttpResponse:
    return frame.page(
        request,
        "desk/merge_choose.html",
        {
            "record": record,
            "wanted": kind,
            "back": address_of(kind, record.public_id),
            "here": request.path,
            "choose_url": reverse("web:desk-chooser"),
            "suggest_url": frame.with_query(
                reverse("web:desk-chooser-suggest"), kind=kind, next=request.path
            ),
        },
    )


def _show(request: HttpRequest, kind: str, kept: Record, folded: Record) -> HttpResponse:
    names_as = _names_as(request)
    seen = merges.preview(kept=kept, folded=folded, names_as=names_as)
    choices = _choices(request)
    swapped = reverse("web:desk-compare", args=[kind, folded.public_id])
    return frame.page(
        request,
        "desk/merge_compare.html",
        {
            "kind": kind,
            "kept": kept,
            "folded": folded,
            "conflicts": merge_words.conflicts(seen.fields, choices),
            "agreed": merge_words.agreed(seen.fields),
            "groups": merge_words.groups(seen.rows),
            "refusals": [merge_words.remark(row) for row in seen.refusals],
            "warnings": [merge_words.remark(row) for row in seen.warnings],
            "digest": seen.digest,
            "names_as": names_as,
            "swap_url": frame.with_query(swapped, chosen=kept.public_id),
            "kept_url": address_of(kind, kept.public_id),
            "folded_url": address_of(kind, folded.public_id),
            "again_url": reverse("web:desk-compare", args=[kind, kept.public_id]),
        },
        status=frame.REFUSED if request.method == "POST" else 200,
    )


def _named(rows: list[Merge]) -> dict[str, Record]:
    """Return the records that merges name, by number; one query for each kind."""
    found: dict[str, Record] = {}
    for kind, model in KINDS.items():
        keys = {key for row in rows if row.kind == kind for key in (row.kept_key, row.folded_key)}
        if keys:
            found |= {record.public_id: record for record in model.objects.filter(public_id__in=keys)}
    return found


@require_safe
@needs(Permission.MERGE_RECORDS)
def merge_list(request: HttpRequest) -> HttpResponse:
    """Every merge, the latest first, those taken back too."""
    page = Paginator(
        Merge.objects.select_related("merged_by", "undone_by").order_by("-merged_at", "-pk"), _PER_PAGE
    ).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    named = _named(rows)
    columns = [
        {"label": label, "numeric": False}
        for label in (_("Merged"), _("Into"), _("When and by whom"), _("State"))
    ]
    cells = [
        [
            {
                "text": named.get(row.folded_key, row.folded_key),
                "url": reverse("web:desk-merge", args=[row.pk]),
            },
            {"text": named.get(row.kept_key, row.kept_key)},
            {"text": merge_words.when(row.merged_at, row.merged_by)},
            {"text": _("taken back") if row.undone_at else _("stands")},
        ]
        for row in rows
    ]
    return frame.page(
        request,
        "desk/merges.html",
        {
            "page_obj": page,
            "columns": columns,
            "rows": [list(zip(row, columns, strict=True)) for row in cells],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MERGE_RECORDS)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """One merge: what it moved, what was edited since, and taking it back."""
    row = get_object_or_404(Merge.objects.select_related("merged_by", "undone_by"), pk=pk)
    undone = None
    if request.method == "POST":
        try:
            undone = merges.unmerge(
                merge=row, by=request.user, now=timezone.now(), are_different="are_different" in request.POST
            )
        except merges.LaterMergeComesFirst as refused:
            messages.error(request, _("A later merge rests on this one and has to be taken back first."))
            return HttpResponseRedirect(reverse("web:desk-merge", args=[refused.merge.pk]))
        except merges.MergeIsUndone:
            messages.info(request, _("This merge has been taken back already."))
            return HttpResponseRedirect(reverse("web:desk-merge", args=[pk]))
        messages.success(request, _("Taken back: both records are there again."))
        row.refresh_from_db()
    named = _named([row])
    if len(named) < 2:  # taken back, and one of the two was removed since with the list that brought it
        messages.info(request, _("One of the two records is no longer in the directory."))
        return HttpResponseRedirect(reverse("web:desk-merges"))
    kept, folded = named[row.kept_key], named[row.folded_key]
    later = merge_order.built_upon(row) if row.undone_at is None else None
    return frame.page(
        request,
        "desk/merge.html",
        {
            "merge": row,
            "kept": kept,
            "folded": folded,
            "kept_url": address_of(row.kind, kept.public_id),
            "folded_url": address_of(row.kind, folded.public_id),
            "when": merge_words.when(row.merged_at, row.merged_by),
            "undone_when": merge_words.when(row.undone_at, row.undone_by) if row.undone_at else "",
            "counts": merge_words.counts(row),
            "later": later,
            "later_url": reverse("web:desk-merge", args=[later.pk]) if later else "",
            "since": merge_words.lines(merges.history_since(row)) if row.undone_at is None else (),
            "kept_edits": merge_words.edits(undone.kept_edits) if undone else (),
            "stayed": merge_words.lines(undone.later) if undone else (),
            "was_undone_now": undone is not None,
        },
    )
