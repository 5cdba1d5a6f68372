"""The public page of a person: what sources made public, nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.events.domain import queries as event_queries
from banyan.events.enums import AppearanceRole
from banyan.ingest.domain import articles
from banyan.registry.domain import evidence, profiles, timelines
from banyan.web.caching import public_page
from banyan.web.presenters import facts, formats, linked_data, moments
from banyan.web.records import canonical, moved_or_gone


@require_safe
@public_page
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody's public roles and the events they took part in, each with its source."""
    key = canonical(public_id, route="person", query=request.META.get("QUERY_STRING", ""))
    try:
        profile = profiles.of_person(public_id=key)
    except profiles.RecordIsUnknown:
        raise moved_or_gone(key, route="person") from None
    record = profile.person
    appearances = event_queries.attended_by(person_ids=[record.pk])
    proof = evidence.collect([record, *profile.names, *profile.posts, *appearances])
    return render(
        request,
        "registry/person.html",
        {
            "section": "person",
            "record": record,
            "kind": "person",
            "names": facts.other_names(profile.names, str(record.title)),
            "name_refs": proof.of(record),
            "posts": [
                {
                    "post": post,
                    "period": formats.period(post.from_date, post.to_date),
                    "reported": formats.partial_date(post.reported_date),
                    "refs": proof.of(post),
                    "wrong": facts.wrong(_("Position"), post.title, post.organisation.title),
                }
                for post in profile.posts
            ],
            "appearances": [
                {
                    "part": part,
                    "role": AppearanceRole(part.role).label,
                    "when": formats.period(part.event.start_date, part.event.end_date),
                    "refs": proof.of(part),
                    "wrong": facts.wrong(_("Took part in an event"), part.event.title),
                }
                for part in appearances
            ],
            "moments": moments.rows(
                timelines.of_person(profile, event_queries.moments((), appearances)), record, proof
            ),
            "articles": articles.naming(record_type="person", record_key=record.public_id, limit=20),
            "sources": facts.source_rows(
                proof.sources,
                [
                    *(name.text for name in profile.names),
                    *facts.titles_of(*(post.organisation for post in profile.posts)),
                ],
            ),
            "linked_data": linked_data.person(request, profile),
        },
    )
