"""A record as staff see it: rows for the parts of its page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.core import translations
from banyan.core.i18n import LANGUAGES
from banyan.registry.domain import folding, profiles
from banyan.registry.domain.particulars import Particulars
from banyan.registry.enums import NameKind, OrganisationState, PostKind, RegistrationState, Verification
from banyan.registry.models import Citation, Organisation, OrganisationName, PersonName, Post, Tie
from banyan.taxonomy.models import Concept
from banyan.web.forms.fields import LANGUAGE_NAMES
from banyan.web.presenters import facts, formats, words
from banyan.web.views.desk.rows import address_of


def names(found: Iterable[OrganisationName] | Iterable[PersonName]) -> list[dict[str, str]]:
    """Return names, each with its language and kind."""
    return [
        {
            "text": name.text,
            "lang": formats.html_tag(name.language),
            "note": f"{formats.language_name(name.language)} · {NameKind(name.kind).label}",
        }
        for name in found
    ]


def removable(form: Any) -> list[dict[str, Any]]:
    """Return the names of a form with whether each is to be removed."""
    chosen = {str(pk) for pk in form["remove"].value() or []}
    return [
        {**shown, "pk": row.pk, "is_chosen": str(row.pk) in chosen}
        for row, shown in zip(form.rows, names(form.rows), strict=True)
    ]


def removable_identifiers(form: Any) -> list[dict[str, Any]]:
    """Return the numbers of a form with whether each is to be removed."""
    chosen = {str(pk) for pk in form["remove_number"].value() or []}
    return [
        {
            "pk": row.pk,
            "register": facts.register_named(row.scheme, form.registers),
            "value": row.value,
            "is_chosen": str(row.pk) in chosen,
        }
        for row in form.numbers
    ]


def numbers(beside: Particulars) -> list[dict[str, Any]]:
    """Return the numbers other registers gave to an organisation, as facts."""
    return [
        {"label": facts.register_named(row.scheme, beside.registers), "value": row.value}
        for row in beside.identifiers
    ]


def organisation_facts(record: Organisation, topics: Iterable[Concept]) -> list[dict[str, Any]]:
    """Return every fact staff may set, the unknown ones too: an empty line asks to be filled."""
    unknown = _("Not known")

    def place(row: Any) -> str:
        return str(row.name) if row is not None else unknown

    return [
        {"label": _("Legal form"), "value": str(record.legal_form.label) if record.legal_form else unknown},
        {"label": _("Country or area"), "value": place(record.country)},
        {"label": _("Province or city"), "value": place(record.place)},
        {"label": _("Registration"), "value": RegistrationState(record.registration_state).label},
        {"label": _("State"), "value": OrganisationState(record.state).label},
        {"label": _("Checked"), "value": Verification(record.verification).label},
        {"label": _("Network"), "value": _("yes") if record.is_network else _("no")},
        {"label": _("Founded"), "value": formats.partial_date(record.founded_date) or unknown},
        {"label": _("Ended"), "value": formats.partial_date(record.ended_date) or "–"},
        {
            "label": _("Topics"),
            "value": "; ".join(str(topic.label) for topic in topics) or unknown,
        },
        {"label": _("Website"), "value": record.website or unknown},
    ]


def texts(record: models.Model, field: str, mark: translations.Mark | None) -> list[dict[str, Any]]:
    """Return a text in each language with what is to be said of it: original, behind, missing."""
    values = {code: getattr(record, f"{field}_{code}") for code in LANGUAGES}
    found = []
    for code, value in values.items():
        note, tone = "", "quiet"
        if not value:
            note, tone = _("missing"), "hot"
        elif mark is not None and mark.source_language == code:
            note = _("original")
        elif mark is not None and code in mark.stale:
            note, tone = _("older than the original"), "hot"
        found.append(
            {
                "language": LANGUAGE_NAMES[code],
                "lang": formats.html_tag(code),
                "value": value,
                "note": note,
                "tone": tone,
            }
        )
    return found if any(values.values()) else []


def _period(row: Any) -> str:
    """Return since when and until when, as far as it is known."""
    if row.from_date or row.to_date:
        stretch = formats.period(row.from_date, row.to_date)
        if row.from_date and not row.to_date:
            return _("since %(date)s") % {"date": stretch}
        if row.to_date and not row.from_date:
            return _("until %(date)s") % {"date": stretch}
        return stretch
    reported = getattr(row, "reported_date", "")
    return _("reported %(date)s") % {"date": formats.partial_date(reported)} if reported else ""


def posts(found: Iterable[Post], *, side: str) -> list[dict[str, Any]]:
    """Return positions as seen from the organisation's or the person's page."""
    rows = []
    for post in found:
        other = post.person if side == "organisation" else post.organisation
        kind = "person" if side == "organisation" else "organisation"
        title = post.title
        rows.append(
            {
                "pk": post.pk,
                "name": other.title,
                "url": address_of(kind, other.public_id),
                "title": title if title else PostKind(post.kind).label,
                "period": _period(post),
                "has_ended": bool(post.to_date),
            }
        )
    return rows


def ties(found: Iterable[Tie], record: Organisation) -> list[dict[str, Any]]:
    """Return relationships, read from the record's side."""
    rows = []
    for tie in found:
        is_subject = tie.subject_id == record.pk
        other = tie.object if is_subject else tie.subject
        rows.append(
            {
                "pk": tie.pk,
                "name": other.title,
                "url": address_of("organisation", other.public_id),
                "title": words.tie(tie.kind, is_subject=is_subject, grade=tie.grade),
                "period": _period(tie),
                "has_ended": bool(tie.to_date),
            }
        )
    return rows


