"""A Chinese engine shared by the tests of a run: loading its model takes a quarter of a second."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from banyan.ingest.adapters.chinese import ChineseEngine
from banyan.ingest.adapters.reading import Found, KnownName, Page

Read = Callable[..., Found]


@pytest.fixture(scope="session")
def engine() -> ChineseEngine:
    return ChineseEngine()


@pytest.fixture(scope="session")
def read(engine: ChineseEngine) -> Read:
    def reading(
        text: str,
        *,
        date: datetime.date | None = datetime.date(2022, 9, 20),
        known: tuple[str, ...] = (),
        blocked: tuple[tuple[int, int], ...] = (),
    ) -> Found:
        names = tuple(KnownName(text=each, record="r") for each in known)
        page = Page(text=text, language="zh", date=date, known_names=names, blocked=blocked)
        found = engine.find(page=page)
        for mention in found.mentions:
            assert text[mention.start : mention.end] == mention.text
        for relation in found.relations:
            for span in (relation.subject, relation.object):
                assert text[span.start : span.end] == span.text
            assert relation.quote in text
        return found

    return reading
