"""Sources taken down and shown again, accounts and roles, and the list of what is not translated."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.factories import CitationFactory, EventFactory, OrganisationFactory, SourceFactory, UserFactory

from banyan.accounts.models import User
from banyan.core.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(UserFactory(email="head@example.org", roles=("administrator",)))
    return client


def test_source_is_taken_down_and_shown_again_with_its_quotes(administrator: Client) -> None:
    organisation = OrganisationFactory()
    source = SourceFactory(title="Nine projects for the river")
    CitationFactory(source=source, subject=organisation, quote="The fund keeps the river clear.")
    path = f"/en/organisations/{organisation.public_id}/"
    assert "The fund keeps the river clear." in Client().get(path).content.decode()
    page = administrator.get(f"/en/desk/sources/{source.public_id}/takedown/").content.decode()
    assert "leave the facts, marked as resting on a source that was withdrawn" in page
    administrator.post(f"/en/desk/sources/{source.public_id}/takedown/")
    assert "The fund keeps the river clear." not in Client().get(path).content.decode()
    assert "Show again" in administrator.get("/en/desk/sources/").content.decode()
    administrator.post(f"/en/desk/sources/{source.public_id}/restore/")
    assert "The fund keeps the river clear." in Client().get(path).content.decode()
    keys = list(
        AuditEntry.objects.filter(object_type="registry.source").order_by("id").values_list("key", flat=True)
    )
    assert keys == ["registry.source.added", "registry.source.taken_down", "registry.source.restored"]


def test_editor_sees_sources_without_the_button(administrator: Client) -> None:
    CitationFactory(source=SourceFactory(), subject=OrganisationFactory())
    editor = Client()
    editor.force_login(UserFactory())
    assert "Take down" not in editor.get("/en/desk/sources/").content.decode()
    assert "Take down" in administrator.get("/en/desk/sources/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_sources_asks_the_database_the_same_number_of_times(
    administrator: Client, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        SourceFactory()
    with django_assert_num_queries(7):
        administrator.get("/en/desk/sources/")


def test_account_is_made_with_roles_and_a_first_password(administrator: Client) -> None:
    answer = administrator.post(
        "/en/desk/users/add/",
        {
            "email": "an@example.org",
            "name": "An",
            "language": "vi",
            "roles": ["editor"],
            "password": "a long one 123",
        },
    )
    assert answer.status_code == 302
    made = User.objects.get(email="an@example.org")
    assert (made.roles, made.language, made.is_staff) == (frozenset({"editor"}), "vi", True)
    client = Client()
    client.post("/en/accounts/login/", {"login": "an@example.org", "password": "a long one 123"})
    assert client.get("/en/desk/").status_code == 200


def test_account_with_a_weak_password_or_a_taken_address_is_refused_and_given_back(
    administrator: Client,
) -> None:
    weak = administrator.post(
        "/en/desk/users/add/",
        {"email": "an@example.org", "language": "vi", "name": "An", "password": "short"},
    )
    assert weak.status_code == 422
    assert 'value="An"' in weak.content.decode()
    taken = administrator.post("/en/desk/users/add/", {"email": "HEAD@example.org", "language": "vi"})
    assert "Somebody signs in with this address already." in taken.content.decode()
    assert User.objects.count() == 1


def test_roles_are_given_and_taken_back_at_once(administrator: Client) -> None:
    user = UserFactory(roles=("editor",))
    client = Client()
    client.force_login(user)
    assert client.get("/en/desk/users/").status_code == 403
    administrator.post(f"/en/desk/users/{user.pk}/roles/", {"roles": ["administrator"]})
    assert client.get("/en/desk/users/").status_code == 200
    administrator.post(f"/en/desk/users/{user.pk}/roles/", {})
    assert client.get("/en/desk/").status_code == 403
    assert not User.objects.get(pk=user.pk).is_staff


def test_nobody_takes_back_their_own_administrator_role(administrator: Client) -> None:
    own = User.objects.get(email="head@example.org")
    answer = administrator.post(f"/en/desk/users/{own.pk}/roles/", {"roles": ["editor"]})
    assert answer.status_code == 422
    assert "You cannot take back your own administrator role." in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_users_asks_the_database_the_same_number_of_times(
    administrator: Client, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        UserFactory()
    with django_assert_num_queries(8):
        administrator.get("/en/desk/users/")


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_missing_is_listed_per_language(
    administrator: Client, django_assert_num_queries: Any, number: int
) -> None:
    for index in range(number):
        OrganisationFactory(name=f"Quỹ Sông Trong {index}", language="vi")
        EventFactory(titles={"vi": f"Hội thảo {index}"})
    with django_assert_num_queries(6):
        page = administrator.get("/en/desk/translations/?into=zh").content.decode()
    assert page.count(">missing<") == 2 * number
    assert administrator.get("/en/desk/translations/?into=vi").content.decode().count(">missing<") == 0
