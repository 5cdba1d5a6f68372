"""The inbox: the article on one side, what it suggests on the other."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.ingest.domain import runs
from banyan.ingest.models import Clipping
from banyan.registry.enums import ProposalState, SourceKind
from banyan.registry.models import ProposedChange, Source
from banyan.registry.permissions import Permission
from banyan.web import kept_forms, marked_article
from banyan.web.access import needs
from banyan.web.forms.changes import form_of
from banyan.web.marked_article import Mark
from banyan.web.paging import page_of as page_of_list
from banyan.web.presenters import changes, formats, planted
from banyan.web.views.desk import frame, waiting

_PER_PAGE = 20
_MARK_KINDS = {
    "organisation": "organisation",
    "person": "person",
    "event": "event",
    "activity": "event",
    "money": "figure",
    "count": "figure",
}


@require_safe
@needs(Permission.DECIDE_PROPOSALS)
def inbox(request: HttpRequest) -> HttpResponse:
    """List the pages and visitors' notes on which something waits, oldest first."""
    page = page_of_list(request, waiting.by_source(), _PER_PAGE)
    return frame.page(
        request, "desk/inbox.html", {"page_obj": page, "sources": waiting.sources(page.object_list)}
    )


def _marks(clipping: Clipping, proposals: list[ProposedChange]) -> list[Mark]:
    by_group = {row.group: row.pk for row in proposals if row.group}
    by_place = {row.start: row.pk for row in proposals if not row.group and row.kind == "figure"}
    marks = [
        Mark(
            start=mention.start,
            end=mention.end,
            kind=_MARK_KINDS[mention.kind],
            target=str(by_group.get(mention.group) or by_place.get(mention.start, "")),
        )
        for mention in clipping.mentions.all()
        if mention.kind in _MARK_KINDS
    ]
    marks += [
        Mark(start=item["start"], end=item["end"], kind="spam", note=_("planted?"))
        for item in clipping.suspicions
        if item["start"] is not None
    ]
    return marks


def article_of(clipping: Clipping | None, proposals: list[ProposedChange]) -> SafeString | None:
    """Return the saved page with its marks; None where there is no text to show."""
    if clipping is None or not clipping.analysed_text:
        return None
    return marked_article.render(
        text=clipping.analysed_text, marks=_marks(clipping, proposals), article=clipping.article
    )


def _current(request: HttpRequest, cards: list[changes.Card]) -> int | None:
    """Return the suggestion to decide now: the one asked for, or the first that waits."""
    asked = request.GET.get("at", "")
    waiting = [card.id for card in cards if card.is_waiting]
    if asked.isdigit() and int(asked) in waiting:
        return int(asked)
    return waiting[0] if waiting else None


@require_safe
@needs(Permission.DECIDE_PROPOSALS)
def inbox_source(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one page with everything it suggests; the doubts of an imported list have a page of their own."""
    source = get_object_or_404(Source, public_id=public_id)
    if source.kind == SourceKind.DATA_SET and (run := runs.latest_started(source=source)) is not None:
        return HttpResponseRedirect(reverse("web:desk-import-doubts", args=[run.public_id]))
    return page_of(request, source)


def _next_waiting(source: Source) -> Source | None:
    """Return the next page on which something waits."""
    waiting = ProposedChange.objects.filter(state=ProposalState.WAITING).values("source")
    return Source.objects.filter(pk__in=waiting).exclude(pk=source.pk).order_by("created_at", "pk").first()


def _given_back(request: HttpRequest, proposals: list[ProposedChange]) -> Any:
    """Return the form somebody was filling in when their session ran out, with what they had typed."""
    kept = kept_forms.given_back(request) if request.method == "GET" else None
    if kept is None:
        return None
    waiting = [row for row in proposals if row.state == ProposalState.WAITING]
    of = next((row for row in waiting if any(name.startswith(f"change{row.pk}-") for name in kept)), None)
    form = form_of(of, kept) if of is not None else None
    if form is not None:
        messages.warning(
            request, _("Your session had ended. What you typed is back: look it over and save it again.")
        )
    else:
        messages.warning(
            request, _("Your session had ended, and nothing was decided. Please press it again.")
        )
    return form


def _step(last: changes.Card | None, said: list[Message]) -> str:
    """Return what the bar at the foot says: what was just done, else what was done last."""
    just = " ".join(str(message) for message in said)
    if last is None or (just and not any("undone" in message.tags for message in said)):
        return just
    words = _("Last step: %(name)s – %(state)s") % {
        "name": last.title or last.kind,
        "state": last.proposal.get_state_display(),
    }
    return f"{just} · {words}" if just else words


def page_of(request: HttpRequest, source: Source, *, bad_form: Any = None, status: int = 200) -> HttpResponse:
    """Render the page of a source; ``bad_form`` is a form that was refused, with what was typed in it."""
    proposals = list(
        ProposedChange.objects.filter(source=source)
        .select_related("source", "decided_by")
        .order_by("position", "pk")
    )
    clipping = Clipping.objects.filter(source=source).prefetch_related("mentions").first()
    if not proposals and clipping is None:
        raise Http404
    form = bad_form or _given_back(request, proposals)
    groups = changes.in_groups(proposals, current=None)
    cards = changes.in_order(groups)
    current = form.proposal.pk if form is not None else _current(request, cards)
    for card in cards:
        if card.id == current:
            card.state = "current"
            card.form = form or form_of(card.proposal)
    decided = [card for card in cards if not card.is_waiting]
    is_done = bool(cards) and len(decided) == len(cards)
    last = max(decided, key=lambda card: (card.proposal.decided_at, card.id), default=None)
    said = list(messages.get_messages(request))
    return frame.page(
        request,
        "desk/inbox_source.html",
        {
            "source": source,
            "source_language": formats.language_name(source.language) if source.language else "",
            "source_lang": formats.html_tag(source.language) if source.language else "",
            "published": formats.partial_date(source.published_date),
            "article": article_of(clipping, proposals),
            "is_cut": clipping is not None and any(item["kind"] == "cut" for item in clipping.furniture),
            "beside": [item for item in clipping.furniture if item["kind"] != "cut"] if clipping else [],
            "planted": planted.listed(clipping.suspicions) if clipping is not None else [],
            "groups": groups,
            "certain": sum(1 for card in cards if card.is_waiting and card.proposal.is_certain),
            "decided_count": len(decided),
            "total": len(cards),
            "last": last,
            "step": _step(last, [message for message in said if message.level < messages.WARNING]),
            "is_done": is_done,
            "next_source": _next_waiting(source) if is_done else None,
            "new_records": [card for card in decided if card.state == "accepted" and card.record_url],
            "said": [message for message in said if message.level < messages.WARNING],
            "refusals": [message for message in said if message.level >= messages.WARNING],
            "shortcuts": _shortcuts(),
        },
        status=status,
    )


def _shortcuts() -> list[dict[str, str]]:
    return [
        {"key": key, "label": label}
        for key, label in (
            ("A", _("accept")),
            ("R", _("reject")),
            ("L", _("it is a record we have")),
            ("E", _("edit")),
            ("U", _("undo")),
            ("J", _("next")),
            ("K", _("previous")),
            ("?", _("show or hide these keys")),
        )
    ]
