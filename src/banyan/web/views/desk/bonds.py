"""Positions and relationships at the desk: adding one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.registry.domain import posts, staff_facts, ties
from banyan.registry.models import Organisation, Person
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms import fields
from banyan.web.forms.ties import PostAdd, TieAdd
from banyan.web.views.desk import frame
from banyan.web.views.desk.rows import address_of

_MODELS: dict[str, Any] = {"organisation": Organisation, "person": Person}


def _show_adding(
    request: HttpRequest, record: Any, kind: str, other: Any, form: Any, **more: Any
) -> HttpResponse:
    wanted = more["wanted"]
    here = request.path
    return frame.page(
        request,
        "desk/bond_add.html",
        {
            "record": record,
            "kind": kind,
            "other": other,
            "form": form,
            "back": address_of(kind, record.public_id),
            "choose_url": reverse("web:desk-chooser"),
            "suggest_url": frame.with_query(reverse("web:desk-chooser-suggest"), kind=wanted, next=here),
            "here": here,
            **more,
        },
        status=frame.REFUSED if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def post_add(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Add a position, from the organisation or from the person: choose the other end, then say what."""
    if kind not in _MODELS:
        raise Http404
    record = get_object_or_404(_MODELS[kind], public_id=public_id)
    wanted = "person" if kind == "organisation" else "organisation"
    data = frame.typed(request)
    other = frame.chosen(request, _MODELS[wanted].objects.all(), data=data)
    form = PostAdd(data)
    if request.method == "POST" and other is not None and form.is_valid():
        person, organisation = (other, record) if kind == "organisation" else (record, other)
        if _add_post(request, form, person, organisation):
            return HttpResponseRedirect(address_of(kind, record.public_id) + "#people")
    return _show_adding(
        request,
        record,
        kind,
        other,
        form,
        wanted=wanted,
        title=_("Add a position"),
        title_inputs=fields.inputs_of(form, "title"),
    )


def _add_post(request: HttpRequest, form: PostAdd, person: Person, organisation: Organisation) -> bool:
    who: dict[str, Any] = {"by": request.user, "now": timezone.now()}
    data = form.cleaned_data
    try:
        with transaction.atomic():
            post, is_new = posts.add(
                person=person,
                organisation=organisation,
                titles=form.titles(),
                kind=data["kind"],
                from_date=data["from_date"],
                **who,
            )
            # Without a public place that says so, a position is seen by staff only.
            if data["evidence"]:
                staff_facts.cite(subject=post, evidence=data["evidence"], **who)
    except ValidationError as error:
        frame.show_errors(form, error)
        return False
    if is_new:
        messages.success(request, _("Added: %(name)s") % {"name": person})
    else:
        messages.info(request, _("This position was there already."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def tie_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a relationship: choose the other organisation, then say what binds the two."""
    record = get_object_or_404(Organisation, public_id=public_id)
    data = frame.typed(request)
    other = frame.chosen(request, Organisation.objects.all(), data=data)
    form = TieAdd(data)
    if (
        request.method == "POST"
        and other is not None
        and form.is_valid()
        and _add_tie(request, form, record, other)
    ):
        return HttpResponseRedirect(address_of("organisation", record.public_id) + "#relationships")
    return _show_adding(
        request, record, "organisation", other, form, wanted="organisation", title=_("Add a relationship")
    )


def _add_tie(request: HttpRequest, form: TieAdd, record: Organisation, other: Organisation) -> bool:
    who: dict[str, Any] = {"by": request.user, "now": timezone.now()}
    data = form.cleaned_data
    subject, object_ = (record, other) if form.is_forwards else (other, record)
    try:
        with transaction.atomic():
            tie, is_new = ties.add(
                subject=subject,
                object=object_,
                kind=form.kind,
                grade=data["grade"],
                from_date=data["from_date"],
                **who,
            )
            if is_new or data["evidence"]:
                staff_facts.cite(subject=tie, evidence=data["evidence"], **who)
    except ties.TieBindsOneOrganisation:
        form.add_error(None, _("Both ends are the same organisation. Choose another one."))
        return False
    except ValidationError as error:
        frame.show_errors(form, error)
        return False
    if is_new:
        messages.success(request, _("Added: %(name)s") % {"name": other})
    else:
        messages.info(request, _("This relationship was there already."))
    return True
