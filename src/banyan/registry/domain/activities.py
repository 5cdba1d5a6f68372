"""What organisations do, as sources report it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.i18n import LANGUAGES
from banyan.registry.enums import PartyRole
from banyan.registry.models import Activity, ActivityParty, Organisation
from banyan.search.domain import outbox


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
) -> Activity:
    """
    Add a reported activity with its parties.

    :param titles: the title by column code
    :param parties: pairs of a role (:class:`PartyRole`) and an organisation
    :param amount: in ``currency`` (ISO 4217), or None
    :raises ValidationError: if a value is malformed
    """
    activity = Activity(
        start_date=start_date,
        end_date=end_date,
        amount=amount,
        currency=currency if amount is not None else "",
        created_at=now,
        created_by=by,
        updated_at=now,
        updated_by=by,
        **{f"title_{language}": titles.get(language, "")[:300] for language in LANGUAGES},
    )
    activity.full_clean(exclude=["created_by", "updated_by"])
    activity.save()
    for role, organisation in parties:
        add_party(activity=activity, organisation=organisation, role=role)
    audit.record(
        key="registry.activity.added",
        subject=activity,
        by=by,
        now=now,
        after={"titles": dict(titles), "amount": amount, "currency": currency},
    )
    return activity


def add_party(*, activity: Activity, organisation: Organisation, role: str) -> tuple[ActivityParty, bool]:
    """Name an organisation as a party, once per role; the caller holds the transaction and the log."""
    outbox.enqueue(kind="organisation", key=organisation.public_id)
    return ActivityParty.objects.get_or_create(
        activity=activity, organisation=organisation, role=PartyRole(role)
    )
