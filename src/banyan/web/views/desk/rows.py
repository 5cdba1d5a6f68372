"""The rows of the desk's lists: what a glance needs to know of each record."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.core.i18n import LANGUAGES
from banyan.events.models import Event
from banyan.registry.enums import OrganisationState, Verification
from banyan.registry.models import Activity, Organisation, Person, StatedFigure
from banyan.web.presenters import facts, formats
from banyan.web.templatetags.texts import named

Cell = dict[str, Any]


def columns_of(kind: str) -> list[dict[str, Any]]:
    """Return the columns of a list in the reader's words."""
    second = {
        "organisation": _("Where"),
        "person": _("Positions"),
        "event": _("When and where"),
        "activity": _("When and by whom"),
        "figure": pgettext("what a figure counts", "About"),
    }[kind]
    labels = [_("Figure") if kind == "figure" else _("Name"), second, _("To do"), _("Last changed")]
    return [{"label": label, "numeric": False} for label in labels]


def address_of(kind: str, public_id: str | int) -> str:
    """Return the desk's page of a record."""
    return reverse(f"web:desk-{kind}", args=[public_id])


def _figure_cell(record: StatedFigure) -> Cell:
    return {
        "html": format_html(
            '<a href="{}">{} {}</a>',
            address_of("figure", record.pk),
            facts.figure_value(record),
            named(record.measure),
        )
    }


def title_cell(kind: str, record: Any) -> Cell:
    """Return the name of a record as a link, with its other names below."""
    if kind == "figure":
        return _figure_cell(record)
    title = record.title
    others = [
        (formats.html_tag(code), getattr(record, f"title_{code}"))
        for code in LANGUAGES
        if getattr(record, f"title_{code}") and getattr(record, f"title_{code}") != title.value
    ]
    below = format_html_join("", '<br><span class="small" lang="{}">{}</span>', others)
    return {
        "html": format_html(
            '<span><a href="{}"{}>{}</a>{}</span>',
            address_of(kind, record.public_id),
            format_html(' lang="{}"', formats.html_tag(title.tag)) if title.is_fallback else "",
            title.value,
            below,
        )
    }


def _second(record: Any) -> str:
    if isinstance(record, StatedFigure):
        about = record.about  # type: ignore[attr-defined]
        when = formats.partial_date(record.stated_date)
        return " · ".join(part for part in (str(about.title) if about else "", when) if part)
    if isinstance(record, Organisation):
        return facts.place_line(record)
    if isinstance(record, Person):
        posts = record.listed  # type: ignore[attr-defined]
        shown = " · ".join(
            ", ".join(str(part) for part in (post.title, post.organisation.title) if part)
            for post in posts[:2]
        )
        return f"{shown} …" if len(posts) > 2 else shown
    if isinstance(record, Activity):
        who = ", ".join(dict.fromkeys(str(party.organisation.title) for party in record.listed[:2]))  # type: ignore[attr-defined]
        when = formats.period(record.start_date, record.end_date)
        return " · ".join(part for part in (when, f"{who} …" if len(record.listed) > 2 else who) if part)  # type: ignore[attr-defined]
    where = record.venue or (str(record.place.name) if record.place else "")
    return " · ".join(part for part in (formats.period(record.start_date, record.end_date), where) if part)


def _to_do(record: Any) -> list[tuple[str, str]]:
    """Return what staff should know or do, as (tone, words)."""
    if isinstance(record, StatedFigure):
        return [] if record.about else [("hot", _("about nothing that is still here"))]  # type: ignore[attr-defined]
    notes: list[tuple[str, str]] = []
    if isinstance(record, Organisation):
        if record.state != OrganisationState.ACTIVE:
            notes.append(("quiet", str(OrganisationState(record.state).label)))
        if record.verification == Verification.UNVERIFIED:
            notes.append(("hot", str(Verification.UNVERIFIED.label)))
    if isinstance(record, Person) and record.is_hidden:
        notes.append(("quiet", _("hidden")))
    if isinstance(record, Event) and not record.start_date:
        notes.append(("hot", _("no date")))
    if isinstance(record, Activity) and not record.listed:  # type: ignore[attr-defined]
        notes.append(("hot", _("no party")))
    missing = [code for code in LANGUAGES if not getattr(record, f"title_{code}")]
    if missing and not isinstance(record, Person):
        names = ", ".join(formats.language_name(code) for code in missing)
        notes.append(("quiet", _("no name in: %(languages)s") % {"languages": names}))
    return notes


def row_of(kind: str, record: Any) -> list[Cell]:
    """Return the cells of one record."""
    tags = format_html_join(
        " ", '<span class="tag tag-{}">{}</span>', [(tone, text) for tone, text in _to_do(record)]
    )
    return [
        title_cell(kind, record),
        {"text": _second(record)},
        {"html": format_html('<span class="tags row">{}</span>', tags)} if tags else {"text": ""},
        {"text": formats.day(record.updated_at)},
    ]
