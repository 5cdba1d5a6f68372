"""Activities at the desk: the list, adding one, its record, editing and removing it, and its parties."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.core.i18n import LANGUAGES
from banyan.registry.domain import activities
from banyan.registry.models import Activity, ActivityParty, Organisation
from banyan.registry.models.visibility import shown_organisations
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms import code_lists, fields
from banyan.web.forms.activities import ActivityForm, PartyAdd
from banyan.web.presenters import formats, words
from banyan.web.views.desk import frame, record
from banyan.web.views.desk.organisations import list_page
from banyan.web.views.desk.rows import address_of


@require_safe
@needs(Permission.EDIT_RECORDS)
def activity_list(request: HttpRequest) -> HttpResponse:
    """Every activity."""
    return list_page(request, "activity", _("Activities"))


def _form_page(request: HttpRequest, form: ActivityForm, **more: Any) -> HttpResponse:
    return frame.page(
        request,
        "desk/activity_form.html",
        {
            "form": form,
            "record": None,
            "title_inputs": fields.inputs_of(form, "title"),
            "topic_groups": code_lists.topic_groups(form["topics"]),
            **more,
        },
        status=frame.REFUSED if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def activity_add(request: HttpRequest) -> HttpResponse:
    """Add an activity; from an organisation's page with its part in it."""
    party = frame.chosen(request, shown_organisations())
    form = ActivityForm(None, frame.typed(request), has_party=party is not None)
    if request.method == "POST" and form.is_valid() and (made := _add(request, form, party)) is not None:
        messages.success(request, _("Added: %(name)s") % {"name": made})
        return HttpResponseRedirect(address_of("activity", made.public_id))
    back = address_of("organisation", party.public_id) if party else reverse("web:desk-activities")
    return _form_page(request, form, party=party, back=back)


def _add(request: HttpRequest, form: ActivityForm, party: Organisation | None) -> Activity | None:
    data = form.cleaned_data
    try:
        return activities.add(
            titles=form.titles(),
            parties=[(data["role"], party)] if party is not None else [],
            topics=data["topics"],
            basis=data["evidence"],
            by=request.user,
            now=timezone.now(),
            **form.values(),
        )
    except ValidationError as error:
        frame.show_errors(form, error)
        return None


def _activity(public_id: str) -> Activity:
    found = Activity.objects.select_related("place__parent__parent", "updated_by")
    return get_object_or_404(found, public_id=public_id)


def _facts(subject: Activity) -> list[dict[str, Any]]:
    unknown = _("Not known")
    reached, amount = subject.people_reached, subject.amount
    topics = [str(topic.label) for topic in subject.topics.order_by("scheme__code", "position")]
    return [
        {"label": _("When"), "value": formats.period(subject.start_date, subject.end_date) or unknown},
        {"label": _("Place"), "value": str(subject.place.name) if subject.place else unknown},
        {"label": _("Topics"), "value": unknown, "several": topics},
        {"label": _("People reached"), "value": unknown if reached is None else formats.number(reached)},
        {
            "label": _("Budget"),
            "value": unknown if amount is None else formats.money(amount, subject.currency),
        },
    ]


@require_safe
@needs(Permission.EDIT_RECORDS)
def activity(request: HttpRequest, public_id: str) -> HttpResponse:
    """The record as staff see it: facts, parties, figures and sources, with actions."""
    subject = _activity(public_id)
    side = record.side("activity", subject)
    remove = reverse("web:desk-activity-remove", args=[subject.public_id])
    side["buttons"].append({"label": _("Remove"), "url": remove, "tone": "text"})
    return frame.page(
        request,
        "desk/activity.html",
        {
            "record": subject,
            "titles": [
                {"text": text, "lang": formats.html_tag(code), "note": ""}
                for code in LANGUAGES
                if (text := getattr(subject, f"title_{code}")) and text != str(subject.title)
            ],
            "facts": _facts(subject),
            "parties": [
                {
                    "pk": party.pk,
                    "name": party.organisation.title,
                    "url": address_of("organisation", party.organisation.public_id),
                    "role": words.party(party.role),
                }
                for party in subject.parties.select_related("organisation").order_by("pk")
            ],
            "kind": "activity",
            "figures": record.figures_of("activity", subject),
            "cited": record.cited(subject, back=request.path),
            "cite_url": reverse("web:desk-citation-add", args=["activity", subject.public_id]),
            "side": side,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def activity_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Edit title, dates, place, topics, people reached and budget."""
    subject = _activity(public_id)
    form = ActivityForm(subject, frame.typed(request))
    home = address_of("activity", subject.public_id)
    if (
        request.method == "POST"
        and form.is_valid()
        and not form.is_outdated
        and _save(request, form, subject)
    ):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(home)
    return _form_page(
        request,
        form,
        record=subject,
        back=home,
        seen=subject.updated_at.isoformat(),
        history_url=reverse("web:desk-history", args=["activity", subject.public_id]),
    )


def _save(request: HttpRequest, form: ActivityForm, subject: Activity) -> bool:
    try:
        activities.edit(
            activity=subject,
            titles=form.titles(),
            values=form.values(),
            topics=form.cleaned_data["topics"],
            evidence=form.cleaned_data["evidence"],
            by=request.user,
            now=timezone.now(),
        )
    except ValidationError as error:
        frame.show_errors(form, error)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def activity_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what removing an activity does, or do it."""
    subject = _activity(public_id)
    if request.method == "POST":
        said = str(subject)
        activities.remove(activity=subject, by=request.user, now=timezone.now())
        messages.success(request, _("Removed: %(what)s") % {"what": said})
        return HttpResponseRedirect(reverse("web:desk-activities"))
    return frame.confirm_removal(
        request,
        said=str(subject),
        back=address_of("activity", subject.public_id),
        consequences=[
            _("take it off the pages of all its parties at once"),
            _("remove its figures, and the quotes that were cited for them and for it"),
            _("keep all it said in the history of its parties, so that it can be written again"),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def party_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a party: choose the organisation, then say its part."""
    subject = _activity(public_id)
    other, back = frame.chosen(request, shown_organisations()), address_of("activity", subject.public_id)
    form = PartyAdd(frame.typed(request))
    if request.method == "POST" and other is not None and form.is_valid():
        _row, is_new = activities.add_party(
            activity=subject,
            organisation=other,
            role=form.cleaned_data["role"],
            by=request.user,
            now=timezone.now(),
        )
        said = _("Added: %(name)s") if is_new else _("%(name)s has this part already.")
        messages.success(request, said % {"name": other})
        return HttpResponseRedirect(f"{back}#parties")
    return frame.choosing_page(
        request,
        form,
        record=subject,
        other=other,
        wanted="organisation",
        title=_("Add a party"),
        back=back,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def party_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an organisation off an activity."""
    row = get_object_or_404(ActivityParty.objects.select_related("activity", "organisation"), pk=pk)
    back = address_of("activity", row.activity.public_id) + "#parties"
    said = f"{row.organisation} – {words.party(row.role)} – {row.activity}"
    if request.method == "POST":
        activities.remove_party(party=row, by=request.user, now=timezone.now())
        messages.success(request, _("Removed: %(what)s") % {"what": said})
        return HttpResponseRedirect(back)
    return frame.confirm_removal(
        request,
        said=said,
        back=back,
        consequences=[
            _("take the activity off the page of this organisation at once"),
            _("keep a line in the history of both, so that it can be written again"),
        ],
    )
