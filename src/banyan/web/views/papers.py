"""Documents to print, send and open: how they are sent, and the public record of an organisation as one."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.paper.blocks import Paper
from banyan.paper.domain import printing
from banyan.paper.enums import CONTENT_TYPES, DOCUMENTS, Form
from banyan.paper.exports.names import disposition, file_name
from banyan.registry.domain import profiles
from banyan.web.caching import public_page
from banyan.web.presenters import organisation_paper, organisation_rows
from banyan.web.records import canonical, moved_or_gone
from banyan.web.views.list_files import later
from banyan.web.visitors import is_too_much

#: Documents one address may have printed within an hour.
_MOST_AN_HOUR: Final = 60


def given_form(form: str) -> Form:
    """
    Return the kind of file an address names.

    :raises Http404: if documents are not made so
    """
    if form not in DOCUMENTS:
        raise Http404
    return Form(form)


def send(request: HttpRequest, paper: Paper, form: Form, *, plain: str) -> HttpResponse:
    """
    Return a document as a response, or the word that the press is busy.

    :param plain: a short ASCII word for programs that read no other names
    """
    try:
        raw = printing.as_file(paper=paper, form=form)
    except printing.PressIsBusy:
        said = _("Several documents are being made at this moment. Please try again in a minute.")
        return later(request, status=503, said=said)
    day = timezone.localdate().isoformat()
    response = HttpResponse(raw, content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = disposition(
        file_name(paper.title, day=day, form=form), plain=f"{plain}-{day}.{form}"
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@public_page
def organisation(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """The public page of an organisation as PDF or Word, in the language of the address."""
    wanted = given_form(form)
    key = canonical(public_id, route="organisation")
    if not request.user.is_authenticated and is_too_much(request, what="paper", most=_MOST_AN_HOUR):
        said = _("Many documents were made for your network within an hour. Please come back in an hour.")
        return later(request, status=429, said=said)
    try:
        profile = profiles.of_organisation(public_id=key)
    except profiles.RecordIsUnknown:
        raise moved_or_gone(key, route="organisation") from None
    paper = organisation_paper.paper(organisation_rows.gather(profile), request)
    return send(request, paper, wanted, plain=key)
