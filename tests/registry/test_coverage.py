"""The figures of the whole register, kept when it is large; and the rules of the filters."""

from __future__ import annotations

import datetime

import pytest
from django_tasks_db.models import DBTaskResult
from tests.factories import CitationFactory, OrganisationFactory

from banyan.registry.domain import coverage
from banyan.registry.models import CoverageCount, Organisation
from banyan.taxonomy.domain import schemes

NOW = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
pytestmark = pytest.mark.django_db


def test_unknown_filters_and_values_are_left_out() -> None:
    given = {"country": "VN", "lacks": "shoes", "page": "2", "verification": "checked", "stale": ""}
    assert coverage.chosen(given) == {"country": "VN", "verification": "checked"}


def test_two_filters_let_through_what_both_do(now) -> None:
    wanted = OrganisationFactory(verification="checked")
    OrganisationFactory(verification="checked", website="https://river.example.org")
    OrganisationFactory()
    found = coverage.narrowed(
        Organisation.objects.all(), choices={"verification": "checked", "lacks": "website"}, now=now
    )
    assert list(found) == [wanted]


def test_folded_records_are_not_counted(now) -> None:
    OrganisationFactory()
    folded = OrganisationFactory()
    Organisation.objects.filter(pk=folded.pk).update(state="merged")
    assert coverage.count(now=now)["total"]["organisation"] == 1


def test_freshness_is_told_apart_at_thirty_days_and_a_year(now) -> None:
    for days in (0, 30, 31, 365, 366):
        OrganisationFactory(now=now - datetime.timedelta(days=days))
    assert coverage.count(now=now)["changed"] == {"month": 2, "year": 2, "older": 1, "never": 5}


def test_a_small_register_is_counted_at_once(now) -> None:
    OrganisationFactory()
    found = coverage.current(now=now)
    assert (found.is_live, found.counted_at, found.numbers["total"]["organisation"]) == (True, now, 1)
    assert CoverageCount.objects.count() == 0


def test_a_large_register_is_counted_by_a_job_once_and_kept(
    now, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    monkeypatch.setattr(coverage, "LIVE_UP_TO", 0)
    OrganisationFactory()
    with django_capture_on_commit_callbacks(execute=True):
        first, second = coverage.current(now=now), coverage.current(now=now)
    assert (first.numbers, second.numbers) == ({}, {})
    assert DBTaskResult.objects.filter(task_path="banyan.registry.tasks.count_coverage").count() == 1
    coverage.recount(now=now)
    kept = coverage.current(now=now + datetime.timedelta(minutes=14))
    assert (kept.is_live, kept.counted_at, kept.numbers["total"]["organisation"]) == (False, now, 1)
    with django_capture_on_commit_callbacks(execute=True):
        coverage.current(now=now + datetime.timedelta(minutes=16))
    assert DBTaskResult.objects.count() == 2


def test_a_count_kept_by_an_older_version_is_not_shown(now, monkeypatch) -> None:
    monkeypatch.setattr(coverage, "LIVE_UP_TO", 0)
    OrganisationFactory()
    CoverageCount.objects.create(numbers={"total": {"organisation": 1}}, counted_at=now)
    assert coverage.current(now=now).numbers == {}
    assert CoverageCount.objects.get().asked_at == now


def test_cited_records_have_a_source(now) -> None:
    CitationFactory(subject=OrganisationFactory())
    OrganisationFactory()
    assert coverage.count(now=now)["lacks"]["source"] == 1


def test_breakdowns_are_by_code_the_largest_first(now) -> None:
    schemes.load_code_lists(now=now)
    from banyan.taxonomy.domain import queries

    viet_nam = queries.place_with_code("VN")
    OrganisationFactory(country=viet_nam)
    several = OrganisationFactory(
        country=viet_nam, legal_form=queries.concept_with_code("legal_forms", "university")
    )
    several.topics.set(queries.concepts_of("icnptso").filter(code__in=["A10", "A20"]))
    OrganisationFactory()
    numbers = coverage.count(now=now)
    assert list(numbers["country"].items()) == [("VN", 2), ("none", 1)]
    assert numbers["form"] == {"none": 2, "university": 1}
    assert numbers["topic"] == {"icnptso:A10": 1, "icnptso:A20": 1, "none": 2}
