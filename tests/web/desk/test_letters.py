"""The pages of letters: the list, one letter, and the words of each kind."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from tests.factories import LetterFactory, UserFactory

from banyan.letters.domain import sending
from banyan.letters.enums import LetterState
from banyan.letters.models import Letter, Wording

pytestmark = pytest.mark.django_db

LIST = "/en/desk/letters/"
WORDS = "/en/desk/letters/words/accounts.invitation/en/"


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(UserFactory(roles=("administrator",)))
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    administrator: Client, django_assert_num_queries: Any, rows: int
) -> None:
    LetterFactory.create_batch(rows)
    administrator.get(LIST)
    with django_assert_num_queries(6):
        page = administrator.get(LIST).content.decode()
    assert page.count('href="/en/desk/letters/') - 1 >= rows


def test_letters_are_found_by_state_and_address(administrator: Client, now: datetime.datetime) -> None:
    LetterFactory(subject="First", to_address="lan@example.org")
    sending.send_due(clock=lambda: now)
    LetterFactory(subject="Second", to_address="chen@example.org")
    waiting = administrator.get(f"{LIST}?state=waiting").content.decode()
    assert ("First" in waiting, "Second" in waiting) == (False, True)
    lans = administrator.get(f"{LIST}?q=LAN@").content.decode()
    assert ("First" in lans, "Second" in lans) == (True, False)


def test_a_secret_letter_shows_no_text(administrator: Client) -> None:
    letter = LetterFactory(is_secret=True, text="https://example.org/let-me-in")
    page = administrator.get(f"{LIST}{letter.pk}/").content.decode()
    assert "let-me-in" not in page
    assert "This letter carries a link that lets somebody in." in page


def test_a_letter_that_came_back_is_sent_again(administrator: Client) -> None:
    letter = LetterFactory(text="<b>Hello</b>")
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.BOUNCED, refusal="550 <no>")
    page = administrator.get(f"{LIST}{letter.pk}/").content.decode()
    assert "&lt;b&gt;Hello&lt;/b&gt;" in page
    assert "550 &lt;no&gt;" in page
    assert administrator.post(f"{LIST}{letter.pk}/").status_code == 302
    letter.refresh_from_db()
    assert letter.state == LetterState.WAITING
    again = administrator.post(f"{LIST}{letter.pk}/", follow=True).content.decode()
    assert "This letter cannot be sent again." in again


def test_words_are_looked_at_kept_and_taken_back(administrator: Client) -> None:
    own = {"subject": "Welcome, {name}", "text": "Come in:\n\n{link}"}
    page = administrator.post(WORDS, {**own, "look": "1"}).content.decode()
    assert "Welcome, Ms Lan" in page
    assert not Wording.objects.exists()
    assert administrator.post(WORDS, own)["Location"] == "/en/desk/letters/words/"
    assert Wording.objects.get().subject == "Welcome, {name}"
    assert "own words" in administrator.get("/en/desk/letters/words/").content.decode()
    administrator.post(WORDS, {"reset": "1"})
    assert not Wording.objects.exists()


def test_a_wording_without_its_link_is_refused_and_stays_typed(administrator: Client) -> None:
    answer = administrator.post(WORDS, {"subject": "Hi", "text": "Hello {nobody}"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "{link} must stay in the letter" in page
    assert "Nothing can be filled in for {nobody}." in page
    assert "Hello {nobody}</textarea>" in page


def test_an_unknown_kind_or_language_is_not_there(administrator: Client) -> None:
    assert administrator.get("/en/desk/letters/words/no.such/en/").status_code == 404
    assert administrator.get("/en/desk/letters/words/accounts.invitation/fr/").status_code == 404


def test_an_invited_colleague_chooses_a_password_and_is_in(
    administrator: Client, now: datetime.datetime
) -> None:
    administrator.post(
        "/en/desk/users/add/",
        {"email": "lan@example.org", "name": "Lan", "language": "en", "roles": ["editor"]},
    )
    letter = Letter.objects.get()
    link = re.search(r"https?://[^/]+(/\S+)", letter.text)
    assert link is not None
    client = Client()
    form = client.get(link[1], follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "quiet-river-74", "password2": "quiet-river-74"})
    fresh = Client()
    fresh.post("/en/accounts/login/", {"login": "lan@example.org", "password": "quiet-river-74"})
    assert fresh.get("/en/desk/").status_code == 200
    assert "_auth_user_id" not in Client().get(link[1], follow=True).wsgi_request.session