def parts(record: Organisation) -> list[dict[str, Any]]:
    """Return the activities an organisation has a part in, the latest first."""
    found = record.parties.select_related("activity").order_by("-activity__start_date", "pk")
    return [
        {
            "name": party.activity.title,
            "url": address_of("activity", party.activity.public_id),
            "role": words.party(party.role),
            "period": formats.period(party.activity.start_date, party.activity.end_date),
        }
        for party in found[: profiles.MOST_ROWS]
    ]


def figures_of(kind: str, record: Any) -> list[dict[str, Any]]:
    """Return what sources state in numbers about a record, each with the desk's page of the figure."""
    found = profiles.figures_of(subject_type=kind, subject_key=record.public_id)
    return [
        {
            "value": facts.figure_value(row),
            "measure": row.measure,
            "when": formats.partial_date(row.stated_date),
            "url": address_of("figure", row.pk),
        }
        for row in found
    ]


def side(kind: str, record: Any, *, key: Any = None) -> dict[str, Any]:
    """
    Return the panel beside a record: its number, who changed it last, where to go.

    :param key: what its address has for a record without a public id
    """
    who = record.updated_by
    changed = formats.day(record.updated_at)
    key = key or record.public_id
    entries = [
        {"label": pgettext("of a record", "Number"), "value": key},
        {"label": _("Last changed"), "value": f"{changed} · {who}" if who else changed},
    ]
    buttons = [
        {"label": _("Edit"), "url": reverse(f"web:desk-{kind}-edit", args=[key]), "tone": "main"},
        {"label": _("History"), "url": reverse("web:desk-history", args=[kind, key])},
    ]
    if kind in folding.KINDS:
        compare = reverse("web:desk-compare", args=[kind, key])
        buttons.append({"label": _("The same record twice?"), "url": compare})
    if kind == "organisation":
        buttons.append({"label": _("Two in one record?"), "url": reverse("web:desk-split", args=[key])})
    if hasattr(record, "get_absolute_url"):
        buttons.append({"label": _("Public page"), "url": record.get_absolute_url()})
    return {"entries": entries, "buttons": buttons}


def cited(row: models.Model, *, back: str) -> list[dict[str, Any]]:
    """Return the words cited for a row, each with its source and the page that takes it back."""
    found = Citation.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk)
    return [
        {
            "source": str(citation.source),
            "lang": formats.html_tag(citation.source.language),
            "url": citation.source.get_absolute_url(),
            "line": facts.source_line(citation.source),
            "quote": citation.quote,
            "quote_lang": formats.html_tag(citation.source.language) or formats.script_tag(citation.quote),
            "is_down": citation.source.taken_down_at is not None,
            "remove_url": f"{reverse('web:desk-citation-remove', args=[citation.pk])}?next={back}",
        }
        for citation in found.select_related("source").order_by("pk")
    ]
