"""What organisations do, as sources report it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.i18n import LANGUAGES
from banyan.registry.domain import figures, living, staff_facts
from banyan.registry.domain import names as name_rules
from banyan.registry.enums import PartyRole
from banyan.registry.models import Activity, ActivityParty, Citation, Organisation, StatedFigure
from banyan.search.domain import outbox
from banyan.taxonomy.domain import queries as taxonomy
from banyan.taxonomy.models import Concept, Place

#: The plain columns that `edit` may set.
EDITABLE = ("start_date", "end_date", "place", "people_reached", "amount", "currency")


class ActivityHasNoTitle(ValueError):
    """An activity needs a title in at least one language."""


def _fold(activity: Activity) -> None:
    activity.folded = name_rules.compared_titles(Activity.title.values_of(activity).values())


@transaction.atomic
def add(
    *,
    titles: Mapping[str, str],
    parties: Iterable[tuple[str, Organisation]],
    by: User | None,
    now: datetime.datetime,
    start_date: str = "",
    end_date: str = "",
    amount: Decimal | None = None,
    currency: str = "",
    place: Place | None = None,
    people_reached: int | None = None,
    topics: Iterable[Concept] = (),
    basis: staff_facts.Basis | None = None,
) -> Activity:
    """
    Add a reported activity with its parties.

    :param titles: the title by column code
    :param parties: pairs of a role (:class:`PartyRole`) and an organisation
    :param amount: the budget in ``currency`` (ISO 4217), or None
    :param people_reached: people, as stated
    :param basis: on what it rests when staff write it down; None where the caller cites it
    :raises ActivityHasNoTitle: if every title is empty
    :raises ValidationError: if a value is malformed
    """
    if not any(title.strip() for title in titles.values()):
        raise ActivityHasNoTitle
    activity = Activity(
        start_date=start_date,
        end_date=end_date,
        amount=amount,
        currency=currency if amount is not None else "",
        place=place,
        people_reached=people_reached,
        created_at=now,
        created_by=by,
        updated_at=now,
        updated_by=by,
        **{f"title_{language}": titles.get(language, "").strip()[:300] for language in LANGUAGES},
    )
    _fold(activity)
    activity.full_clean(exclude=["created_by", "updated_by"])
    activity.save()
    activity.topics.set(topics)
    audit.record(
        key="registry.activity.added",
        subject=activity,
        by=by,
        now=now,
        after={"titles": dict(titles), "amount": amount, "currency": currency},
    )
    for role, organisation in parties:
        add_party(activity=activity, organisation=organisation, role=role, by=by, now=now)
    if basis is not None and by is not None:
        staff_facts.support(subject=activity, basis=basis, by=by, now=now)
    return activity


@transaction.atomic
def edit(
    *,
    activity: Activity,
    titles: Mapping[str, str],
    values: Mapping[str, Any],
    by: User,
    now: datetime.datetime,
    topics: Iterable[Concept] | None = None,
    evidence: str = "",
) -> Activity:
    """
    Change an activity; what is not given stays. Staff are named as a source of what it then says.

    :param titles: the title by column code
    :param values: columns listed in :data:`EDITABLE`
    :param evidence: how they know, in their words; published with the activity
    :raises ActivityHasNoTitle: if every title would be empty
    :raises ValidationError: if a value is malformed; nothing is then changed
    """
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    wanted: dict[str, Any] = {
        **{f"title_{code}": text.strip() for code, text in titles.items()},
        **{column: values[column] for column in EDITABLE if column in values},
    }
    if wanted.get("amount", activity.amount) is None:
        wanted["currency"] = ""
    before = {column: getattr(activity, column) for column in wanted}
    for column, value in wanted.items():
        setattr(activity, column, value)
    if not any(getattr(activity, f"title_{code}") for code in LANGUAGES):
        raise ActivityHasNoTitle
    after = {column: value for column, value in wanted.items() if before[column] != value}
    before = {column: before[column] for column in after}
    _fold(activity)
    activity.full_clean(exclude=["created_by", "updated_by"])
    if topics is not None:
        held, chosen = _codes(activity.topics.select_related("scheme")), _codes(topics := list(topics))
        if held != chosen:
            activity.topics.set(topics)
            before["topics"], after["topics"] = held, chosen
    if not after and not evidence:
        return activity
    activity.updated_at, activity.updated_by = now, by
    activity.save()
    if after:
        audit.record(
            key="registry.activity.edited", subject=activity, by=by, now=now, before=before, after=after
        )
    staff_facts.cite(subject=activity, by=by, now=now, evidence=evidence)
    return activity


def _codes(topics: Iterable[Concept]) -> list[str]:
    return sorted(taxonomy.in_list(topic) for topic in topics)


@transaction.atomic
def add_party(
    *, activity: Activity, organisation: Organisation, role: str, by: User | None, now: datetime.datetime
) -> tuple[ActivityParty, bool]:
    """
    Name an organisation as a party, once per role.

    :return: the row, and whether it is new
    """
    organisation = living.organisation(organisation)
    row, is_new = ActivityParty.objects.get_or_create(
        activity=activity, organisation=organisation, role=PartyRole(role)
    )
    if is_new:
        audit.record(key="registry.activity.party_added", subject=activity, by=by, now=now, after=_part(row))
        outbox.enqueue(kind="organisation", key=organisation.public_id)
    return row, is_new


@transaction.atomic
def remove_party(*, party: ActivityParty, by: User, now: datetime.datetime) -> None:
    """Take an organisation off an activity, with the words cited for its part; the log keeps the line."""
    party = living.row(party)
    audit.record(
        key="registry.activity.party_removed", subject=party.activity, by=by, now=now, before=_part(party)
    )
    Citation.objects.filter(subject_type=party._meta.label_lower, subject_id=party.pk).delete()
    outbox.enqueue(kind="organisation", key=party.organisation.public_id)
    party.delete()


def _part(party: ActivityParty) -> dict[str, str]:
    """Return what a part says, with the public id by which the organisation's history finds the line."""
    return {"organisation": party.organisation.public_id, "role": str(party.role)}


