"""Code lists at the desk."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import ConceptFactory, SchemeFactory, UserFactory
from tests.factories.base import NOW

from banyan.taxonomy.domain import entries, schemes
from banyan.taxonomy.models import Concept, Place

pytestmark = pytest.mark.django_db
#: Session, user and role; what waits; the list; of what it is (two); how many; the entries.
LIST_QUERIES = 8


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(roles=("administrator",)))
    return client


def test_an_entry_is_added_worded_and_taken_out_of_use(desk) -> None:
    scheme = SchemeFactory()
    words = {"words_vi": "Câu lạc bộ thanh niên", "words_zh": "青年俱乐部", "words_en": "Youth clubs"}
    address = f"/en/desk/lists/{scheme.code}/"
    refused = desk.post(f"{address}add/", {**words, "code": "Youth Clubs"})
    assert refused.status_code == 422
    assert "Use small letters, digits, dots and hyphens only" in refused.content.decode()
    assert 'value="青年俱乐部"' in refused.content.decode()
    assert desk.post(f"{address}add/", {**words, "code": "youth-clubs"})["Location"] == address
    made = Concept.objects.get(code="youth-clubs")
    again = desk.post(f"{address}add/", {**words, "code": "youth-clubs"})
    assert "This list has an entry of that code already." in again.content.decode()
    desk.post(f"{address}{made.pk}/", {**words, "words_en": "Clubs of the young", "note": "Since 2020"})
    made.refresh_from_db()
    assert (made.label_en, made.note) == ("Clubs of the young", "Since 2020")
    desk.post(f"{address}{made.pk}/", {"offer": "no"})
    made.refresh_from_db()
    assert made.is_active is False
    history = desk.get(f"/en/desk/history/concept/{made.pk}/").content.decode()
    for line in ("Taken out of use", "Put in our own words", "Youth clubs", "Clubs of the young"):
        assert line in history


def test_a_place_is_named_anew(desk) -> None:
    schemes.load_code_lists(now=NOW)
    place = Place.objects.get(code="VN")
    address = f"/vi/desk/lists/{place.scheme.code}/"
    page = desk.get(address, {"q": "越南"}).content.decode()
    assert page.count('role="rowheader"') == 1
    assert desk.get(f"{address}add/").status_code == 404
    words = {"words_vi": "Việt Nam ta", "words_zh": "越南", "words_en": "Viet Nam"}
    assert desk.post(f"{address}{place.pk}/", words)["Location"] == address
    place.refresh_from_db()
    assert place.name_vi == "Việt Nam ta"
    assert "Việt Nam ta" in desk.get(f"/vi/desk/history/place/{place.pk}/").content.decode()


def test_an_entry_with_others_below_stays_and_says_why(desk) -> None:
    above = ConceptFactory()
    ConceptFactory(scheme=above.scheme, parent=above)
    address = f"/en/desk/lists/{above.scheme.code}/"
    page = desk.post(f"{address}{above.pk}/", {"offer": "no"}, follow=True).content.decode()
    assert "Other entries stand below this one" in page
    assert Concept.objects.get(pk=above.pk).is_active


def test_a_list_asks_the_same_for_one_entry_and_for_three(desk) -> None:
    scheme = SchemeFactory()
    counts = []
    for number in (1, 2):
        for _ in range(number):
            parent = ConceptFactory(scheme=scheme)
            entries.word_concept(
                concept=parent, labels={"vi": "a", "zh": "b", "en": "c"}, note="", by=None, now=NOW
            )
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"/en/desk/lists/{scheme.code}/").status_code == 200
        counts.append(len(queries))
    assert counts == [LIST_QUERIES, LIST_QUERIES]
