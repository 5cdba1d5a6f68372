"""Saving a page, having it read, and what becomes of what it says."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction

from banyan.accounts.models import User
from banyan.core import audit, jobs
from banyan.ingest.adapters import clip, fetching
from banyan.ingest.adapters.content_types import HTML, FileIsEmpty, PageError
from banyan.ingest.adapters.fetching import AddressIsMalformed, FetchLimits, PageIsTooLarge
from banyan.ingest.adapters.reading import Mention as Found
from banyan.ingest.adapters.reading import Relation, Span
from banyan.ingest.domain import drafting, known
from banyan.ingest.domain.groups import Groups
from banyan.ingest.domain.linking import Linked, Linker
from banyan.ingest.domain.sentences import without_planted
from banyan.ingest.enums import ClippingState
from banyan.ingest.models import Clipping, Mention
from banyan.registry.domain import proposals, sources
from banyan.registry.enums import SourceKind
from banyan.registry.models import ProposedChange
from banyan.search.domain import outbox

#: What reading leaves alone: it is done, or somebody wants it gone.
_SETTLED: Final = (ClippingState.READ, ClippingState.TAKEN_DOWN)


class PageIsClippedAlready(Exception):
    """The same bytes were saved before; ``clipping`` is that page."""

    def __init__(self, clipping: Clipping) -> None:
        super().__init__(str(clipping.pk))
        self.clipping = clipping


def _new(*, by: User | None, now: datetime.datetime, address: str, title: str) -> Clipping:
    source = sources.add(kind=SourceKind.CLIPPING, by=by, now=now, address=address[:2000], title=title[:500])
    return Clipping(source=source, created_at=now, created_by=by, updated_at=now, updated_by=by)


def _locked(clipping_id: int) -> Clipping:
    """Return a clipping as it is now, to be written by nobody else in this transaction."""
    rows = Clipping.objects.select_for_update(of=("self",)).select_related("source")
    return rows.get(pk=clipping_id)


def _store(clipping: Clipping, *, raw: bytes, media_type: str, undo: ExitStack) -> None:
    """
    Keep the bytes as they came. What is put on ``undo`` deletes them again.

    :raises PageIsTooLarge: if there are too many
    :raises FileIsEmpty: if there are none
    :raises PageIsClippedAlready: if the same bytes were saved before
    """
    if len(raw) > settings.BANYAN_CLIP_LIMIT:
        raise PageIsTooLarge
    if not raw.strip():
        raise FileIsEmpty
    digest = hashlib.sha256(raw).hexdigest()
    earlier = Clipping.objects.filter(sha256=digest).exclude(pk=clipping.pk).first()
    if earlier is not None:
        raise PageIsClippedAlready(earlier)
    clipping.sha256 = digest
    clipping.media_type = media_type[:100]
    clipping.raw.save(f"{digest}.bin", ContentFile(raw), save=False)
    undo.callback(clipping.raw.storage.delete, str(clipping.raw.name))


def _save_first(clipping: Clipping, *, fields: Sequence[str] | None = None) -> None:
    """
    Save a clipping whose bytes somebody else may be saving at this very moment.

    :raises PageIsClippedAlready: if they were faster
    """
    try:
        with transaction.atomic():
            clipping.save(update_fields=fields)
    except IntegrityError:
        raise PageIsClippedAlready(Clipping.objects.get(sha256=clipping.sha256)) from None


def save_page(
    *,
    raw: bytes,
    by: User | None,
    now: datetime.datetime,
    media_type: str = "",
    address: str = "",
    title: str = "",
    language: str = "",
    read_later: bool = True,
) -> Clipping:
    """
    Keep a page or file that somebody gave, and queue it to be read.

    :param media_type: what the browser or server says it is; the content decides
    :param title: a name to show until the page has been read, for example the file's
    :param read_later: False to leave the reading to the caller
    :raises PageIsClippedAlready: if the same bytes were saved before
    :raises PageIsTooLarge: if it is larger than ``BANYAN_CLIP_LIMIT``
    :raises FileIsEmpty: if there is nothing in it
    """
    with ExitStack() as undo:
        with transaction.atomic():
            clipping = _new(by=by, now=now, address=address, title=title)
            _store(clipping, raw=raw, media_type=media_type, undo=undo)
            _save_first(clipping)
            audit.record(
                key="ingest.clipping.saved",
                subject=clipping,
                by=by,
                now=now,
                after={"sha256": clipping.sha256},
            )
            if read_later:
                jobs.defer("ingest.read_clipping", by=by, clipping_id=clipping.pk, language=language)
        # The row is kept, and so are the bytes.
        undo.pop_all()
    return clipping


@transaction.atomic
def save_address(*, address: str, by: User | None, now: datetime.datetime, language: str = "") -> Clipping:
    """
    Queue an address to be fetched and read.

    :raises AddressIsMalformed: if it is no http or https address
    """
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        raise AddressIsMalformed(address) from None
    clipping = _new(by=by, now=now, address=address, title=address)
    clipping.save()
    audit.record(
        key="ingest.clipping.requested", subject=clipping, by=by, now=now, after={"address": address}
    )
    jobs.defer("ingest.read_clipping", by=by, clipping_id=clipping.pk, language=language)
    return clipping


@transaction.atomic
def _failed(
    *, clipping_id: int, reason: str, now: datetime.datetime, same_as: Clipping | None = None
) -> Clipping:
    """Note why a page could not be read, unless another worker has read it in the meantime."""
    clipping = _locked(clipping_id)
    if clipping.state in _SETTLED:
        return clipping
    clipping.state, clipping.failure, clipping.updated_at = ClippingState.FAILED, reason[:60], now
    clipping.same_as = same_as
    clipping.save(update_fields=["state", "failure", "same_as", "updated_at"])
    audit.record(key="ingest.clipping.failed", subject=clipping, by=None, now=now, after={"reason": reason})
    return clipping


def fetch(*, clipping: Clipping, now: datetime.datetime) -> Clipping:
    """
    Fetch the address of a clipping that has no bytes yet, outside any transaction.

    What goes wrong is kept in ``failure``, as the code of the exception, for the page to word. Bytes that
    another worker has kept in the meantime stay.

    :return: the clipping as it is stored then
    """
    try:
        page = fetching.fetch(
            address=clipping.source.address, limits=FetchLimits(bytes=settings.BANYAN_CLIP_LIMIT)
        )
        with ExitStack() as undo:
            with transaction.atomic():
                current = _locked(clipping.pk)
                if current.raw or current.state in _SETTLED:
                    return current
                current.fetched_at, current.updated_at = now, now
                current.state, current.failure = ClippingState.READING, ""
                _store(current, raw=page.raw, media_type=page.content_type, undo=undo)
                _save_first(
                    current,
                    fields=["sha256", "media_type", "raw", "fetched_at", "state", "failure", "updated_at"],
                )
            undo.pop_all()
    except PageIsClippedAlready as error:
        return _failed(clipping_id=clipping.pk, reason="clipped_already", now=now, same_as=error.clipping)
    except PageError as error:
        return _failed(clipping_id=clipping.pk, reason=error.code, now=now)
    return current


def read(*, clipping_id: int, now: datetime.datetime, language: str = "") -> Clipping:
    """
    Read a saved page: text, origin, names, suggested changes. A page that is read stays as it is.

    The slow part, the engines, runs outside the transaction that writes the result, so that a reader of a
    long page holds up nobody. What keeps the page from being read is kept in ``failure``.
    """
    Clipping.objects.filter(pk=clipping_id).exclude(state__in=_SETTLED).update(
        state=ClippingState.READING, failure="", updated_at=now
    )
    clipping = Clipping.objects.select_related("source").get(pk=clipping_id)
    if not clipping.raw and clipping.state not in _SETTLED:
        clipping = fetch(clipping=clipping, now=now)
    if clipping.state != ClippingState.READING:
        return clipping
    with clipping.raw.open("rb") as handle:
        raw = handle.read()
    try:
        reading = clip.read(
            raw=raw,
            content_type=clipping.media_type,
            address=clipping.source.address,
            language=language,
            names_for=lambda text: known.names_in(text=text),
        )
    except PageError as error:
        return _failed(clipping_id=clipping.pk, reason=error.code, now=now)
    except Exception:
        # A fault of ours: the page must not look as if it were still being read, and the job must say so.
        _failed(clipping_id=clipping.pk, reason=PageError.code, now=now)
        raise
    return _keep(clipping_id=clipping.pk, reading=reading, now=now)


def _moved(reading: clip.Reading, is_markup: bool) -> tuple[list[Found], list[Relation]]:
    """Return what was found with offsets into the text that is shown."""
    if not is_markup:
        return list(reading.mentions), list(reading.relations)

    def moved(span: Span | Found) -> tuple[int, int] | None:
        return reading.in_clean_text(span.start, span.end)

    mentions = []
    for mention in reading.mentions:
        place = moved(mention)
        if place is not None:
            mentions.append(replace(mention, start=place[0], end=place[1]))
    relations = []
    for relation in reading.relations:
        ends = moved(relation.subject), moved(relation.object)
        if ends[0] is not None and ends[1] is not None:
            relations.append(
                replace(
                    relation,
                    subject=Span(relation.subject.text, *ends[0]),
                    object=Span(relation.object.text, *ends[1]),
                )
            )
    return mentions, relations


def _suspicions(reading: clip.Reading, is_markup: bool) -> list[dict[str, Any]]:
    listed = []
    for item in reading.suspicions:
        place = reading.in_clean_text(item.start, item.end) if is_markup else (item.start, item.end)
        listed.append(
            {
                "kind": item.kind,
                "start": place[0] if place else None,
                "end": place[1] if place else None,
                "text": item.text,
                "why": item.why,
                "restores_to": item.restores_to,
            }
        )
    return listed


def _article_runs(reading: clip.Reading, is_markup: bool) -> list[list[int]]:
    """Return the stretches of the shown text that are the article."""
    if is_markup:
        return [[0, len(reading.clean_text)]]
    runs: list[list[int]] = []
    for start, end in zip(reading.clean_map.starts, reading.clean_map.ends, strict=True):
        if start == end:
            continue
        if runs and start - runs[-1][1] <= 1:
            runs[-1][1] = end
        else:
            runs.append([start, end])
    return runs


def _furniture(reading: clip.Reading) -> list[dict[str, str]]:
    """Return the useful lines beside the article, and where the reading stopped if it did before the end."""
    listed = [{"kind": item.kind, "text": item.text} for item in reading.furniture]
    if reading.cut_at is not None:
        # Staff find the place by the words before it.
        listed.append(
            {"kind": "cut", "text": reading.source_text[: reading.cut_at][-80:].replace("\x00", "�")}
        )
    return listed


def _map_runs(reading: clip.Reading) -> list[list[int]]:
    """Return ``[shown start, source start, length]`` runs of the way back to the source."""
    runs: list[list[int]] = []
    for shown, source in enumerate(reading.clean_map.starts):
        if runs and runs[-1][1] + runs[-1][2] == source and runs[-1][0] + runs[-1][2] == shown:
            runs[-1][2] += 1
        else:
            runs.append([shown, source, 1])
    return runs


@transaction.atomic
def _keep(*, clipping_id: int, reading: clip.Reading, now: datetime.datetime) -> Clipping:
    clipping = _locked(clipping_id)
    if clipping.state in _SETTLED:
        return clipping
    is_markup = reading.media_type == HTML
    clipping.source_text = reading.source_text.replace("\x00", "�")
    clipping.analysed_text = (reading.clean_text if is_markup else reading.source_text).replace("\x00", "�")
    clipping.offset_map = _map_runs(reading) if is_markup else []
    clipping.article = _article_runs(reading, is_markup)
    clipping.furniture = _furniture(reading)
    clipping.suspicions = _suspicions(reading, is_markup)
    clipping.engine = reading.engine
    clipping.media_type = reading.media_type
    clipping.state, clipping.read_at, clipping.updated_at = ClippingState.READ, now, now
    # Another worker may have failed on it in the meantime.
    clipping.failure, clipping.same_as = "", None
    clipping.save(
        update_fields=[
            "source_text",
            "analysed_text",
            "offset_map",
            "article",
            "furniture",
            "suspicions",
            "engine",
            "media_type",
            "state",
            "read_at",
            "updated_at",
            "failure",
            "same_as",
        ]
    )
    source = clipping.source
    source.title = (reading.title or source.title)[:500]
    source.language = reading.language
    source.publisher = reading.publisher[:300]
    source.reposted_by = reading.reposted_by[:300]
    source.author = reading.author[:200]
    source.published_date = reading.date
    source.updated_at = now
    source.save(
        update_fields=[
            "title",
            "language",
            "publisher",
            "reposted_by",
            "author",
            "published_date",
            "updated_at",
        ]
    )
    mentions, relations = _moved(reading, is_markup)
    groups = Groups(mentions, relations)
    drafts = drafting.draft(
        text=clipping.analysed_text,
        language=reading.language,
        date=reading.date,
        mentions=mentions,
        relations=relations,
        groups=groups,
    )
    linker = Linker(drafts=drafts)
    linked = linker.run()
    _write_mentions(clipping, mentions, groups, linker)
    _write_proposals(clipping, linked, now)
    audit.record(
        key="ingest.clipping.read",
        subject=clipping,
        by=None,
        now=now,
        after={"engine": reading.engine, "mentions": len(mentions), "suspicions": len(reading.suspicions)},
    )
    outbox.enqueue(kind="article", key=source.public_id)
    return clipping


def _write_mentions(clipping: Clipping, mentions: Iterable[Found], groups: Groups, linker: Linker) -> None:
    rows = []
    for mention in mentions:
        group = groups.at(mention.start, mention.end)
        kind = group.kind if group else mention.kind
        key = linker.keys.get((kind, group.id), "") if group else ""
        rows.append(
            Mention(
                clipping=clipping,
                kind=kind,
                group=group.id if group else "",
                text=mention.text[:500],
                start=mention.start,
                end=mention.end,
                confidence=mention.confidence,
                type=mention.type[:30],
                attributes=mention.attributes,
                record_type=kind if key else "",
                record_key=key,
            )
        )
    Mention.objects.bulk_create(rows, batch_size=500)


def _write_proposals(clipping: Clipping, linked: Iterable[Linked], now: datetime.datetime) -> None:
    planted = [item["text"] for item in clipping.suspicions if item["start"] is not None]
    rows = [
        ProposedChange(
            source=clipping.source,
            kind=item.draft.kind,
            group=item.draft.group,
            payload=item.draft.payload,
            quote=without_planted(item.draft.quote, planted),
            start=item.draft.start,
            end=item.draft.end,
            confidence=min(1.0, max(0.0, item.draft.confidence)),
            is_certain=item.is_certain,
            linked_key=item.linked_key,
            candidates=item.candidates,
            position=position,
            created_at=now,
            created_by=clipping.created_by,
            updated_at=now,
            updated_by=clipping.created_by,
        )
        for position, item in enumerate(linked)
        if not item.is_known
    ]
    ProposedChange.objects.bulk_create(rows, batch_size=500)


def follow_decision(*, proposal: ProposedChange, key: str) -> None:
    """Note on the mentions of a page which record they stand for, once a person has decided."""
    if not proposal.group:
        return
    Mention.objects.filter(clipping__source=proposal.source, group=proposal.group).update(
        record_type=proposal.kind if key else "", record_key=key
    )


def accept_certain(*, clipping: Clipping, by: User | None, now: datetime.datetime) -> list[ProposedChange]:
    """Accept what is certain of a page, as one step."""
    return proposals.accept_certain(source=clipping.source, by=by, now=now)
