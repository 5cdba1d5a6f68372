"""
The outbox: a change is noted in the transaction that makes it, and reaches the index within seconds.

``drain`` reads notes, builds documents from the database as it is now, commits the index, and only then
removes the notes it has read. A crash in between repeats work and loses nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import transaction
from django.db.models import F

from banyan.core.rows import delete, insert
from banyan.search.adapters.base import AnalysedDocument
from banyan.search.documents import Builder, SearchDocument, builder_of
from banyan.search.domain.analysis import analyse
from banyan.search.domain.engines import current_engine
from banyan.search.models import IndexChange

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 2_000  # records in one commit: half a second or so; a commit of one costs a tenth of that
LOOKED_AHEAD = 5  # times as many notes are read: a record that waits more than once is then written once
MOST_ATTEMPTS = 5  # after so many failures a record waits for the next rebuild

_BUILT_TOGETHER = 500


def enqueue(*, kind: str, key: str) -> None:
    """Note, inside the caller's transaction, that a record was made, changed or removed."""
    IndexChange.objects.create(kind=kind, key=key)


def enqueue_many(*, kind: str, keys: Iterable[str]) -> None:
    """Note, inside the caller's transaction, that several records of one kind were changed."""
    insert(IndexChange, ("kind", "key"), ((kind, key) for key in keys))


def waiting() -> int:
    """Return how many changes the index has not heard of yet (given up ones not counted)."""
    return IndexChange.objects.filter(attempts__lt=MOST_ATTEMPTS).count()


def drain(*, limit: int = MOST_AT_ONCE) -> int:
    """
    Bring the index up to date with those that have waited longest; return how many notes were dealt with.

    However many wait, they are in one commit: a single change alone is there at once, thousands together.
    A record is built once for all the notes about it that were read: they were written before, so the
    database says already what they tell of.

    :param limit: records at most
    Records that cannot be built are tried again later, after the others, ``MOST_ATTEMPTS`` times.

    :raises IndexIsLocked: if another process is writing the index
    :raises IndexIsMissing: if there is no index of this version to write to
    """
    rows = list(
        IndexChange.objects.filter(attempts__lt=MOST_ATTEMPTS)
        .order_by("attempts", "id")
        .values_list("id", "kind", "key")[: limit * LOOKED_AHEAD]
    )
    if not rows:
        return 0
    chosen = set(islice(dict.fromkeys((kind, key) for _id, kind, key in rows), limit))
    rows = [row for row in rows if row[1:] in chosen]
    upserts: list[AnalysedDocument] = []
    deletes: list[str] = []
    failed: set[tuple[str, str]] = set()
    by_kind: dict[str, dict[str, None]] = {}
    for _id, kind, key in rows:
        by_kind.setdefault(kind, {})[key] = None
    for kind, keys in by_kind.items():
        builder = builder_of(kind)
        if builder is None:
            logger.error("search: nobody builds documents of kind %r; %d removed", kind, len(keys))
            deletes += [f"{kind}:{key}" for key in keys]
            continue
        every = list(keys)
        made: set[str] = set()
        broken: set[str] = set()
        for start in range(0, len(every), _BUILT_TOGETHER):  # below every database's limit on parameters
            built, unbuilt = build(kind, builder, every[start : start + _BUILT_TOGETHER])
            broken |= unbuilt
            made |= {document.key for document in built}
            upserts += [analyse(document) for document in built]
        failed |= {(kind, key) for key in broken}
        deletes += [f"{kind}:{key}" for key in keys if key not in made and key not in broken]
    if upserts or deletes:
        current_engine().write(upserts=upserts, deletes=deletes)
    done = [id_ for id_, kind, key in rows if (kind, key) not in failed]
    _remove(done)
    if failed:
        again = [id_ for id_, kind, key in rows if (kind, key) in failed]
        IndexChange.objects.filter(id__in=again).update(attempts=F("attempts") + 1)
    return len(rows)


def _remove(ids: Sequence[int]) -> None:
    with transaction.atomic():
        delete(IndexChange, ids)


def build(kind: str, builder: Builder, keys: Sequence[str]) -> tuple[list[SearchDocument], set[str]]:
    """
    Build documents of one kind together or, if that fails, one by one.

    Returns the documents and the keys whose building raised; keys in neither are no longer to be found.
    """
    try:
        return list(builder.build_many(keys)), set()
    except Exception:
        logger.exception(
            "search: building %d documents of kind %r failed; trying one by one", len(keys), kind
        )
    built: list[SearchDocument] = []
    broken: set[str] = set()
    for key in keys:
        try:
            document = builder.build(key)
        except Exception:
            logger.exception("search: %s %s cannot be built", kind, key)
            broken.add(key)
        else:
            if document is not None:
                built.append(document)
    return built, broken
