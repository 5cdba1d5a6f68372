"""What sources say in numbers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.i18n import LANGUAGES
from banyan.registry.domain import living, staff_facts
from banyan.registry.domain import names as name_rules
from banyan.registry.models import Activity, Citation, OrganisationName, StatedFigure

#: The plain columns that `edit` may set, besides the texts.
EDITABLE = ("value", "qualifier", "currency", "stated_date")
#: The texts, in three languages each.
_TEXTS = ("measure", "unit")


def _fold(figure: StatedFigure) -> None:
    texts = [getattr(figure, f"{text}_{code}") for text in _TEXTS for code in LANGUAGES]
    figure.folded = name_rules.compared_titles(texts)


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
    units: Mapping[str, str] | None = None,
    basis: staff_facts.Basis | None = None,
) -> StatedFigure:
    """
    Keep a figure as a source states it.

    :param measures: what is counted, by column code, in the words of the source
    :param units: what it is measured in, by column code, where that is not the thing counted
    :param qualifier: over, about, under or empty
    :param basis: on what it rests when staff write it down; None where the caller cites it
    :raises ValidationError: if a value is malformed
    """
    units = units or {}
    subject_key = living.key(subject_key)
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
        **{f"unit_{language}": units.get(language, "")[:60] for language in LANGUAGES},
    )
    _fold(figure)
    figure.full_clean(exclude=["created_by", "updated_by"])
    figure.save()
    audit.record(
        key="registry.figure.stated",
        subject=figure,
        by=by,
        now=now,
        after={"of": subject_key, "value": value, "measures": dict(measures), "currency": currency},
    )
    if basis is not None and by is not None:
        staff_facts.support(subject=figure, basis=basis, by=by, now=now)
    return figure


@transaction.atomic
def edit(
    *,
    figure: StatedFigure,
    values: Mapping[str, Any],
    measures: Mapping[str, str],
    units: Mapping[str, str],
    by: User,
    now: datetime.datetime,
    evidence: str = "",
) -> StatedFigure:
    """
    Change a figure; what is not given stays. Staff are named as a source of what it then says.

    :param values: columns listed in :data:`EDITABLE`
    :param measures: what is counted, by column code
    :param units: what it is measured in, by column code
    :param evidence: how they know, in their words; published with the figure
    :raises ValidationError: if a value is malformed; nothing is then changed
    """
    pk = living.row(figure).pk
    figure = StatedFigure.objects.select_for_update().get(pk=pk)
    wanted: dict[str, Any] = {
        **{f"measure_{code}": text.strip() for code, text in measures.items()},
        **{f"unit_{code}": text.strip() for code, text in units.items()},
        **{column: values[column] for column in EDITABLE if column in values},
    }
    before = {column: getattr(figure, column) for column in wanted}
    for column, value in wanted.items():
        setattr(figure, column, value)
    after = {column: value for column, value in wanted.items() if before[column] != value}
    _fold(figure)
    figure.full_clean(exclude=["created_by", "updated_by"])
    if not after and not evidence:
        return figure
    figure.updated_at, figure.updated_by = now, by
    figure.save()
    if after:
        audit.record(
            key="registry.figure.edited",
            subject=figure,
            by=by,
            now=now,
            before={"of": figure.subject_key, **{column: before[column] for column in after}},
            after={"of": figure.subject_key, **after},
        )
    staff_facts.cite(subject=figure, by=by, now=now, evidence=evidence)
    return figure


@transaction.atomic
def remove(*, figure: StatedFigure, by: User, now: datetime.datetime) -> None:
    """Remove a figure that no source states, with the words cited for it; the log keeps what it said."""
    figure = living.row(figure)
    words: dict[str, Any] = {"of": figure.subject_key, "measures": StatedFigure.measure.values_of(figure)}
    units = StatedFigure.unit.values_of(figure)
    if any(units.values()):
        words["units"] = units
    words |= {column: value for column in EDITABLE if (value := getattr(figure, column)) not in (None, "")}
    audit.record(key="registry.figure.removed", subject=figure, by=by, now=now, before=words)
    Citation.objects.filter(subject_type=figure._meta.label_lower, subject_id=figure.pk).delete()
    figure.delete()


def found_by(query: str) -> QuerySet[StatedFigure]:
    """
    Return the figures in which every word typed stands, accents or not: in what is counted, or in the name
    of the organisation or activity it is about. A number finds figures of that value.
    """
    found = StatedFigure.objects.all()
    for word in query.split():
        folded = name_rules.compared(word)
        if not folded:
            continue
        named = OrganisationName.objects.filter(folded__contains=folded).values("organisation__public_id")
        done = Activity.objects.filter(folded__contains=folded).values("public_id")
        wanted = (
            Q(folded__contains=folded)
            | Q(subject_type="organisation", subject_key__in=named)
            | Q(subject_type="activity", subject_key__in=done)
        )
        if folded.isdecimal() and len(folded) < 16:
            wanted |= Q(value=int(folded))
        found = found.filter(wanted)
    return found
