"""The timeline in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from banyan.events.enums import AppearanceRole
from banyan.events.models import Appearance, Event
from banyan.registry.domain.evidence import Evidence
from banyan.registry.domain.timelines import Moment
from banyan.registry.models import Activity, Organisation, Person, Post, Tie
from banyan.web.presenters import formats, words
from banyan.web.templatetags.texts import named, said


def _link(record: Organisation | Person | Event) -> SafeString:
    return format_html('<a href="{}">{}</a>', record.get_absolute_url(), named(record.title))


def _post(post: Post, page: Organisation | Person) -> SafeString | str:
    other: Organisation | Person = post.person if isinstance(page, Organisation) else post.organisation
    return format_html("{} · {}", said(post.title), _link(other)) if post.title else _link(other)


def _tie(tie: Tie, page: Organisation | Person) -> SafeString:
    is_subject = tie.subject_id == page.pk
    other = tie.object if is_subject else tie.subject
    return format_html("{} {}", words.tie(tie.kind, is_subject=is_subject, grade=tie.grade), _link(other))


def _took_part(part: Appearance, page: Organisation | Person) -> SafeString:
    role = AppearanceRole(part.role).label
    if isinstance(page, Person):
        return format_html("{} · {}", role, _link(part.event))
    return format_html("{} · {} ({})", _link(part.event), named(part.person.title), role)


def _say(moment: Moment, page: Organisation | Person) -> SafeString | str:
    row = moment.row
    if isinstance(row, Post):
        said_of_post = _post(row, page)
        if moment.kind == "post_ended":
            return format_html(_("Ended: {}"), said_of_post)
        return said_of_post
    if isinstance(row, Tie):
        said_of_tie = _tie(row, page)
        return format_html(_("Ended: {}"), said_of_tie) if moment.kind == "tie_ended" else said_of_tie
    if isinstance(row, Appearance):
        return _took_part(row, page)
    if isinstance(row, Event):
        return format_html("{} · {}", _("Organiser"), _link(row))
    if isinstance(row, Activity):
        return said(row.title)
    return _("Founded") if moment.kind == "founded" else _("Ended")


def rows(moments: Iterable[Moment], page: Organisation | Person, evidence: Evidence) -> list[dict[str, Any]]:
    """Return the moments as the component ``timeline`` wants them."""
    columns = {"founded": "founded_date", "ended": "ended_date"}
    return [
        {
            "when": formats.period(moment.date, moment.end_date),
            "datetime": moment.date,
            "is_one_day": not moment.end_date,
            "html": _say(moment, page),
            "refs": evidence.of(moment.row, columns.get(moment.kind, "")),
        }
        for moment in moments
    ]
