"""From what somebody said of the columns to a run that is being checked, in one step."""

from __future__ import annotations

import datetime

from django.db import transaction

from banyan.accounts.models import User
from banyan.ingest.adapters.tables.shapes import Mapping
from banyan.ingest.domain import checking, datasets, runs
from banyan.ingest.enums import MatchedOn, WhenUnsure
from banyan.ingest.models import ImportRun


@transaction.atomic
def prepare(
    *,
    dataset_id: int,
    mapping: Mapping,
    by: User | None,
    now: datetime.datetime,
    matched_on: str = MatchedOn.NAMES,
    when_unsure: str = WhenUnsure.SUGGEST,
    keep_as: str = "",
) -> ImportRun:
    """
    Set what the columns of a file mean and have the whole file checked in the background.

    :param keep_as: name under which the mapping is kept for other files; empty: it is not
    :raises ValidationError: if that name is too long
    """
    dataset = datasets.choose(dataset_id=dataset_id, mapping=mapping, by=by, now=now)
    if keep_as.strip():
        datasets.keep_mapping(name=keep_as, mapping=mapping, by=by, now=now)
    run = runs.plan(dataset=dataset, matched_on=matched_on, when_unsure=when_unsure, by=by, now=now)
    return checking.start(run_id=run.pk, by=by, now=now)
