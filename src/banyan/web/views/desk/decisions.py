"""Deciding on a suggested change: one call into the domain per button."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from banyan.core.i18n import active_language
from banyan.core.permissions import may
from banyan.ingest.domain import takedowns
from banyan.ingest.permissions import Permission as Ingest
from banyan.registry.domain import proposals
from banyan.registry.domain.effects import DecisionIsBuiltUpon
from banyan.registry.domain.ties import TieBindsOneOrganisation
from banyan.registry.enums import ProposalKind, ProposalState
from banyan.registry.models import ProposedChange, Source
from banyan.registry.permissions import Permission
from banyan.search.domain import queries
from banyan.web.access import needs
from banyan.web.forms.changes import form_of
from banyan.web.presenters import changes
from banyan.web.views.desk import frame
from banyan.web.views.desk.inbox import page_of

_LINKABLE = (ProposalKind.ORGANISATION, ProposalKind.PERSON)


def _back(source: Source, *, after: ProposedChange | None = None) -> HttpResponseRedirect:
    """Lead to the next suggestion that waits, counted from the one just decided, in the order of the page."""
    address = reverse("web:desk-inbox-source", args=[source.public_id])
    rows = list(
        ProposedChange.objects.filter(source=source)
        .select_related("source", "decided_by")
        .order_by("position", "pk")
    )
    cards = changes.in_order(changes.in_groups(rows, current=None))
    place = next((index for index, card in enumerate(cards) if after and card.id == after.pk), -1)
    ahead = [card for card in cards[place + 1 :] + cards[: place + 1] if card.is_waiting]
    if not ahead:
        return HttpResponseRedirect(f"{address}#done")
    return HttpResponseRedirect(f"{address}?{urlencode({'at': ahead[0].id})}#change-{ahead[0].id}")


def _title(proposal: ProposedChange) -> str:
    card = changes.card_of(proposal)
    return card.title or card.kind


def _say_accepted(request: HttpRequest, accepted: proposals.Accepted) -> None:
    text = _("Accepted: %(name)s") % {"name": _title(accepted.proposal)}
    if accepted.also:
        names = ", ".join(_title(row) for row in accepted.also)
        text += " · " + _("with it: %(names)s") % {"names": names}
    messages.success(request, text)


def what_went_wrong(error: Exception) -> str:
    """Word a refusal for the reader."""
    if isinstance(error, proposals.ProposalIsDecided):
        return _("Somebody has decided on this already.")
    if isinstance(error, proposals.ProposalIsWaiting):
        return _("There is no decision to take back.")
    if isinstance(error, proposals.ProposalNeedsRecord):
        return _("This rests on “%(name)s”, which was rejected. Undo that first, or reject this too.") % {
            "name": error.name
        }
    if isinstance(error, proposals.LinkedRecordIsGone):
        return _("The record you chose is no longer there.")
    if isinstance(error, DecisionIsBuiltUpon):
        return _("Something else rests on this. Undo that first: %(rows)s") % {
            "rows": "; ".join(error.rows[:3])
        }
    if isinstance(error, TieBindsOneOrganisation):
        return _("Both ends are the same organisation.")
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return _("Something is missing. Edit the suggestion, then accept it.")


REFUSALS = (
    *proposals.REFUSALS,
    proposals.ProposalIsWaiting,
    takedowns.RequestIsNoTakedown,
    DecisionIsBuiltUpon,
)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DECIDE_PROPOSALS)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """
    Accept, edit then accept, link, make new after all, reject or undo one suggestion.

    Opened by its address, as after a refused form or a sign-in, it leads to the suggestion.
    """
    proposal = get_object_or_404(ProposedChange.objects.select_related("source"), pk=pk)
    if request.method != "POST":
        return HttpResponseRedirect(_place_of(proposal))
    wanted = request.POST.get("do", "")
    now: dict[str, Any] = {"proposal_id": proposal.pk, "by": request.user, "now": timezone.now()}
    try:
        if wanted == "reject":
            proposals.reject(**now)
            messages.info(request, _("Rejected: %(name)s") % {"name": _title(proposal)})
        elif wanted == "undo":
            reopened = proposals.undo(**now)
            text = ngettext(
                "%(number)d decision taken back", "%(number)d decisions taken back", len(reopened)
            )
            messages.info(request, text % {"number": len(reopened)}, extra_tags="undone")
            return HttpResponseRedirect(_place_of(proposal))
        elif wanted == "edit":
            form = form_of(proposal, request.POST)
            if form is None or not form.is_valid():
                return page_of(request, proposal.source, bad_form=form, status=422)
            _say_accepted(request, proposals.accept(**now, changes=form.changes()))
        elif wanted == "link":
            _say_accepted(request, proposals.accept(**now, link_to=request.POST.get("key", "")))
        elif wanted == "new":
            _say_accepted(request, proposals.accept(**now, link_to=""))
        elif takedowns.is_request(proposal):
            if not may(request.user, Ingest.TAKE_DOWN):
                messages.error(request, _("Only an administrator can take a source down."))
                return HttpResponseRedirect(_place_of(proposal))
            takedowns.decide(**now, is_granted=True)
            messages.success(request, _("The source has been taken down."))
        else:
            _say_accepted(request, proposals.accept(**now))
    except REFUSALS as error:
        messages.error(request, what_went_wrong(error))
        return HttpResponseRedirect(_place_of(proposal))
    return _back(proposal.source, after=proposal)


def _place_of(proposal: ProposedChange) -> str:
    address = reverse("web:desk-inbox-source", args=[proposal.source.public_id])
    return f"{address}?at={proposal.pk}#change-{proposal.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DECIDE_PROPOSALS)
def accept_certain(request: HttpRequest, public_id: str) -> HttpResponse:
    """Accept everything of a page that is certain, as one step; opened by its address, lead to the page."""
    source = get_object_or_404(Source, public_id=public_id)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("web:desk-inbox-source", args=[source.public_id]))
    accepted = proposals.accept_certain(source=source, by=request.user, now=timezone.now())
    text = ngettext("%(number)d suggestion accepted", "%(number)d suggestions accepted", len(accepted))
    messages.success(request, text % {"number": len(accepted)})
    return _back(source)


@require_safe
@needs(Permission.DECIDE_PROPOSALS)
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Search the directory for the record a suggestion stands for; works without a script."""
    proposal = get_object_or_404(
        ProposedChange.objects.select_related("source"),
        pk=pk,
        kind__in=_LINKABLE,
        state=ProposalState.WAITING,
    )
    query = request.GET.get("q", proposal.payload.get("name", ""))[:200]
    found = queries.search(
        query=query, kinds=[proposal.kind], language=active_language(), limit=12, include_private=True
    )
    return frame.page(
        request,
        "desk/choose.html",
        {
            "card": changes.card_of(proposal),
            "query": query,
            "hits": [
                {
                    "key": hit.key,
                    "name": hit.name,
                    "others": [name.text for name in hit.names if name.text != hit.name][:4],
                    "url": changes.record_url(hit.kind, hit.key),
                }
                for hit in found.hits
            ],
            "back": _place_of(proposal),
        },
    )
