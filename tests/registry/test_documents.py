"""What the index is told of an organisation, and that many are built in as few statements as one."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tests.factories import ConceptFactory, OrganisationFactory, PostFactory, TieFactory

from banyan.registry.documents import organisation_documents
from banyan.registry.domain import organisations
from banyan.registry.domain.organisations import NewName
from banyan.registry.models import Identifier, Organisation
from banyan.search.documents import SearchDocument, SearchName
from banyan.taxonomy.domain import schemes
from banyan.taxonomy.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(now: datetime.datetime) -> None:
    schemes.load_code_lists(now=now)


def whole(now: datetime.datetime) -> Organisation:
    """An organisation with something in every part of its document."""
    made = organisations.create(
        names=[
            NewName("Hội Rừng ngập mặn", "vi"),
            NewName("紅樹林協會", "zh-Hant"),
            NewName("Société des Mangroves", "fr", "alias"),
        ],
        by=None,
        now=now,
        country=Place.objects.get(code="VN"),
        place=Place.objects.get(code="VN-HN"),
        founded_date="2001-04",
    )
    topic = ConceptFactory(code="mangroves")
    made = organisations.edit(
        organisation=made,
        by=None,
        now=now,
        values={},
        summary={"vi": "Trồng rừng.", "zh": "", "en": "Plants mangroves."},
        summary_language="vi",
        topics=[topic],
    )
    for value in ("7", "8"):
        Identifier.objects.create(organisation=made, scheme="XX-WETLAND", value=f"{value}/{made.pk}")
    TieFactory(subject=made)
    TieFactory(object=made)
    PostFactory(organisation=made)
    return made


def test_everything_a_reader_may_look_for_is_in_it(now: datetime.datetime) -> None:
    made = whole(now)
    assert list(organisation_documents([made.public_id])) == [
        SearchDocument(
            kind="organisation",
            key=made.public_id,
            names=(
                SearchName("Hội Rừng ngập mặn", "vi", "official"),
                SearchName("紅樹林協會", "zh", "official"),
                SearchName("Société des Mangroves", "", "alias"),
            ),
            text={"vi": "Trồng rừng.", "zh": "", "en": "Plants mangroves.", "": f"7/{made.pk} 8/{made.pk}"},
            facets={
                "country": ("VN",),
                "place": ("VN-HN",),
                "topic": ("mangroves",),
                "language": ("vi", "zh"),
                "year": ("2001",),
            },
            weight=1.04,
        )
    ]


def test_what_is_gone_or_folded_is_left_out(now: datetime.datetime) -> None:
    shown, folded = OrganisationFactory(), OrganisationFactory()
    Organisation.objects.filter(pk=folded.pk).update(state="merged")
    built = organisation_documents([folded.public_id, shown.public_id, "bn-0000-0000"])
    assert [one.key for one in built] == [shown.public_id]


@pytest.mark.parametrize("count", [1, 3])
def test_statements_do_not_grow_with_the_records(
    count: int, now: datetime.datetime, django_assert_num_queries: Any
) -> None:
    keys = [whole(now).public_id for _ in range(count)]
    with django_assert_num_queries(7):
        assert len(list(organisation_documents(keys))) == count
