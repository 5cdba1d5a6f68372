"""Code lists and their entries."""

from __future__ import annotations

from typing import Any

import factory
from tests.factories.base import NOW, DomainFactory

from banyan.taxonomy.domain import entries
from banyan.taxonomy.enums import Confidence
from banyan.taxonomy.models import Concept, Scheme


class SchemeFactory(DomainFactory):
    """A list without entries. The domain makes lists from files only, so this writes the row itself."""

    class Meta:
        model = Scheme

    code = factory.Sequence(lambda number: f"list-{number}")

    @staticmethod
    def make(*, code: str, **_: Any) -> Scheme:
        return Scheme.objects.create(
            code=code,
            title_vi="Danh mục thử",
            title_zh="试用词表",
            title_en="List on trial",
            source="Our own",
            edition="1",
            licence="CC0",
            confidence=Confidence.OUR_WORDING,
            sha256="0" * 64,
            loaded_at=NOW,
        )


class ConceptFactory(DomainFactory):
    """An entry of the centre's own."""

    class Meta:
        model = Concept

    scheme = factory.SubFactory(SchemeFactory)
    code = factory.Sequence(lambda number: f"entry-{number}")
    labels = factory.LazyAttribute(
        lambda made: {"vi": f"Mục {made.code}", "zh": f"条目{made.code}", "en": f"Entry {made.code}"}
    )

    @staticmethod
    def make(**values: Any) -> Concept:
        return entries.add_concept(**values)
