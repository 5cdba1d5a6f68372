"""Organisations at the desk: the list, adding one, its record, and editing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.core import translations
from banyan.core.i18n import LANGUAGES, active_language
from banyan.registry.domain import (
    duplicates,
    identifiers,
    living,
    matching,
    organisations,
    particulars,
    profiles,
    revisions,
    staff_facts,
)
from banyan.registry.models import Organisation
from banyan.registry.models.visibility import standing_posts
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms import code_lists, fields
from banyan.web.forms.narrowing import OrganisationNarrowing
from banyan.web.forms.organisations import OrganisationAdd, OrganisationEdit
from banyan.web.presenters import reasons
from banyan.web.presenters.coverage import HEADINGS
from banyan.web.views.desk import bond_pages, exports, frame, listing, record, rows


def chips(
    request: HttpRequest, narrowing: OrganisationNarrowing, found: listing.Listing
) -> list[dict[str, str]]:
    """Return the filters in force, in words, each with the address of the list without it."""
    kept = {**({"q": found.query} if found.query else {}), **found.choices}
    return [
        {
            "label": f"{HEADINGS[name]}: {narrowing.label_of(name, value)}",
            "url": frame.with_query(request.path, **{key: kept[key] for key in kept if key != name}),
        }
        for name, value in found.choices.items()
    ]


def list_page(request: HttpRequest, kind: str, heading: str) -> HttpResponse:
    """Show one list of the register: searched, or the latest first."""
    found = listing.listing(request, kind)
    narrowing = OrganisationNarrowing(found.choices) if kind == "organisation" else None
    columns = rows.columns_of(kind)
    return frame.page(
        request,
        "desk/records.html",
        {
            "kind": kind,
            "heading": heading,
            "found": found,
            "columns": columns,
            "rows": [list(zip(rows.row_of(kind, row), columns, strict=True)) for row in found.records],
            "add_url": reverse(f"web:desk-{kind}-add"),
            "files": exports.offered(kind, **({"q": found.query} if found.query else {}), **found.choices),
            "narrowing": narrowing,
            "chips": chips(request, narrowing, found) if narrowing else [],
            "suggest_url": frame.with_query(reverse("web:desk-chooser-suggest"), kind=kind),
        },
    )


@require_safe
@needs(Permission.EDIT_RECORDS)
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Every organisation that was not folded into another."""
    return list_page(request, "organisation", _("Organisations"))


def near_rows(
    candidates: tuple[matching.Candidate, ...], kind: str, *, back: str = ""
) -> list[dict[str, str]]:
    """
    Return the records a new one may repeat, with the reason in words.

    :param back: the page for which somebody was choosing a record, if any: ``use`` leads there with this one
    """
    return [
        {
            "name": candidate.name,
            "url": rows.address_of(kind, candidate.key),
            "key": candidate.key,
            "use": frame.with_query(back, chosen=candidate.key) if back else "",
            "why": reasons.worded((*candidate.reasons, *candidate.vetoes)),
        }
        for candidate in candidates
    ]


def lead_after_adding(request: HttpRequest, kind: str, key: str) -> HttpResponseRedirect:
    """Lead to the new record, or, where somebody was choosing one, back with it chosen."""
    here = rows.address_of(kind, key)
    back = frame.way_back(request, default="")
    return HttpResponseRedirect(frame.with_query(back, chosen=key) if back else here)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def organisation_add(request: HttpRequest) -> HttpResponse:
    """Add an organisation, after a look at those it may repeat."""
    data = frame.typed(request)
    form = OrganisationAdd(data) if data is not None else OrganisationAdd(initial=_typed_name(request))
    near: list[dict[str, str]] = []
    back = frame.way_back(request, default="")
    if request.method == "POST" and form.is_valid():
        names = form.names()
        found = matching.candidates(
            kind="organisation", names=[name.text for name in names], **form.known_besides()
        )
        near = near_rows(found, "organisation", back=back)
        if frame.knows_of(request, near):
            with transaction.atomic():
                made = organisations.create(names=names, by=request.user, now=timezone.now(), **form.values())
                staff_facts.cite(subject=made, by=request.user, now=timezone.now())
            messages.success(request, _("Added: %(name)s") % {"name": made})
            return lead_after_adding(request, "organisation", made.public_id)
    is_refused = request.method == "POST"
    return frame.page(
        request,
        "desk/organisation_add.html",
        {
            "form": form,
            "name_inputs": fields.inputs_of(form, "name"),
            "near": near,
            "next": back,
        },
        status=frame.REFUSED if is_refused else 200,
    )


