"""The public page of an event."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.events.domain import queries
from banyan.events.enums import AppearanceRole
from banyan.ingest.domain import articles
from banyan.registry.domain import evidence
from banyan.registry.domain.profiles import RecordIsUnknown
from banyan.web.caching import public_page
from banyan.web.presenters import facts, formats, linked_data
from banyan.web.presenters.facts import Fact, Part, part_of
from banyan.web.records import canonical, moved_or_gone


@require_safe
@public_page
def event(request: HttpRequest, public_id: str) -> HttpResponse:
    """When, where, held by whom, and who spoke, each with its source."""
    key = canonical(public_id, route="event", query=request.META.get("QUERY_STRING", ""))
    try:
        profile = queries.of_event(public_id=key)
    except RecordIsUnknown:
        raise moved_or_gone(key, route="event") from None
    record = profile.event
    proof = evidence.collect([record, *profile.organisers, *profile.appearances, *profile.figures])
    when = formats.period(record.start_date, record.end_date)
    places = [Part(text=record.venue, lang=formats.script_tag(record.venue))] if record.venue else []
    if record.place:
        places.append(part_of(record.place.name))
    organisers = [
        part_of(
            row.organisation.title,
            url=row.organisation.get_absolute_url(),
            refs=proof.of(row),
        )
        for row in profile.organisers
    ]
    rows = [
        Fact(label=_("When"), parts=(Part(text=when),), refs=proof.of(record)) if when else None,
        Fact(label=_("Where"), parts=tuple(places), refs=proof.of(record)) if places else None,
        Fact(
            label=_("Organisers"),
            parts=tuple(organisers),
            refs=() if any(p.refs for p in organisers) else proof.of(record),
        )
        if organisers
        else None,
    ]
    return render(
        request,
        "events/event.html",
        {
            "section": "event",
            "record": record,
            "kind": "event",
            "kicker": when,
            "facts": [row for row in rows if row],
            "titles": [
                {"lang": formats.html_tag(code), "text": text}
                for code, text in type(record).title.values_of(record).items()
                if text and text != str(record.title)
            ],
            "appearances": [
                {
                    "part": part,
                    "role": AppearanceRole(part.role).label,
                    "refs": proof.of(part),
                    "wrong": facts.wrong(AppearanceRole(part.role).label, part.person.title),
                }
                for part in profile.appearances
            ],
            "figures": facts.figure_rows(profile.figures, proof),
            "articles": articles.naming(record_type="event", record_key=record.public_id, limit=20),
            "sources": facts.source_rows(
                proof.sources,
                facts.titles_of(
                    record,
                    *(row.organisation for row in profile.organisers),
                    *(part.person for part in profile.appearances),
                ),
            ),
            "linked_data": linked_data.event(request, profile),
        },
    )
