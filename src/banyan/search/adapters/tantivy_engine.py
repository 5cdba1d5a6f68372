"""
tantivy behind the engine interface: embedded, written in Rust, the default.

What its own pages do not say: a delete by term works on raw text fields only (on numbers it deletes nothing,
quietly); a limit of 0 panics; a searcher sees new commits only after ``reload``; a writer that is dropped
without ``wait_merging_threads`` leaves ever more segments behind.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from banyan.search.adapters.base import (
    MOST_NEAR_WORDS,
    AnalysedDocument,
    Engine,
    EngineHit,
    EngineQuery,
    EngineResults,
    Health,
    IndexIsLocked,
    IndexIsMissing,
    NearWord,
)
from banyan.search.adapters.folders import ATTEMPTS, BuildFolders
from banyan.search.adapters.tantivy_questions import Questions
from banyan.search.adapters.tantivy_schema import as_stored, schema
from banyan.search.adapters.vocabulary import Vocabulary, is_correctable

WRITER_MEMORY = 48_000_000  # bytes; tantivy refuses less than 15 MB per thread
REBUILD_MEMORY = 96_000_000
MOST_KEPT = 64  # pages of answers to an empty question
MOST_KNOWN_WORDS = 30_000  # that the writer remembers to be in the vocabulary: 3 MB
COMMIT_EVERY = 50_000  # documents of a rebuild between commits, so that memory stays bounded


class TantivyEngine(Engine):
    """One reader per process, opened again when the build was swapped, reloaded when a commit was made."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self._folders = BuildFolders(folder)
        self._schema = schema()
        self._reader: tuple[Any, tuple[Any, ...]] = (None, ())
        self._vocabulary: tuple[Path | None, Vocabulary | None] = (None, None)
        self._kept: tuple[tuple[Any, ...], dict[str, EngineResults]] = ((), {})
        self._known_words: tuple[Path | None, set[str]] = (None, set())

    # -- writing
    # ------------------------------------------------------------------------------------------------

    def rebuild(self, documents: Iterable[AnalysedDocument], *, version: str) -> int:
        with self._folders.only_writer():
            folder = self._folders.new()
            index = tantivy.Index(self._schema, path=str(folder))
            writer = index.writer(REBUILD_MEMORY, 1)
            count = 0
            for document in documents:
                writer.add_document(as_stored(document))
                count += 1
                if count % COMMIT_EVERY == 0:
                    writer.commit()
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
            named = index.searcher().terms_with_prefix("name", "")
            Vocabulary.write(folder, (word for word, _count in named))
            self._folders.swap(folder, version=version)
        return count

    def write(self, *, upserts: Sequence[AnalysedDocument], deletes: Sequence[str]) -> None:
        with self._folders.only_writer():
            folder = self._folders.current()[0]
            index = self._open(folder)  # a fresh one for each session of writing
            try:
                writer = index.writer(WRITER_MEMORY, 1)
            except ValueError as error:
                if "Lock" in str(error):
                    raise IndexIsLocked(str(self._folders.root)) from error
                raise IndexIsMissing(str(error)) from error
            # Before the commit: a crash in between leaves a word too many, never one too few.
            self._add_words(folder, index.searcher(), upserts)
            for key in (*deletes, *(document.id for document in upserts)):
                writer.delete_documents_by_term("id", key)
            for document in upserts:
                writer.add_document(as_stored(document))
            writer.commit()
            writer.wait_merging_threads()

    def _add_words(self, folder: Path, before: Any, documents: Sequence[AnalysedDocument]) -> None:
        """Add the words of names that the index does not have yet to the vocabulary beside it."""
        build, known = self._known_words
        if build != folder or len(known) > MOST_KNOWN_WORDS:
            known = set()
            self._known_words = (folder, known)
        words = {word for document in documents for word in document.fields.get("name", "").split()} - known
        Vocabulary.add(
            folder,
            sorted(word for word in words if is_correctable(word) and not before.doc_freq("name", word)),
        )
        known |= words

    # -- reading
    # ------------------------------------------------------------------------------------------------

    def _open(self, folder: Path) -> Any:
        try:
            index = tantivy.Index.open(str(folder))
            index.config_reader("manual")
        except ValueError as error:
            raise IndexIsMissing(str(error)) from error
        return index

    def _searcher(self) -> Any:
        return self._reading()[0]

    def _reading(self) -> tuple[Any, tuple[Any, ...]]:
        """Return a searcher on the last commit, whoever made it and whichever process asks, and its mark."""
        for attempt in range(ATTEMPTS):  # a rebuild may remove the folder just before it is opened
            try:
                folder, _version = self._folders.current()
                commit = (folder / "meta.json").stat()
                # Every build has a folder of its own: it tells which one the reader is of.
                seen = (folder, os.getpid(), commit.st_mtime_ns, commit.st_ino)
                index, known = self._reader  # one look: other threads may change it meanwhile
                if index is None or seen[:2] != known[:2]:
                    index = self._open(folder)
                elif seen != known:
                    index.reload()
                self._reader = (index, seen)
                return index.searcher(), seen
            except (OSError, ValueError, IndexIsMissing) as error:
                self.close()
                if attempt == ATTEMPTS - 1 or not self._folders.stamp():
                    raise IndexIsMissing(str(self._folders.root)) from error
        raise AssertionError("the last attempt returns or raises")

    def search(self, query: EngineQuery) -> EngineResults:
        searcher, seen = self._reading()
        if not query.match_all:
            return self._found(searcher, query)
        # Who has typed nothing is shown counts over every record: made once for each commit.
        of, kept = self._kept
        if of != seen or len(kept) >= MOST_KEPT:
            self._kept = (of, kept) = (seen, {})
        key = repr(query)
        if key not in kept:
            kept[key] = self._found(searcher, query)
        return kept[key]

    def _found(self, searcher: Any, query: EngineQuery) -> EngineResults:
        asked = Questions(self._schema, searcher).form(query)
        if query.brief:  # without counting and weighing, what cannot be among the first is never scored
            top = searcher.search(asked, max(1, query.limit), count=False, offset=query.offset).hits
            brief = tuple(
                EngineHit(id=searcher.doc(address).get_first("id"), score=score, payload="")
                for score, address in top[: query.limit]
            )
            return EngineResults(total=len(brief), hits=brief, facets=self._facets(searcher, asked, query))
        found = searcher.search(
            asked, max(1, query.limit), count=True, offset=query.offset, weight_by_field="weight"
        )
        hits: list[EngineHit] = []
        for score, address in found.hits[: query.limit]:
            stored = searcher.doc(address)
            hits.append(
                EngineHit(
                    id=stored.get_first("id"),
                    score=score,
                    payload=bytes(stored.get_first("payload")).decode(),
                )
            )
        return EngineResults(total=found.count, hits=tuple(hits), facets=self._facets(searcher, asked, query))

    def near_words(self, word: str, *, distance: int) -> tuple[NearWord, ...]:
        searcher, (folder, *_) = self._reading()
        if distance == 0:
            near = [(word, 0)]
        else:
            known, vocabulary = self._vocabulary
            if vocabulary is None or known != folder:
                vocabulary = Vocabulary(folder)
                self._vocabulary = (folder, vocabulary)
            near = vocabulary.near(word, distance=distance)
        counted = (NearWord(text, edits, searcher.doc_freq("name", text)) for text, edits in near)
        found = sorted((made for made in counted if made.documents), key=_nearest_then_commonest)
        return tuple(found[:MOST_NEAR_WORDS])

    def _facets(self, searcher: Any, asked: Any, query: EngineQuery) -> dict[str, list[tuple[str, int]]]:
        if not query.facets:
            return {}
        # A segment must hand in all its values for the counts to be exact, hence the wide segment_size.
        wanted = {
            name: {
                "terms": {
                    "field": f"facet_{name}",
                    "size": query.facet_values,
                    "segment_size": 20_000,
                    "order": {"_count": "desc"},
                }
            }
            for name in query.facets
        }
        answer = searcher.aggregate(asked, wanted)
        return {
            name: sorted(
                ((bucket["key"], int(bucket["doc_count"])) for bucket in answer[name]["buckets"]),
                key=lambda pair: (-pair[1], pair[0]),
            )
            for name in query.facets
        }

    def health(self) -> Health:
        try:
            _folder, version = self._folders.current()
            return Health(is_there=True, version=version, documents=int(self._searcher().num_docs))
        except IndexIsMissing:
            return Health(is_there=False, version="", documents=0)

    def close(self) -> None:
        self._reader, self._vocabulary, self._kept = (None, ()), (None, None), ((), {})


def _nearest_then_commonest(near: NearWord) -> tuple[int, int, str]:
    return (near.edits, -near.documents, near.word)
