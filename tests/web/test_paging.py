"""Long tables are counted as far as it matters, and then not at every look."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from tests.factories import OrganisationFactory

from banyan.core import counting
from banyan.registry.models import Organisation
from banyan.web.paging import BoundedPaginator, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def five() -> list[Organisation]:
    return [OrganisationFactory() for _ in range(5)]


@pytest.fixture
def rows():
    return Organisation.objects.order_by("pk")


@pytest.mark.parametrize(("most", "counted"), [(3, 4), (4, 5), (5, 5), (9, 5)])
def test_no_more_is_counted_than_one_above_the_ceiling(five, rows, most, counted):
    assert counting.count_up_to(rows, most) == counted


def test_a_short_table_is_counted_at_every_look_a_long_one_once_an_hour(
    five, rows, monkeypatch, django_assert_num_queries
):
    with django_assert_num_queries(2):
        assert [counting.known_count("five", rows) for _ in range(2)] == [5, 5]
    monkeypatch.setattr(counting, "CEILING", 4)
    try:
        with django_assert_num_queries(1):
            assert [counting.known_count("five", rows) for _ in range(2)] == [5, 5]
        OrganisationFactory()
        assert counting.known_count("five", rows) == 5
    finally:
        cache.delete("counted-five")


def asked(query: str):
    return RequestFactory().get(f"/?{query}")


@pytest.mark.parametrize(
    ("query", "number"),
    [("", 1), ("page=2", 2), ("page=99", 3), ("page=-1", 1), ("page=x", 1), ("page=²", 1)],
)
def test_every_page_number_leads_to_a_page(five, rows, query, number):
    page = page_of(asked(query), rows, 2)
    assert (page.number, page.paginator.num_pages) == (number, 3)
    assert list(page.object_list) == five[2 * number - 2 : 2 * number]


def test_a_list_that_fits_on_one_page_is_not_counted(five, rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(page_of(asked(""), rows, 5)) == five
    with django_assert_num_queries(2):
        assert list(page_of(asked(""), rows, 4)) == five[:4]


def test_beyond_its_ceiling_a_list_has_no_pages(five, rows):
    paginator = BoundedPaginator(rows, 2, most=3)
    assert (paginator.count, paginator.num_pages, paginator.is_cut) == (3, 2, True)
    assert list(paginator.get_page(9).object_list) == five[2:3]
    assert not BoundedPaginator(rows, 2, most=5).is_cut


def test_an_empty_list_is_one_empty_page(rows):
    assert list(page_of(asked("page=3"), rows, 2)) == []
