"""What the tests of the Vietnamese reader share."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from banyan.ingest.adapters.reading import Found, KnownName, Page
from banyan.ingest.adapters.vietnamese.engine import VietnameseEngine

Read = Callable[..., Found]


@pytest.fixture(scope="session")
def read() -> Read:
    """Read a text with the Vietnamese engine, published on 20 May 2024 unless told."""
    engine = VietnameseEngine()

    def _read(
        text: str,
        *,
        date: datetime.date | None = datetime.date(2024, 5, 20),
        known: tuple[KnownName, ...] = (),
        blocked: tuple[tuple[int, int], ...] = (),
    ) -> Found:
        page = Page(text=text, language="vi", date=date, known_names=known, blocked=blocked)
        found = engine.find(page=page)
        for mention in found.mentions:
            assert text[mention.start : mention.end] == mention.text
        for relation in found.relations:
            assert text[relation.subject.start : relation.subject.end] == relation.subject.text
            assert text[relation.object.start : relation.object.end] == relation.object.text
        return found

    return _read
