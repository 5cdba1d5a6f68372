"""The rows of an import that may or may not be in the directory: a person says which, one by one."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.ingest.permissions import Permission
from banyan.registry.domain import proposals
from banyan.registry.enums import ProposalState
from banyan.registry.models import ProposedChange
from banyan.web.access import needs
from banyan.web.presenters import import_rows
from banyan.web.views.desk import frame
from banyan.web.views.desk.decisions import REFUSALS, what_went_wrong
from banyan.web.views.desk.import_runs import address, run_named, waiting

#: Doubts on one page: each is a question to be thought about.
_PER_PAGE: Final = 10


def _decide(request: HttpRequest, row: ProposedChange) -> str:
    """Do what the button says; return what was done, in words."""
    step: dict[str, Any] = {"proposal_id": row.pk, "by": request.user, "now": timezone.now()}
    name = row.payload.get("name", "")
    wanted = request.POST.get("do", "")
    if wanted == "same":
        proposals.accept(**step, link_to=request.POST.get("key", ""))
        return _("The same: %(name)s. What was missing has been filled in.") % {"name": name}
    if wanted == "new":
        proposals.accept(**step, link_to="")
        return _("Added as new: %(name)s") % {"name": name}
    if wanted == "take":
        proposals.accept(**step)
        return _("Taken from the list: %(name)s") % {"name": name}
    if wanted == "keep":
        proposals.reject(**step)
        return _("Kept as it is in the directory: %(name)s") % {"name": name}
    if wanted == "leave":
        proposals.reject(**step)
        return _("Left out: %(name)s") % {"name": name}
    if wanted == "undo":
        proposals.undo(**step)
        return _("Taken back: %(name)s") % {"name": name}
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.IMPORT)
def import_doubts(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask about each doubtful row, and do what is answered."""
    run = run_named(public_id)
    if request.method == "POST":
        rows = ProposedChange.objects.filter(source=run.dataset.source)
        number = request.POST.get("doubt", "")
        row = get_object_or_404(rows, pk=number if number.isascii() and number.isdigit() else 0)
        try:
            done = _decide(request, row)
        except REFUSALS as error:
            messages.error(request, what_went_wrong(error))
        else:
            if done:
                messages.success(request, done)
        back = f"{address(run, 'doubts')}?last={row.pk}"
        return HttpResponseRedirect(back)
    page = Paginator(waiting(run).order_by("position", "pk"), _PER_PAGE).get_page(request.GET.get("page"))
    last = request.GET.get("last", "")
    undoable = (
        ProposedChange.objects.filter(source=run.dataset.source, pk=int(last))
        .exclude(state=ProposalState.WAITING)
        .first()
        if last.isascii() and last.isdigit() and len(last) < 18
        else None
    )
    return frame.page(
        request,
        "desk/import_doubts.html",
        {
            "run": run,
            "page_obj": page,
            "doubts": import_rows.doubts(list(page.object_list)),
            "undoable": undoable,
            "back": address(run),
        },
    )
