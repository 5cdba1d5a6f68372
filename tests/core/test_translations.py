"""Three languages on one record: what falls behind when the original changes."""

from __future__ import annotations

import datetime

import pytest
from django.utils import translation

from banyan.core import translations
from banyan.registry.domain import organisations
from banyan.registry.domain.organisations import NewName

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)


@pytest.fixture
def organisation():
    return organisations.create(names=[NewName("Hội Cỏ Non", "vi")], by=None, now=NOW)


def summarise(organisation, source_language: str, **texts: str) -> None:
    organisations.edit(
        organisation=organisation,
        by=None,
        now=NOW,
        values={},
        summary=texts,
        summary_language=source_language,
    )


def stale(organisation) -> dict[str, bool]:
    mark = translations.marks_of(record=organisation)["summary"]
    return {code: getattr(mark, f"is_stale_{code}") for code in ("vi", "zh", "en")}


def test_changed_original_marks_the_others_stale(organisation) -> None:
    summarise(organisation, "vi", vi="Trồng rừng", zh="植树", en="Plants trees")
    assert stale(organisation) == {"vi": False, "zh": False, "en": False}

    summarise(organisation, "vi", vi="Trồng và giữ rừng")
    assert stale(organisation) == {"vi": False, "zh": True, "en": True}

    summarise(organisation, "vi", zh="植树护林")
    assert stale(organisation) == {"vi": False, "zh": False, "en": True}


def test_missing_text_is_never_stale(organisation) -> None:
    summarise(organisation, "zh", zh="植树")
    summarise(organisation, "zh", zh="植树护林")
    assert stale(organisation) == {"vi": False, "zh": False, "en": False}
    organisation.refresh_from_db()
    assert translations.missing_languages(record=organisation, fields=["summary"]) == {
        "summary": ("vi", "en")
    }


@pytest.mark.parametrize(
    ("tag", "value", "language", "is_fallback"),
    [
        ("vi", "Trồng rừng", "vi", False),
        ("en", "Trồng rừng", "vi", True),
        ("zh-hans", "Trồng rừng", "vi", True),
    ],
)
def test_reader_gets_what_there_is_and_is_told_its_language(
    organisation, tag, value, language, is_fallback
) -> None:
    summarise(organisation, "vi", vi="Trồng rừng")
    organisation.refresh_from_db()
    with translation.override(tag):
        text = organisation.summary
    assert (text.value, text.language, text.is_fallback) == (value, language, is_fallback)