def _typed_name(request: HttpRequest) -> dict[str, str]:
    """Return the name somebody looked for in vain, to begin with."""
    return {f"name_{active_language()}": request.GET.get("name", "")[:300]}


def _organisation(public_id: str, **columns: Subquery) -> tuple[Organisation, translations.Mark | None]:
    """Return an organisation with ``columns``, and how the languages of its summary stand to each other."""
    found = Organisation.objects.select_related(
        "legal_form", "country", "place__parent__parent", "updated_by"
    ).annotate(summary_mark=translations.mark_column(Organisation, "summary"), **columns)
    subject = get_object_or_404(found, public_id=public_id)
    living.refuse_folded(subject)
    return subject, translations.mark_in(subject.summary_mark)


@require_safe
@needs(Permission.EDIT_RECORDS)
def organisation(request: HttpRequest, public_id: str) -> HttpResponse:
    """The record as staff see it: names, facts, summary, positions and relationships, with actions."""
    subject, mark = _organisation(public_id, pair=duplicates.waiting_column("organisation"))
    beside = particulars.of(subject)
    posts = standing_posts().filter(organisation=subject).select_related("person", "organisation")
    held = bond_pages.of(request, "people", posts.order_by("to_date", "-from_date", "pk"))
    bound = bond_pages.of(request, "relationships", profiles.ties_of(subject))
    return frame.page(
        request,
        "desk/organisation.html",
        {
            "record": subject,
            "names": record.names(beside.names),
            "facts": [*record.organisation_facts(subject, beside.topics), *record.numbers(beside)],
            "summary": record.texts(subject, "summary", mark),
            "posts": record.posts(held.rows, side="organisation"),
            "posts_pages": held,
            "ties": record.ties(bound.rows, subject),
            "ties_pages": bound,
            "activities": record.parts(subject),
            "kind": "organisation",
            "figures": record.figures_of("organisation", subject),
            "side": record.side("organisation", subject),
            "pair": subject.pair,  # type: ignore[attr-defined]
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def organisation_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Edit names, facts and summary with one button."""
    subject, mark = _organisation(public_id)
    written = mark.source_language if mark is not None else _first_language(subject)
    form = OrganisationEdit(subject, frame.typed(request), summary_language=written)
    if request.method == "POST" and form.is_valid() and not form.is_outdated and _save(request, form):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("web:desk-organisation", args=[subject.public_id]))
    return frame.page(
        request,
        "desk/organisation_edit.html",
        {
            "record": subject,
            "form": form,
            "names": record.removable(form),
            "identifiers": record.removable_identifiers(form),
            "topic_groups": code_lists.topic_groups(form["topics"]),
            "summary_inputs": fields.inputs_of(form, "summary"),
            "summary_language": form["summary_language"].value(),
            "summary_state": record.texts(subject, "summary", mark),
            "seen": subject.updated_at.isoformat(),
            "history_url": reverse("web:desk-history", args=["organisation", subject.public_id]),
        },
        status=frame.REFUSED if request.method == "POST" else 200,
    )


def _first_language(subject: Organisation) -> str:
    """Return the language a new summary is most likely written in: the reader's, if nothing is there yet."""
    written = [code for code in LANGUAGES if getattr(subject, f"summary_{code}")]
    return written[0] if written else active_language()


def _save(request: HttpRequest, form: OrganisationEdit) -> bool:
    """Write everything or nothing; what the domain refuses stands beside its field."""
    try:
        revisions.revise(
            organisation=form.record,
            revision=form.revision(language=active_language()),
            by=request.user,
            now=timezone.now(),
        )
    except identifiers.IdentifierIsTaken as refusal:
        holder = refusal.holder
        link = format_html(
            '<a href="{}">{}</a>', rows.address_of("organisation", holder.public_id), holder.title.value
        )
        text = _("{} already has this number. Is it the same organisation?")
        form.add_error("new_value", format_html(text, link))
        return False
    except ValidationError as error:
        frame.show_errors(form, error)
        return False
    return True
