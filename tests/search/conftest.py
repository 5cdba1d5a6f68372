"""An index folder of its own for every test, and builders that are forgotten afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from banyan.search import documents
from banyan.search.documents import SearchDocument, register_builder
from banyan.search.domain import engines


@pytest.fixture(autouse=True)
def index_folder(tmp_path: Path, settings: object) -> Iterator[Path]:
    """Point the settings to an empty folder; no engine object outlives the test."""
    settings.BANYAN_INDEX_DIR = tmp_path / "index"
    settings.BANYAN_SEARCH_ENGINE = "tantivy"
    engines._engine.cache_clear()
    yield tmp_path / "index"
    engines.current_engine().close()
    engines._engine.cache_clear()


@pytest.fixture(autouse=True)
def only_our_builders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the builders of the packages above."""
    monkeypatch.setattr(documents, "_builders", {})


@pytest.fixture
def records() -> Callable[..., dict[str, SearchDocument]]:
    """Return a function that registers a builder over a plain dictionary of documents."""

    def register(*made: SearchDocument) -> dict[str, SearchDocument]:
        kept = {document.key: document for document in made}
        for kind in {document.kind for document in made} | {"organisation"}:
            register_builder(
                kind,
                build=lambda key, kind=kind: kept[key] if key in kept and kept[key].kind == kind else None,
                keys=lambda kind=kind: (key for key, document in list(kept.items()) if document.kind == kind),
            )
        return kept

    return register
