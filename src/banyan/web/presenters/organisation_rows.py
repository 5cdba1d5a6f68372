"""
What stands on the page of an organisation and in its document: its activities and events, and what proves
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from banyan.events.domain import queries as event_queries
from banyan.events.models import Appearance, EventOrganiser
from banyan.registry.domain import evidence, profiles
from banyan.registry.domain.evidence import Evidence
from banyan.registry.domain.profiles import OrganisationProfile
from banyan.web.pictures import ties as picture
from banyan.web.presenters import facts, formats, words


@dataclass(frozen=True, slots=True)
class Gathered:
    """
    An organisation with its proof; ``activities`` and ``events`` are rows in words, each with its numbers.
    """

    profile: OrganisationProfile
    proof: Evidence
    organised: tuple[EventOrganiser, ...]
    appearances: tuple[Appearance, ...]
    activities: list[dict[str, Any]]
    events: list[dict[str, Any]]

    def titles(self) -> list[str]:
        """Return the names of everybody and everything else on the page, in every language."""
        return facts.titles_of(
            *(post.person for post in self.profile.posts),
            *(seen.other for seen in self.profile.ties),
            *(row["activity"] for row in self.activities),
            *(row["event"] for row in self.events),
        )


def gather(profile: OrganisationProfile) -> Gathered:
    """Return what else stands on the page of an organisation, with a constant number of queries."""
    record = profile.organisation
    organised = event_queries.organised_by(organisation_id=record.pk)
    appearances = event_queries.attended_by(person_ids={post.person_id for post in profile.posts})
    activities = profiles.activities_of(profile.parties)
    proof = evidence.collect(
        [
            record,
            *profile.names,
            *profile.identifiers,
            *profile.figures,
            *profile.posts,
            *(seen.tie for seen in profile.ties),
            *activities,
            *organised,
            *(row.event for row in organised),
            *appearances,
        ]
    )
    return Gathered(
        profile=profile,
        proof=proof,
        organised=organised,
        appearances=appearances,
        activities=_activities(profile, proof),
        events=_events(organised, appearances, proof),
    )


def _activities(profile: OrganisationProfile, proof: Evidence) -> list[dict[str, Any]]:
    rows = []
    for activity in profiles.activities_of(profile.parties):
        roles = [words.party(party.role) for party in profile.parties if party.activity_id == activity.pk]
        rows.append(
            {
                "activity": activity,
                "roles": formats.listed(dict.fromkeys(roles)),
                "period": formats.period(activity.start_date, activity.end_date),
                "amount": formats.money(activity.amount, activity.currency) if activity.amount else "",
                "reached": activity.people_reached,
                "refs": proof.of(activity),
                "wrong": facts.wrong(_("Activity"), activity.title),
            }
        )
    return rows


def _events(
    organised: tuple[EventOrganiser, ...], appearances: tuple[Appearance, ...], proof: Evidence
) -> list[dict[str, Any]]:
    """Return the events an organisation held or its people took part in, each once, the latest first."""
    rows: dict[int, dict[str, Any]] = {}
    for held in organised:
        rows[held.event_id] = {"event": held.event, "is_organiser": True, "people": [], "refs": ()}
        rows[held.event_id]["refs"] = proof.of(held) or proof.of(held.event)
    for part in appearances:
        row = rows.setdefault(
            part.event_id, {"event": part.event, "is_organiser": False, "people": [], "refs": ()}
        )
        row["people"].append(part)
        known = {reference.number for reference in row["refs"]}
        row["refs"] += tuple(reference for reference in proof.of(part) if reference.number not in known)
    for row in rows.values():
        row["when"] = formats.period(row["event"].start_date, row["event"].end_date)
        row["wrong"] = facts.wrong(_("Event"), row["event"].title)
    return sorted(rows.values(), key=lambda row: row["event"].start_date, reverse=True)


def neighbours(profile: OrganisationProfile) -> list[picture.Neighbour]:
    """Return the organisations at the other ends; several relationships with the same one are one line."""
    others: dict[int, list[profiles.SeenTie]] = {}
    for seen in profile.ties:
        others.setdefault(seen.other.pk, []).append(seen)
    return [
        picture.Neighbour(
            name=str(rows[0].other.title),
            words=tuple(
                dict.fromkeys(
                    words.tie(row.tie.kind, is_subject=row.is_subject, grade=row.tie.grade) for row in rows
                )
            ),
            has_ended=all(row.tie.to_date for row in rows),
        )
        for rows in others.values()
    ]
