"""People at the desk: the list, adding one, their record, and editing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.core.i18n import active_language
from banyan.registry.domain import living, matching, people
from banyan.registry.models import Person
from banyan.registry.models.visibility import standing_posts
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms import fields
from banyan.web.forms.people import PersonAdd, PersonEdit
from banyan.web.presenters import formats
from banyan.web.views.desk import frame, record
from banyan.web.views.desk.organisations import lead_after_adding, list_page, near_rows


@require_safe
@needs(Permission.EDIT_RECORDS)
def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody in the register, those hidden from the public too."""
    return list_page(request, "person", _("People"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def person_add(request: HttpRequest) -> HttpResponse:
    """Add a person, after a look at those it may repeat: two people may well share a name."""
    data = frame.typed(request)
    initial = {f"name_{active_language()}": request.GET.get("name", "")[:200]}
    form = PersonAdd(data) if data is not None else PersonAdd(initial=initial)
    near: list[dict[str, str]] = []
    back = frame.way_back(request, default="")
    if request.method == "POST" and form.is_valid():
        names = form.names()
        found = matching.candidates(kind="person", names=[name.text for name in names])
        near = near_rows(found, "person", back=back)
        if frame.knows_of(request, near):
            made = people.create(names=names, by=request.user, now=timezone.now())
            messages.success(request, _("Added: %(name)s") % {"name": made})
            return lead_after_adding(request, "person", made.public_id)
    return frame.page(
        request,
        "desk/person_add.html",
        {
            "form": form,
            "name_inputs": fields.inputs_of(form, "name"),
            "near": near,
            "next": back,
        },
        status=frame.REFUSED if request.method == "POST" else 200,
    )


def _person(public_id: str) -> Person:
    subject = get_object_or_404(Person.objects.select_related("updated_by"), public_id=public_id)
    living.refuse_folded(subject)
    return subject


@require_safe
@needs(Permission.SEE_PRIVATE)
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """The record as staff see it, with private contact details."""
    subject = _person(public_id)
    posts = standing_posts().filter(person=subject).select_related("person", "organisation")
    consent = formats.day(subject.consented_at) if subject.consented_at else _("not given")
    return frame.page(
        request,
        "desk/person.html",
        {
            "record": subject,
            "names": record.names(subject.names.order_by("pk")),
            "posts": record.posts(posts.order_by("to_date", "-from_date", "pk"), side="person"),
            "private": [
                {"label": _("E-mail"), "value": subject.private_email or "–"},
                {"label": _("Telephone"), "value": subject.private_phone or "–"},
                {"label": _("Agreed to be listed"), "value": consent},
            ],
            "side": record.side("person", subject),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SEE_PRIVATE)
def person_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Edit names, what the public may see, and private contact details."""
    subject = _person(public_id)
    form = PersonEdit(subject, frame.typed(request))
    if request.method == "POST" and form.is_valid() and not form.is_outdated and _save(request, form):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("web:desk-person", args=[subject.public_id]))
    return frame.page(
        request,
        "desk/person_edit.html",
        {
            "record": subject,
            "form": form,
            "names": record.removable(form),
            "seen": subject.updated_at.isoformat(),
            "history_url": reverse("web:desk-history", args=["person", subject.public_id]),
        },
        status=frame.REFUSED if request.method == "POST" else 200,
    )


def _save(request: HttpRequest, form: PersonEdit) -> bool:
    """Write everything or nothing."""
    who: dict[str, Any] = {"by": request.user, "now": timezone.now()}
    try:
        with transaction.atomic():
            if (name := form.new()) is not None:
                people.add_name(person=form.record, name=name, **who)
            for row in form.rows:
                if row.pk in form.cleaned_data["remove"]:
                    people.remove_name(name=row, **who)
            people.edit(person=form.record, values=form.values(now=who["now"]), **who)
    except ValidationError as error:
        frame.show_errors(form, error)
        return False
    return True
