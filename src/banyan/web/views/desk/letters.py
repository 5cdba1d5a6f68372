"""Letters at the desk: which were sent, what they said, and what their kinds say."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.core.i18n import LANGUAGES
from banyan.core.permissions import may
from banyan.letters.domain import kinds, sending, wordings
from banyan.letters.enums import LetterState
from banyan.letters.models import Letter
from banyan.letters.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms.fields import LANGUAGE_NAMES
from banyan.web.forms.letters import WordingForm
from banyan.web.presenters import formats
from banyan.web.views.desk import frame, listing


def _title(name: str) -> str:
    try:
        return str(kinds.named(name).title)
    except KeyError:
        return _("About signing in")


@require_safe
@needs(Permission.SEE_LETTERS)
def letter_list(request: HttpRequest) -> HttpResponse:
    """Every letter, the latest first; by state, or by the address it went to."""
    state, address = request.GET.get("state", ""), listing.asked(request)
    found = Letter.objects.order_by("-pk")
    if state in LetterState.values:
        found = found.filter(state=state)
    if address:
        found = found.filter(to_address__icontains=address)
    page = Paginator(found.defer("text"), listing.PER_PAGE).get_page(request.GET.get("page"))
    return frame.page(
        request,
        "desk/letters.html",
        {
            "page_obj": page,
            "query": address,
            "state": state if state in LetterState.values else "",
            "states": LetterState.choices,
            "may_word": may(request.user, Permission.EDIT_WORDINGS),
            "rows": [
                {"letter": row, "title": _title(row.kind), "when": formats.moment(row.created_at)}
                for row in page.object_list
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SEE_LETTERS)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: what became of it, its words to copy into a message, and sending it again."""
    shown = get_object_or_404(Letter, pk=pk)
    if request.method == "POST":
        if sending.send_again(letter_id=pk, by=request.user, now=timezone.now()):  # type: ignore[arg-type]
            messages.success(request, _("The letter is on its way again."))
        else:
            messages.warning(request, _("This letter cannot be sent again. Write a new one."))
        return HttpResponseRedirect(request.path)
    return frame.page(
        request,
        "desk/letter.html",
        {
            "letter": shown,
            "title": _title(shown.kind),
            "written": formats.moment(shown.created_at),
            "sent": formats.moment(shown.sent_at) if shown.sent_at else "",
            "next_try": formats.moment(shown.next_try_at),
            "tag": formats.html_tag(shown.language),
            "is_waiting": shown.state == LetterState.WAITING,
            "may_send_again": shown.state in (LetterState.FAILED, LetterState.BOUNCED) and shown.text,
        },
    )


@require_safe
@needs(Permission.EDIT_WORDINGS)
def wording_list(request: HttpRequest) -> HttpResponse:
    """Every kind of letter with its three languages, and which are in the centre's own words."""
    own = wordings.own_languages()
    rows = [
        {
            "kind": kind,
            "languages": [
                {"code": code, "name": LANGUAGE_NAMES[code], "is_own": code in own.get(kind.name, ())}
                for code in LANGUAGES
            ],
        }
        for kind in kinds.all_kinds()
    ]
    return frame.page(request, "desk/wordings.html", {"rows": rows})


def _kind(name: str, language: str) -> kinds.Kind:
    try:
        found = kinds.named(name)
    except KeyError:
        raise Http404 from None
    if language not in LANGUAGES:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORDINGS)
def wording(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """The words of one kind in one language: change them, see them filled in, take the original ones back."""
    edited = _kind(kind, language)
    if "reset" in request.POST:
        wordings.reset(kind=edited, language=language, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("The original words are in use again."))
        return HttpResponseRedirect(request.path)
    now_used = wordings.current(kind=edited, language=language)
    data = frame.typed(request)
    form = WordingForm(data, initial={"subject": now_used.subject, "text": now_used.text})
    is_fine = data is not None and form.is_valid() and _take(request, form, edited, language)
    if is_fine and "look" not in request.POST:
        messages.success(request, _("Saved. Letters are worded like this from now on."))
        return HttpResponseRedirect(reverse("web:desk-wordings"))
    return frame.page(
        request,
        "desk/wording.html",
        {
            "form": form,
            "kind": edited,
            "language_name": LANGUAGE_NAMES[language],
            "tag": formats.html_tag(language),
            "is_own": now_used.is_own,
            "places": [{"name": f"{{{name}}}", "place": place} for name, place in edited.places.items()],
            "preview": wordings.preview(
                kind=edited,
                language=language,
                subject=str(form["subject"].value() or ""),
                text=str(form["text"].value() or ""),
            ),
        },
        status=frame.REFUSED if form.errors else 200,
    )


def _take(request: HttpRequest, form: WordingForm, kind: kinds.Kind, language: str) -> bool:
    """Keep what was typed, or only check it when somebody wants to look first."""
    values: dict[str, Any] = form.cleaned_data
    try:
        if "look" in request.POST:
            wordings.checked(kind=kind, **values)
        else:
            wordings.keep(kind=kind, language=language, by=request.user, now=timezone.now(), **values)  # type: ignore[arg-type]
    except ValidationError as error:
        frame.show_errors(form, error)
        return False
    return True
