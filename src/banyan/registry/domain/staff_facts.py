"""What staff of the centre write down themselves, cited like any other fact: a reader sees whence it came."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models, transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.registry.domain import sources
from banyan.registry.enums import SourceKind
from banyan.registry.models import Citation, Source


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a saved page that say a fact; ``start`` and ``end``: code points into its text, if known."""

    source: Source
    quote: str
    start: int | None = None
    end: int | None = None


#: On what a fact rests that staff write down: the words of a saved page, or in theirs how they know.
Basis = Quoted | str


def support(*, subject: models.Model, basis: Basis, by: User, now: datetime.datetime) -> None:
    """Cite what a new row rests on; the caller holds the transaction."""
    if isinstance(basis, str):
        cite(subject=subject, by=by, now=now, evidence=basis)
    else:
        sources.cite(
            source=basis.source,
            subject=subject,
            by=by,
            now=now,
            quote=basis.quote,
            start=basis.start,
            end=basis.end,
        )


@transaction.atomic
def quote_page(*, subject: models.Model, basis: Quoted, by: User, now: datetime.datetime) -> None:
    """Name the words of a saved page as a further source of a row; the same words are named once."""
    cited = Citation.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    if cited.filter(source=basis.source, quote=basis.quote).exists():
        return
    support(subject=subject, basis=basis, by=by, now=now)
    audit.record(
        key="registry.citation.added",
        subject=subject,
        by=by,
        now=now,
        after={"source": str(basis.source), "quote": basis.quote},
    )


@transaction.atomic
def take_back(*, citation: Citation, subject: models.Model, by: User, now: datetime.datetime) -> None:
    """Name the words of a source no longer for a row they do not say; the log keeps them."""
    audit.record(
        key="registry.citation.removed",
        subject=subject,
        by=by,
        now=now,
        before={"source": str(citation.source), "quote": citation.quote},
    )
    citation.delete()
    sources.index_anew(subject)


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
