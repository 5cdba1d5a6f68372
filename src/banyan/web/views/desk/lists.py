"""Code lists at the desk: what they hold, where they come from, and the centre's own words."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.core.i18n import LANGUAGES
from banyan.core.permissions import may
from banyan.taxonomy.domain import entries, queries
from banyan.taxonomy.models import Concept, Place, Scheme
from banyan.taxonomy.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms import fields
from banyan.web.forms.lists import ConceptAdd, WordsForm
from banyan.web.presenters import formats
from banyan.web.views.desk import frame, listing

_PER_PAGE: Final = 50


@require_safe
@needs(Permission.SEE_LISTS)
def lists(request: HttpRequest) -> HttpResponse:
    """Every code list with its source, its licence and how many entries it has."""
    rows = queries.schemes().annotate(
        entries=Count("concepts", distinct=True) + Count("places", distinct=True)
    )
    return frame.page(request, "desk/lists.html", {"rows": [row for row in rows if row.entries]})


def _is_of_places(scheme: Scheme) -> bool:
    return not scheme.concepts.exists() and scheme.places.exists()


def _entries(scheme: Scheme, query: str, *, of_places: bool) -> QuerySet[Any]:
    word = "name" if of_places else "label"
    found: QuerySet[Any] = scheme.places.select_related("parent") if of_places else scheme.concepts.all()
    if query:
        wanted = Q(code__iexact=query)
        for code in LANGUAGES:
            wanted |= Q(**{f"{word}_{code}__icontains": query})
        found = found.filter(wanted)
    return found.order_by("code") if of_places else found.select_related("parent").order_by("position")


@require_safe
@needs(Permission.SEE_LISTS)
def code_list(request: HttpRequest, scheme: str) -> HttpResponse:
    """The entries of one list, found by a word in any of the three languages."""
    listed = get_object_or_404(Scheme, code=scheme)
    of_places, query = _is_of_places(listed), listing.asked(request)
    page = Paginator(_entries(listed, query, of_places=of_places), _PER_PAGE).get_page(
        request.GET.get("page")
    )
    return frame.page(
        request,
        "desk/list.html",
        {
            "scheme": listed,
            "of_places": of_places,
            "query": query,
            "page_obj": page,
            "loaded": formats.day(listed.loaded_at),
            "may_edit": may(request.user, Permission.EDIT_LISTS),
            "rows": [
                {
                    "entry": entry,
                    "words": [
                        {
                            "lang": formats.html_tag(code),
                            "text": getattr(entry, f"{'name' if of_places else 'label'}_{code}"),
                        }
                        for code in LANGUAGES
                    ],
                }
                for entry in page.object_list
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_LISTS)
def list_add(request: HttpRequest, scheme: str) -> HttpResponse:
    """Add an entry of the centre's own to a list."""
    listed = get_object_or_404(Scheme, code=scheme)
    if _is_of_places(listed):
        raise Http404
    form = ConceptAdd(listed, frame.typed(request))
    if request.method == "POST" and form.is_valid() and (made := _add(request, listed, form)) is not None:
        messages.success(request, _("Added: %(name)s") % {"name": made.label})
        return HttpResponseRedirect(reverse("web:desk-list", args=[listed.code]))
    return _form_page(request, listed, None, form)


def _add(request: HttpRequest, scheme: Scheme, form: ConceptAdd) -> Concept | None:
    try:
        return entries.add_concept(
            scheme=scheme,
            code=form.cleaned_data["code"],
            labels=form.words,
            parent=form.cleaned_data["parent"],
            note=form.cleaned_data["note"],
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
    except entries.CodeIsTaken:
        form.add_error("code", _("This list has an entry of that code already."))
    except entries.CodeIsMalformed:
        form.add_error(
            "code", _("Use small letters, digits, dots and hyphens only, beginning with a letter or digit.")
        )
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_LISTS)
def list_entry(request: HttpRequest, scheme: str, pk: int) -> HttpResponse:
    """Put an entry or a place in the centre's own words, or take an entry out of use."""
    listed = get_object_or_404(Scheme, code=scheme)
    of_places = _is_of_places(listed)
    entry: Any = get_object_or_404(Place if of_places else Concept, scheme=listed, pk=pk)
    if request.method == "POST" and not of_places and "offer" in request.POST:
        return _offer(request, listed, entry)
    form = WordsForm(entry, frame.typed(request))
    if request.method == "POST" and form.is_valid():
        now, by = timezone.now(), request.user
        if of_places:
            entries.word_place(place=entry, names=form.words, by=by, now=now)  # type: ignore[arg-type]
        else:
            note = form.cleaned_data["note"]
            entries.word_concept(concept=entry, labels=form.words, note=note, by=by, now=now)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("web:desk-list", args=[listed.code]))
    return _form_page(request, listed, entry, form)


def _offer(request: HttpRequest, scheme: Scheme, entry: Concept) -> HttpResponse:
    wanted = request.POST["offer"] == "yes"
    try:
        entries.offer_concept(concept=entry, is_active=wanted, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except entries.EntryHasOthersBelow:
        messages.error(request, _("Other entries stand below this one. Take those out of use first."))
    else:
        said = _("Offered again: %(name)s") if wanted else _("No longer offered: %(name)s")
        messages.success(request, said % {"name": entry.label})
    return HttpResponseRedirect(reverse("web:desk-list", args=[scheme.code]))


def _form_page(
    request: HttpRequest, scheme: Scheme, entry: Concept | Place | None, form: WordsForm
) -> HttpResponse:
    return frame.page(
        request,
        "desk/list_entry.html",
        {
            "scheme": scheme,
            "entry": entry,
            "name": (entry.name if isinstance(entry, Place) else entry.label) if entry else "",
            "kind": "place" if isinstance(entry, Place) else "concept",
            "form": form,
            "inputs": fields.inputs_of(form, "words"),
        },
        status=frame.REFUSED if request.method == "POST" else 200,
    )
