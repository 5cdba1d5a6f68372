"""What staff of the centre write down themselves, cited like any other fact: a reader sees whence it came."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import models, transaction

from banyan.accounts.models import User
from banyan.registry.domain import sources
from banyan.registry.enums import SourceKind
from banyan.registry.models import Citation, Source


@transaction.atomic
def cite(
    *,
    subject: models.Model,
    by: User,
    now: datetime.datetime,
    evidence: str = "",
    fields: Iterable[str] = ("",),
) -> None:
    """
    Name the staff as the source of a row, or of columns of it.

    What older sources said of a column is no longer cited for it: it now says something else. The member
    of staff is not named to the public; the log knows who it was.

    :param evidence: in their words, how they know; published with the fact
    """
    source = Source.objects.filter(kind=SourceKind.STAFF).order_by("pk").first()
    if source is None:
        source = sources.add(kind=SourceKind.STAFF, by=by, now=now)
    for field in fields:
        cited = Citation.objects.filter(
            subject_type=subject._meta.label_lower, subject_id=subject.pk, field=field
        )
        if field:
            cited.delete()
        elif cited.filter(source=source, quote=evidence).exists():
            continue
        sources.cite(source=source, subject=subject, by=by, now=now, quote=evidence, field=field)
