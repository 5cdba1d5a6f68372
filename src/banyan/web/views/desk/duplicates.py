"""Records that may be there twice: the queue, two of them side by side, and what a person says."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.core.i18n import Text
from banyan.registry.domain import blockables, duplicates, judgements, matching, searching
from banyan.registry.enums import DuplicateBand, MergedKind, PairState, Verdict
from banyan.registry.models import DuplicatePair, Organisation, Person, Post
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms.duplicates import PairNarrowing
from banyan.web.presenters import formats, reasons
from banyan.web.presenters import pairs as presenter
from banyan.web.views.desk import frame

_PER_PAGE = 25


def titles_of(pairs: list[DuplicatePair], kind: str) -> dict[str, Text]:
    """Return the names of both records of each pair, by public id, with one query."""
    keys = {key for pair in pairs for key in (pair.first_key, pair.second_key)}
    model = Person if kind == MergedKind.PERSON else Organisation
    return {row.public_id: row.title for row in model.objects.filter(public_id__in=keys)}


@require_safe
@needs(Permission.FIND_DUPLICATES)
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """The pairs that wait, the likeliest first, and how far the search for more is."""
    narrowing = PairNarrowing(request.GET)
    kind = narrowing.kind_asked()
    waiting = duplicates.queue(kind=kind)
    page = Paginator(narrowing.narrowed(waiting), _PER_PAGE).get_page(request.GET.get("page"))
    found = duplicates.undecided(page.object_list)
    certain = waiting.filter(band=DuplicateBand.CERTAIN).count() if kind == MergedKind.ORGANISATION else 0
    run = searching.latest(kind=kind)
    return frame.page(
        request,
        "desk/duplicates.html",
        {
            "kind": kind,
            "narrowing": narrowing,
            "page_obj": page,
            "page_numbers": list(
                page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
            ),
            "pairs": presenter.listed(found, titles_of(found, kind)),
            "query": urlencode(narrowing.query()),
            "is_narrowed": bool(set(narrowing.query()) - {"kind"}),
            "certain": certain,
            "run": run,
            "searched_on": formats.day(run.finished_at) if run is not None and run.finished_at else "",
        },
    )


def _in_order(first: str, second: str) -> tuple[str, str]:
    try:
        return judgements.ordered(first, second)
    except judgements.PairIsOneRecord:
        raise Http404 from None


def _records(kind: str, keys: tuple[str, str]) -> list[Any]:
    """Return both records with all that is shown of them, by a constant number of queries."""
    if kind == MergedKind.PERSON:
        posts = Post.objects.select_related("organisation").order_by("to_date", "-from_date", "pk")
        found: Any = Person.objects.select_related("updated_by").prefetch_related(
            "names", Prefetch("posts", queryset=posts)
        )
    else:
        found = (
            Organisation.objects.select_related("legal_form", "country", "place", "updated_by")
            .prefetch_related("names", "identifiers")
            .annotate(post_count=Count("posts", distinct=True), tie_count=Count("ties", distinct=True))
        )
    rows = {row.public_id: row for row in found.filter(public_id__in=keys)}
    if len(rows) < 2:
        raise Http404
    return [rows[key] for key in keys]


def _pair(first: str, second: str) -> DuplicatePair:
    try:
        return duplicates.pair_of(first_key=first, second_key=second)
    except duplicates.PairIsGone:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FIND_DUPLICATES)
def duplicate_pair(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """Two records side by side, with what speaks for one and what for two."""
    pair = _pair(*_in_order(first, second))
    narrowing = PairNarrowing({**request.GET.dict(), "kind": pair.kind})
    if request.method == "POST":
        return _said(request, pair, narrowing)
    keys = (pair.first_key, pair.second_key)
    records = _records(pair.kind, keys)
    known = matching.profiles(keys=keys, kind=pair.kind)
    comparison = duplicates.compared(known[keys[0]], known[keys[1]], kind=pair.kind).comparison
    verdict = judgements.known(pairs=[keys]).get(keys, "")
    after = duplicates.following(pairs=narrowing.narrowed(duplicates.queue(kind=pair.kind)), after=pair)
    return frame.page(
        request,
        "desk/duplicate_pair.html",
        {
            "pair": pair,
            "kind": pair.kind,
            "first": records[0],
            "second": records[1],
            "rows": presenter.rows_of(*records, pair.kind),
            "reasons": reasons.worded(reason.code for reason in comparison.reasons if reason.effect > 0),
            "against": reasons.worded(
                [*(reason.code for reason in comparison.reasons if reason.effect < 0), *comparison.vetoes]
            ),
            "percent": round(comparison.score * 100),
            "verdict": Verdict(verdict).label if verdict else "",
            "merge_url": _merge_address(pair),
            "is_own_verdict": bool(judgements.of_pair(first_key=keys[0], second_key=keys[1])),
            "is_alive": blockables.living(pair.kind).filter(public_id__in=keys).count() == 2,
            "last": _last(request),
            "query": urlencode(narrowing.query()),
            "next_pair": after,
            "shortcuts": [
                {"key": "S", "label": _("The same")},
                {"key": "D", "label": _("Different")},
                {"key": "N", "label": _("Not sure")},
                {"key": "X", "label": _("Next pair")},
                {"key": "U", "label": _("Undo")},
            ],
        },
    )


def _merge_address(pair: DuplicatePair) -> str:
    """Return the page on which two records become one."""
    address = reverse("web:desk-compare", args=[pair.kind, pair.first_key])
    return frame.with_query(address, chosen=pair.second_key)


def _last(request: HttpRequest) -> dict[str, Any] | None:
    """Return the pair decided just before this one, if the address names it: it can be undone from here."""
    asked = request.GET.get("last", "")
    pair = DuplicatePair.objects.filter(pk=asked).first() if asked.isdigit() and len(asked) < 19 else None
    if pair is None:
        return None
    verdict = judgements.of_pair(first_key=pair.first_key, second_key=pair.second_key)
    titles = titles_of([pair], pair.kind)
    if not verdict or len(titles) < 2:
        return None
    return {"pair": pair, "names": [str(title) for title in titles.values()], "said": Verdict(verdict).label}


def address_of_pair(pair: DuplicatePair, query: dict[str, str] | None = None) -> str:
    """Return the page of a pair; ``query`` keeps how the queue was narrowed."""
    address = reverse("web:desk-duplicates-pair", args=[pair.first_key, pair.second_key])
    return f"{address}?{urlencode(query)}" if query else address


def _said(request: HttpRequest, pair: DuplicatePair, narrowing: PairNarrowing) -> HttpResponse:
    """Take what was said of a pair, and lead to the next."""
    do, now = request.POST.get("do", ""), timezone.now()
    query = narrowing.query()
    if do == "undo":
        duplicates.undo(pair=pair, by=request.user, now=now)
        messages.success(request, _("Taken back: the pair can be decided again."))
        return HttpResponseRedirect(address_of_pair(pair, query))
    if do not in (Verdict.DIFFERENT, Verdict.UNSURE, Verdict.SAME):
        return HttpResponseRedirect(address_of_pair(pair, query))
    waiting = narrowing.narrowed(duplicates.queue(kind=pair.kind))
    if pair.state != PairState.WAITING:
        messages.info(request, _("Somebody has decided this pair meanwhile."))
    duplicates.decide(pair=pair, verdict=do, by=request.user, now=now)
    after = duplicates.following(pairs=waiting, after=pair)
    if after is not None:
        return HttpResponseRedirect(address_of_pair(after, {**query, "last": str(pair.pk)}))
    messages.success(request, _("That was the last pair. Thank you."))
    address = reverse("web:desk-duplicates")
    return HttpResponseRedirect(f"{address}?{urlencode(query)}" if query else address)
