""" "This is wrong": said in one tap, without an account; and hearing what became of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from banyan.core.i18n import active_language
from banyan.events.models import Event
from banyan.ingest.domain import articles, takedowns
from banyan.registry.domain import corrections, profiles
from banyan.registry.enums import ProposalKind, ProposalState
from banyan.registry.models import ProposedChange
from banyan.web.caching import public_page
from banyan.web.records import canonical, moved_or_gone
from banyan.web.views.sources import taken_down
from banyan.web.visitors import VisitorForm, is_own_page, is_too_much, read_reference, reference_of

#: Kinds of records that have a page, and who may be seen there.
_SHOWN = {
    "organisation": profiles.shown_organisations,
    "person": profiles.shown_people,
    "event": Event.objects.all,
    "article": articles.shown_sources,
}


class CorrectionForm(VisitorForm):
    """One question. With a fact given, the message may be empty: pointing at it is enough."""

    fact = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    message = forms.CharField(
        label=_("What is wrong, and what would be right?"),
        error_messages={"required": _("Say in a few words what is wrong.")},
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=corrections.LONGEST_MESSAGE,
    )
    field_order = ("message", "contact")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["message"].required = not (self["fact"].value() or "").strip()


def _record(kind: str, public_id: str) -> Any:
    if kind not in _SHOWN:
        raise Http404
    route = "source" if kind == "article" else kind
    key = canonical(public_id, route=route)
    record = _SHOWN[kind]().filter(public_id=key).first()
    if record is None:
        raise moved_or_gone(key, route=route)
    return record


def _name(record: Any) -> str:
    return str(record)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def correction(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Show the one question, or take what somebody sends: from here, or with one tap on a fact."""
    record = _record(kind, public_id)
    if kind == "article" and record.taken_down_at is not None:
        return taken_down(request, record)
    status = 200
    if request.method == "POST":
        form = CorrectionForm(request.POST)
        status = _refusal(request, form)
        if status == 302:
            return _send(form, record, kind)
    else:
        form = CorrectionForm(initial={"fact": request.GET.get("fact", "")[:200]})
    context = {
        "section": kind,
        "record": record,
        "name": _name(record),
        "kind": kind,
        "form": form,
        "fact": form["fact"].value() or "",
        "is_too_much": status == 429,
    }
    return render(request, "public/correction.html", context, status=status)


def _refusal(request: HttpRequest, form: CorrectionForm) -> int:
    """Return the HTTP status a message deserves; 302 when it may be passed on."""
    if not is_own_page(request):
        return 403
    if not form.is_valid():
        return 422
    return 429 if is_too_much(request, what="correction") else 302


def _send(form: CorrectionForm, record: Any, kind: str) -> HttpResponse:
    if form.is_from_a_machine:
        return HttpResponseRedirect(record.get_absolute_url())
    proposal = corrections.report(
        subject_type=kind,
        subject_key=record.public_id,
        subject_name=_name(record),
        message=form.cleaned_data["message"],
        field=form.cleaned_data["fact"],
        contact=form.cleaned_data["contact"],
        language=active_language(),
        now=timezone.now(),
    )
    return HttpResponseRedirect(reverse("web:correction-state", args=[reference_of(proposal.pk)]) + "?sent=1")


@require_safe
@never_cache
def state(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what became of a message: waiting, accepted or rejected; nothing of what was written."""
    pk = read_reference(reference)
    if pk is None:
        raise Http404
    proposal = ProposedChange.objects.filter(pk=pk, kind=ProposalKind.CORRECTION).first()
    if proposal is None:
        raise Http404
    is_takedown = takedowns.is_request(proposal)
    kind = "article" if is_takedown else proposal.payload.get("subject_type", "")
    shown = _SHOWN.get(kind)
    record = shown().filter(public_id=proposal.payload.get("subject_key", "")).first() if shown else None
    is_down = getattr(record, "taken_down_at", None) is not None
    return render(
        request,
        "public/correction_state.html",
        {
            "proposal": proposal,
            "record": None if is_down else record,
            "kind": kind,
            "is_takedown": is_takedown,
            "reference": reference_of(proposal.pk),
            "is_sent": "sent" in request.GET and proposal.state == ProposalState.WAITING,
            "fact": proposal.payload.get("field", ""),
        },
    )
