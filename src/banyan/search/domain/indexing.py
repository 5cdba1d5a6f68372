"""Building the whole index anew, and knowing when that is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from banyan.search.adapters.base import AnalysedDocument, Health
from banyan.search.documents import builder_of, registered_kinds
from banyan.search.domain import outbox
from banyan.search.domain.analysis import INDEX_VERSION, analyse
from banyan.search.domain.engines import current_engine
from banyan.search.models import IndexChange

BATCH = 500  # records built together
_TELL_EVERY = 1000


def rebuild(*, progress: Callable[[int], None] | None = None) -> int:
    """
    Build the index from the records, beside the old one, and swap; return the number of documents.

    Readers see the old index until the swap. Changes noted before the start are in it and their notes are
    removed, but those of records that could not be built; changes noted meanwhile stay in the outbox.
    ``progress`` hears the count every thousand
    documents and at the end.

    :raises IndexIsLocked: if another process is writing the index
    """
    rows = list(IndexChange.objects.values_list("id", "kind", "key"))
    broken: set[tuple[str, str]] = set()
    count = current_engine().rebuild(_all_documents(progress, broken), version=INDEX_VERSION)
    noted = [id_ for id_, kind, key in rows if (kind, key) not in broken]
    for start in range(0, len(noted), BATCH):
        IndexChange.objects.filter(id__in=noted[start : start + BATCH]).delete()
    if progress is not None:
        progress(count)
    return count


def _all_documents(
    progress: Callable[[int], None] | None, broken: set[tuple[str, str]]
) -> Iterator[AnalysedDocument]:
    """Yield every document; what could not be built is added to ``broken`` as (kind, key)."""
    count = 0
    for kind in registered_kinds():
        builder = builder_of(kind)
        if builder is None:
            continue
        keys = builder.keys()
        while batch := list(islice(keys, BATCH)):
            built, failed = outbox.build(kind, builder, batch)
            broken |= {(kind, key) for key in failed}
            for document in built:
                yield analyse(document)
                count += 1
                if progress is not None and count % _TELL_EVERY == 0:
                    progress(count)


def health() -> Health:
    """Describe the index."""
    return current_engine().health()


def is_current() -> bool:
    """Say whether there is an index made by this version of the analysis and the schema."""
    found = health()
    return found.is_there and found.version == INDEX_VERSION
