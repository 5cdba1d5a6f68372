"""Topics and numbers on the edit page of an organisation, on its public page, and in its history."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from tests.factories import OrganisationFactory, UserFactory

from banyan.registry.domain import identifiers
from banyan.registry.models import Identifier, Organisation
from banyan.taxonomy.domain.schemes import load_code_lists
from banyan.taxonomy.models import Concept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _lists(now: datetime.datetime) -> None:
    load_code_lists(now=now)


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


def _key(scheme: str, code: str) -> int:
    return Concept.objects.get(scheme__code=scheme, code=code).pk


def _edit(editor: Client, record: Organisation, language: str = "en", **fields: Any) -> Any:
    record.refresh_from_db()
    values = {
        "seen": record.updated_at.isoformat(),
        "registration_state": record.registration_state,
        "state": record.state,
        "verification": record.verification,
        "new_name_language": "en",
        "new_name_kind": "official",
        "summary_language": "en",
        "website": record.website,
    }
    return editor.post(f"/{language}/desk/organisations/{record.public_id}/edit/", {**values, **fields})


def test_topics_and_number_are_shown_to_the_public_and_in_the_history(editor: Client, index: Any) -> None:
    record = OrganisationFactory(name="Clear River Fund")
    answer = _edit(
        editor,
        record,
        topics=[_key("icnptso", "E10"), _key("sdg", "6")],
        new_register=_key("registers", "CN-USCI"),
        new_value="g1610000713522976l",
    )
    assert answer.status_code == 302
    for page in (
        Client().get(f"/en/organisations/{record.public_id}/").content.decode(),
        editor.get(f"/en/desk/organisations/{record.public_id}/").content.decode(),
        editor.get(f"/en/desk/history/organisation/{record.public_id}/").content.decode(),
    ):
        assert "Natural resource management and protection" in page
        assert "Clean water and sanitation" in page
        assert "Unified social credit code of China" in page
        assert "G1610000713522976L" in page
    OrganisationFactory(name="Clear Lake Fund")
    index()
    found = Client().get("/en/organisations/?topic=E10").content.decode()
    assert "Clear River Fund" in found
    assert "Clear Lake Fund" not in found
    assert "Natural resource management and protection" in found


def test_topics_and_numbers_are_taken_off_again(editor: Client) -> None:
    record = OrganisationFactory()
    _edit(
        editor,
        record,
        topics=[_key("sdg", "6")],
        new_register=_key("registers", "VN-TIN"),
        new_value="0100109106",
    )
    number = Identifier.objects.get()
    assert _edit(editor, record, remove_number=[number.pk]).status_code == 302
    assert Identifier.objects.count() == 0
    assert record.topics.count() == 0


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "its check character does not fit"),
        ("vi", "ký tự kiểm tra không khớp"),
        ("zh-hans", "校验码不符"),
    ],
)
def test_wrong_number_is_refused_in_the_readers_language_and_nothing_is_lost(
    editor: Client, language: str, said: str
) -> None:
    record = OrganisationFactory()
    answer = _edit(
        editor,
        record,
        language,
        new_register=_key("registers", "CN-USCI"),
        new_value="91110000600037341K",
        summary_en="Typed for ten minutes.",
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'value="91110000600037341K"' in page
    assert "Typed for ten minutes." in page
    assert Identifier.objects.count() == 0


def test_number_without_a_register_and_register_without_a_number_are_asked_for(editor: Client) -> None:
    record = OrganisationFactory()
    page = _edit(editor, record, new_value="123").content.decode()
    assert "Which register gave this number?" in page
    page = _edit(editor, record, new_register=_key("registers", "VN-MOST")).content.decode()
    assert "Write the number." in page


def test_number_of_another_record_names_and_links_it(editor: Client, now: datetime.datetime) -> None:
    holder = OrganisationFactory(name="Quỹ <b>Sông</b>", language="vi")
    identifiers.add(organisation=holder, scheme="VN-TIN", value="0100109106", by=UserFactory(), now=now)
    answer = _edit(
        editor, OrganisationFactory(), new_register=_key("registers", "VN-TIN"), new_value="0100109106"
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert (
        f'<a href="/en/desk/organisations/{holder.public_id}/">Quỹ &lt;b&gt;Sông&lt;/b&gt;</a> already has this number.'
        in page
    )
    assert Identifier.objects.count() == 1