@transaction.atomic
def remove(*, activity: Activity, by: User, now: datetime.datetime) -> None:
    """
    Remove an activity that never was, with its parts, its figures and the words cited for them.

    The log keeps all it said in the history of every party, so that it can be written again.
    """
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    for figure in StatedFigure.objects.filter(subject_type="activity", subject_key=activity.public_id):
        figures.remove(figure=figure, by=by, now=now)
    words: dict[str, Any] = {
        "titles": Activity.title.values_of(activity),
        **{column: value for column in EDITABLE if (value := getattr(activity, column)) not in (None, "")},
    }
    if topics := _codes(activity.topics.select_related("scheme")):
        words["topics"] = topics
    parties = list(activity.parties.select_related("organisation").order_by("pk"))
    for part in [_part(party) for party in parties] or [{}]:
        audit.record(
            key="registry.activity.removed", subject=activity, by=by, now=now, before={**part, **words}
        )
    cited = Citation.objects.filter(subject_type=activity._meta.label_lower, subject_id=activity.pk)
    cited |= Citation.objects.filter(
        subject_type=ActivityParty._meta.label_lower, subject_id__in=[party.pk for party in parties]
    )
    cited.delete()
    for party in parties:
        outbox.enqueue(kind="organisation", key=party.organisation.public_id)
    activity.delete()


def found_by(query: str) -> QuerySet[Activity]:
    """Return the activities whose title, or the name of a party, has every word typed, accents or not."""
    found = Activity.objects.all()
    for word in query.split():
        if folded := name_rules.compared(word):
            named = ActivityParty.objects.filter(organisation__names__folded__contains=folded)
            found = found.filter(Q(folded__contains=folded) | Q(pk__in=named.values("activity")))
    return found
