"""A reader for the tests of the English engine."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from banyan.ingest.adapters.english import EnglishEngine
from banyan.ingest.adapters.reading import Found, KnownName, Page

Read = Callable[..., Found]


@pytest.fixture(scope="session")
def read() -> Read:
    """Return a function that reads a text and checks that every offset fits."""
    engine = EnglishEngine()

    def reader(
        text: str,
        *,
        date: datetime.date | None = None,
        title: str = "",
        known: tuple[KnownName, ...] = (),
        blocked: tuple[tuple[int, int], ...] = (),
    ) -> Found:
        page = Page(text=text, language="en", title=title, date=date, known_names=known, blocked=blocked)
        found = engine.find(page=page)
        for mention in found.mentions:
            assert text[mention.start : mention.end] == mention.text
        for relation in found.relations:
            for span in (relation.subject, relation.object):
                assert text[span.start : span.end] == span.text
            assert relation.quote in text
        return found

    return reader
