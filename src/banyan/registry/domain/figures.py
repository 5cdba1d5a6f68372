"""What sources say in numbers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.i18n import LANGUAGES
from banyan.registry.models import StatedFigure


@transaction.atomic
def state(
    *,
    subject_type: str,
    subject_key: str,
    measures: Mapping[str, str],
    value: Decimal,
    by: User | None,
    now: datetime.datetime,
    qualifier: str = "",
    currency: str = "",
    stated_date: str = "",
) -> StatedFigure:
    """
    Keep a figure as a source states it.

    :param measures: what is counted, by column code, in the words of the source
    :param qualifier: over, about, under or empty
    :raises ValidationError: if a value is malformed
    """
    figure = StatedFigure(
        subject_type=subject_type,
        subject_key=subject_key,
        value=value,
        qualifier=qualifier,
        currency=currency,
        stated_date=stated_date,
        created_at=now,
        created_by=by,
        updated_at=now,
        updated_by=by,
        **{f"measure_{language}": measures.get(language, "")[:200] for language in LANGUAGES},
    )
    figure.full_clean(exclude=["created_by", "updated_by"])
    figure.save()
    audit.record(
        key="registry.figure.stated",
        subject=figure,
        by=by,
        now=now,
        after={"of": subject_key, "value": value, "measures": dict(measures), "currency": currency},
    )
    return figure
