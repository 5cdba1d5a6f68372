"""Every way in: limits on guessing, the second step, and pages that keep to the content policy."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.management import call_command
from django.test import Client
from tests.factories import UserFactory

from banyan.accounts.domain import users
from banyan.accounts.models import User
from banyan.letters.models import Letter

pytestmark = pytest.mark.django_db

PASSWORD = "a long one 123"
LOCKED = "Too many failed login attempts"
#: Every address that ever took a password, ours and those of Wagtail's that lead to ours.
WAYS_IN = [
    "/en/accounts/login/",
    "/vi/accounts/login/",
    "/editor/login/",
    "/en/_util/login/",
    "/zh-hans/_util/login/",
]
NOW = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """The suite signs in often; how slow a hash is, is Django's business."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, for tests only


@pytest.fixture
def user() -> User:
    return UserFactory(email="an@example.org", roles=("administrator",), password=PASSWORD)


def _try(client: Client, password: str, path: str = "/en/accounts/login/") -> Any:
    fields = {"login": "an@example.org", "username": "an@example.org", "password": password}
    return client.post(path, fields)


def _enter(client: Client) -> None:
    """Sign in, and show once more that it is you, as the pages about security ask."""
    _try(client, PASSWORD)
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})


def _is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def _code(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_right_password_opens_the_desk(user: User) -> None:
    client = Client()
    assert _try(client, PASSWORD)["Location"] == "/en/desk/"
    assert client.get("/en/desk/").status_code == 200


@pytest.mark.parametrize("path", WAYS_IN)
def test_twelve_wrong_passwords_lock_every_way_in(user: User, path: str) -> None:
    client = Client()
    for number in range(12):
        answer = _try(client, f"wrong {number}", path)
        if answer.status_code == 302:
            answer = _try(client, f"wrong {number}", answer["Location"])
    if "/accounts/login/" in answer.request["PATH_INFO"] and answer.request["PATH_INFO"].startswith("/en/"):
        assert LOCKED in answer.content.decode()
    for other in WAYS_IN:
        fresh = Client()
        _try(fresh, PASSWORD, other)
        assert not _is_in(fresh)


@pytest.mark.parametrize("path", ["/editor/login/", "/en/_util/login/", "/vi/_util/login/"])
def test_ways_in_of_wagtail_lead_to_ours_and_take_no_password(user: User, path: str) -> None:
    client = Client()
    answer = _try(client, PASSWORD, path)
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]
    assert not _is_in(client)


def test_asking_again_for_the_password_is_limited_too(user: User) -> None:
    client = Client()
    client.force_login(user)
    answers = [
        client.post("/en/accounts/reauthenticate/", {"password": f"wrong {n}"}).status_code for n in range(12)
    ]
    assert answers[-1] == 429


def test_with_an_app_a_password_alone_opens_nothing(user: User) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    user.is_superuser = True
    user.save()
    totp.TOTP.activate(user, secret)
    client = Client()
    assert _try(client, PASSWORD)["Location"] == "/en/accounts/2fa/authenticate/"
    assert not _is_in(client)
    for path in ("/en/desk/", "/editor/", "/en/desk/users/"):
        assert "/login/" in client.get(path)["Location"]
    client.post("/en/accounts/2fa/authenticate/", {"code": "000000"})
    assert not _is_in(client)
    client.post("/en/accounts/2fa/authenticate/", {"code": _code(secret)})
    assert client.get("/en/desk/").status_code == 200
    assert client.get("/editor/").status_code == 200


def test_wrong_codes_lock_like_wrong_passwords(user: User) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    totp.TOTP.activate(user, secret)
    client = Client()
    _try(client, PASSWORD)
    for _ in range(12):
        client.post("/en/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/en/accounts/2fa/authenticate/", {"code": _code(secret)})
    assert not _is_in(client)


