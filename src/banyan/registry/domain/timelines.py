"""What happened when: dated facts of a record in one order, the latest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models

from banyan.registry.domain.profiles import OrganisationProfile, PersonProfile


@dataclass(frozen=True, slots=True)
class Moment:
    """
    One dated fact. ``kind`` is a code that the page words; ``row`` is the fact itself.

    ``date`` and ``end_date`` are ISO days, months or years; ``end_date`` may be empty.
    """

    date: str
    kind: str
    row: models.Model
    end_date: str = ""


def in_order(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    """Return the moments that have a date, the latest first; a year stands after the days within it."""
    return tuple(
        sorted((moment for moment in moments if moment.date), key=lambda moment: moment.date, reverse=True)
    )


def _organisation_moments(profile: OrganisationProfile) -> Iterator[Moment]:
    organisation = profile.organisation
    yield Moment(organisation.founded_date, "founded", organisation)
    yield Moment(organisation.ended_date, "ended", organisation)
    for post in profile.posts:
        yield Moment(post.from_date, "post_began", post)
        yield Moment(post.to_date, "post_ended", post)
    for seen in profile.ties:
        yield Moment(seen.tie.from_date, "tie_began", seen.tie)
        yield Moment(seen.tie.to_date, "tie_ended", seen.tie)
    told: set[int] = set()
    for party in profile.parties:
        if party.activity_id not in told:
            told.add(party.activity_id)
            yield Moment(party.activity.start_date, "activity", party.activity, party.activity.end_date)


def of_organisation(profile: OrganisationProfile, further: Iterable[Moment] = ()) -> tuple[Moment, ...]:
    """Return the timeline of an organisation; ``further`` comes from packages above, such as events."""
    return in_order([*_organisation_moments(profile), *further])


def of_person(profile: PersonProfile, further: Iterable[Moment] = ()) -> tuple[Moment, ...]:
    """Return the timeline of a person's public roles; one without dates stands at the day it was reported."""
    moments = []
    for post in profile.posts:
        moments += [Moment(post.from_date, "post_began", post), Moment(post.to_date, "post_ended", post)]
        if not post.from_date and not post.to_date:
            moments.append(Moment(post.reported_date, "post_reported", post))
    return in_order([*moments, *further])
