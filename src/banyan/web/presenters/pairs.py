"""Two records side by side: each fact of both, and whether they say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from banyan.core.i18n import Text
from banyan.registry.enums import RegistrationState
from banyan.registry.models import DuplicatePair, Organisation, Person
from banyan.search.domain.normalise import fold
from banyan.taxonomy.models import Concept
from banyan.web.presenters import formats, reasons
from banyan.web.views.desk import record
from banyan.web.views.desk.rows import address_of

#: Rows of one kind that are written out.
_MOST = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of two records, in the order of their columns."""

    label: str
    ours: str | SafeString
    theirs: str | SafeString
    differs: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A pair as a line of the queue."""

    pair: DuplicatePair
    first: Text
    second: Text
    why: str
    percent: int


def listed(pairs: list[DuplicatePair], titles: dict[str, Text]) -> list[Listed]:
    """Return lines of the queue; pairs whose records are gone are left out."""
    return [
        Listed(
            pair=pair,
            first=titles[pair.first_key],
            second=titles[pair.second_key],
            why=reasons.worded((*pair.reasons, *pair.vetoes)),
            percent=round(pair.score * 100),
        )
        for pair in pairs
        if pair.first_key in titles and pair.second_key in titles
    ]


def _names(found: Any) -> tuple[SafeString, set[str]]:
    names = list(found.names.all())
    shown = [(name["lang"], name["text"], name["note"]) for name in record.names(names[:_MOST])]
    html = format_html_join(
        "", '<span class="pair-line"><span lang="{}">{}</span> <span class="small">{}</span></span>', shown
    )
    return html, {fold(name.text) for name in names}


def _lines(texts: list[str]) -> SafeString:
    shown = texts[:_MOST]
    if len(texts) > _MOST:
        shown.append(_("and %(number)s more") % {"number": len(texts) - _MOST})
    return format_html_join("", '<span class="pair-line">{}</span>', ((text,) for text in shown))


def _several(label: str, ours: list[str], theirs: list[str]) -> Row:
    differs = bool(ours) and bool(theirs) and not set(ours) & set(theirs)
    return Row(label, _lines(ours) or "–", _lines(theirs) or "–", differs)


def _changed(found: Organisation | Person) -> str:
    return (
        f"{formats.day(found.updated_at)} · {found.updated_by}"
        if found.updated_by
        else formats.day(found.updated_at)
    )


def _number(found: Organisation | Person, kind: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', address_of(kind, found.public_id), found.public_id)


def _topics(found: Organisation) -> list[Concept]:
    return sorted(found.topics.all(), key=lambda topic: (topic.scheme_id, topic.position))


def _facts(ours: Organisation, theirs: Organisation) -> list[Row]:
    """Return the facts of which a side knows something; unknown beside known is no contradiction."""
    silent = {_("Not known"), "–", _("no"), RegistrationState.UNKNOWN.label}
    rows = []
    listed = [record.organisation_facts(side, _topics(side)) for side in (ours, theirs)]
    for one, other in zip(*listed, strict=True):
        values = {str(one["value"]), str(other["value"])}
        if not values <= silent:
            differs = len(values) == 2 and not values & silent
            rows.append(Row(one["label"], one["value"], other["value"], differs))
    return rows


def rows_of(ours: Any, theirs: Any, kind: str) -> list[Row]:
    """Return every fact of two organisations or two people: names first, then what differs."""
    our_names, our_set = _names(ours)
    their_names, their_set = _names(theirs)
    rows: list[Row] = []
    if kind == "organisation":
        rows += _facts(ours, theirs)
        numbers = [[str(row) for row in one.identifiers.all()] for one in (ours, theirs)]
        rows.append(_several(_("Numbers in other registers"), *numbers))
        rows += [
            Row(label, said(ours), said(theirs), False)
            for label, said in ((_("People"), _people), (_("Relationships"), _relationships))
        ]
    else:
        held = [[_post(post) for post in one.posts.all()] for one in (ours, theirs)]
        rows.append(_several(_("Positions"), *held))
    rows.append(Row(_("Last changed"), _changed(ours), _changed(theirs), False))
    rows.append(Row(pgettext("of a record", "Number"), _number(ours, kind), _number(theirs, kind), False))
    rows.sort(key=lambda row: not row.differs)
    return [Row(_("Names"), our_names, their_names, not our_set & their_set), *rows]


def _post(post: Any) -> str:
    return ", ".join(str(part) for part in (post.title, post.organisation) if str(part))


def _people(found: Any) -> str:
    return ngettext("%(number)s position", "%(number)s positions", found.post_count) % {
        "number": found.post_count
    }


def _relationships(found: Any) -> str:
    number = found.tie_count
    return ngettext("%(number)s relationship", "%(number)s relationships", number) % {"number": number}
