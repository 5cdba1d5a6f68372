"""Sources as the public may read them: what a page is and which of its words were used, never its text."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from banyan.ingest.enums import ClippingState
from banyan.ingest.models import Mention
from banyan.registry.domain import folding, redirects
from banyan.registry.enums import SourceKind
from banyan.registry.models import Citation, Source

#: A visitor's note is a source of nothing that others may read.
PUBLIC_KINDS = (SourceKind.CLIPPING, SourceKind.DATA_SET, SourceKind.REPRESENTATIVE, SourceKind.STAFF)


def shown_sources() -> QuerySet[Source]:
    """
    Return the sources that have a page: a person took a fact from them, or they name a record.

    Those taken down are among them: their page says so.
    """
    cited = Citation.objects.filter(source=OuterRef("pk"))
    named = Mention.objects.filter(
        clipping__source=OuterRef("pk"), clipping__state=ClippingState.READ
    ).exclude(record_key="")
    return Source.objects.filter(kind__in=PUBLIC_KINDS).filter(Q(Exists(cited)) | Q(Exists(named)))


def naming(*, record_type: str, record_key: str, limit: int) -> tuple[Source, ...]:
    """Return the pages that name a record or one folded into it, the latest first; none taken down."""
    can_be_folded = record_type in folding.KINDS
    keys: Any = redirects.leading_to(public_id=record_key) if can_be_folded else (record_key,)
    # From the few mentions to their sources: asking each source for its mentions would read all sources.
    named = Mention.objects.filter(
        clipping__state=ClippingState.READ, record_type=record_type, record_key__in=keys
    ).values("clipping__source")
    found = Source.objects.filter(pk__in=named, kind=SourceKind.CLIPPING, taken_down_at__isnull=True)
    return tuple(found.order_by("-published_date", "-pk")[:limit])


def about(record: Model, *, limit: int) -> tuple[Source, ...]:
    """Return the saved pages that name a record or are cited for it, the latest saved first."""
    named = Mention.objects.filter(
        clipping__source=OuterRef("pk"),
        record_type=record._meta.model_name,
        record_key=record.public_id,  # type: ignore[attr-defined]
    )
    cited = Citation.objects.filter(
        source=OuterRef("pk"), subject_type=record._meta.label_lower, subject_id=record.pk
    )
    kept = Source.objects.filter(kind=SourceKind.CLIPPING, taken_down_at__isnull=True)
    return tuple(kept.filter(Q(Exists(named)) | Q(Exists(cited))).order_by("-created_at", "-pk")[:limit])


def latest(*, limit: int) -> tuple[Source, ...]:
    """Return the pages from which facts were taken last."""
    kept = shown_sources().filter(kind=SourceKind.CLIPPING, taken_down_at__isnull=True)
    return tuple(kept.order_by("-created_at", "-pk")[:limit])