def test_printed_codes_are_made_without_an_app_and_ask_for_one_each_time(user: User) -> None:
    client = Client()
    _enter(client)
    assert (
        client.post("/en/accounts/2fa/recovery-codes/generate/")["Location"]
        == "/en/accounts/2fa/recovery-codes/"
    )
    page = client.get("/en/accounts/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"<li><code>([^<]+)</code></li>", page)
    assert len(codes) == 10
    assert "data-print" in page
    other = Client()
    assert _try(other, PASSWORD)["Location"] == "/en/accounts/2fa/authenticate/"
    assert "/login/" in other.get("/en/desk/")["Location"]
    other.post("/en/accounts/2fa/authenticate/", {"code": codes[0]})
    assert other.get("/en/desk/").status_code == 200
    again = Client()
    _try(again, PASSWORD)
    again.post("/en/accounts/2fa/authenticate/", {"code": codes[0]})
    assert not _is_in(again)


def test_without_a_second_step_the_codes_do_not_get_in_the_way(user: User) -> None:
    RecoveryCodes.activate(user)
    Authenticator.objects.all().delete()
    client = Client()
    _try(client, PASSWORD)
    assert _is_in(client)


def test_a_made_up_passkey_opens_nothing(user: User) -> None:
    client = Client()
    for credential in ("", "{}", '{"id": "x", "rawId": "x", "response": {}, "type": "public-key"}'):
        client.post("/en/accounts/2fa/webauthn/login/", {"credential": credential})
        assert not _is_in(client)


def test_app_is_set_up_with_a_picture_and_a_code(user: User) -> None:
    client = Client()
    _enter(client)
    page = client.get("/en/accounts/2fa/totp/activate/").content.decode()
    assert 'src="data:image/svg+xml' in page
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret is not None
    answer = client.post("/en/accounts/2fa/totp/activate/", {"code": _code(secret[1])})
    assert answer.status_code == 302
    assert Authenticator.objects.filter(user=user, type="totp").count() == 1


def test_nobody_signs_up() -> None:
    client = Client()
    page = client.get("/en/accounts/signup/").content.decode()
    assert "Accounts are made by the centre" in page
    client.post(
        "/en/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert User.objects.count() == 0


def test_forgotten_password_says_the_same_for_every_address_and_leads_to_a_new_one(user: User) -> None:
    known = Client().post("/en/accounts/password/reset/", {"email": "an@example.org"})
    unknown = Client().post("/en/accounts/password/reset/", {"email": "nobody@example.org"})
    assert known["Location"] == unknown["Location"] == "/en/accounts/password/reset/done/"
    letter = Letter.objects.get(to_address="an@example.org")
    assert letter.is_secret
    address = re.search(r"https?://testserver(/\S+)", letter.text)
    assert address is not None
    client = Client()
    page = client.get(address[1], follow=True)
    form = page.redirect_chain[-1][0]
    client.post(form, {"password1": "another long one 7", "password2": "another long one 7"})
    fresh = Client()
    _try(fresh, "another long one 7")
    assert _is_in(fresh)


def test_sign_in_leads_to_no_other_site(user: User) -> None:
    client = Client()
    answer = client.post(
        "/en/accounts/login/",
        {"login": "an@example.org", "password": PASSWORD, "next": "https://evil.example.org/"},
    )
    assert answer["Location"] == "/en/desk/"


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_demonstration_says_where_the_password_is(settings: Any, is_demo: bool) -> None:
    settings.BANYAN_DEMO = is_demo
    page = Client().get("/en/accounts/login/").content.decode()
    assert ("editor@example.org" in page) is is_demo
    assert ("administrator@example.org" in page) is is_demo
    assert ("shown in the terminal" in page) is is_demo


@pytest.mark.parametrize(
    "path",
    [
        "login/",
        "logout/",
        "signup/",
        "inactive/",
        "password/reset/",
        "password/reset/done/",
        "password/change/",
        "email/",
        "reauthenticate/",
        "2fa/",
        "2fa/totp/activate/",
        "2fa/recovery-codes/generate/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
    ],
)
@pytest.mark.parametrize("language", ["vi", "zh-hans", "en"])
def test_no_page_has_a_script_or_style_of_its_own(user: User, path: str, language: str) -> None:
    """The content policy would refuse them, and passkeys would silently not work."""
    client = Client()
    if not path.startswith(("login", "signup", "password/reset")):
        _enter(client)
    answer = client.get(f"/{language}/accounts/{path}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    inside = [tag for tag in re.findall(r"<script[^>]*>", page) if "src=" not in tag]
    assert [tag for tag in inside if 'type="application/json"' not in tag] == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", page) == []
    assert '<link rel="stylesheet"' in page
    assert 'class="masthead"' in page


def test_table_of_permissions_in_the_documentation_is_current() -> None:
    call_command("permissions", "--check")


@pytest.mark.django_db
def test_role_opens_the_editor_and_taking_it_back_closes_it(client) -> None:
    """Wagtail asks its own table; the role keeps it in step."""
    now = NOW
    user = users.create(
        email="writer@example.org", name="Writer", language="en", roles=("editor",), by=None, now=now
    )
    client.force_login(user)
    assert client.get("/editor/").status_code == 200

    users.take_role(user=user, role="editor", by=None, now=now)

    assert client.get("/editor/").status_code == 302
