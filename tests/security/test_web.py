"""What the web part gives away to nobody: other folders, titles taken down, passwords typed, forged addresses."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as live
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from tests.factories import CitationFactory, OrganisationFactory, PersonFactory, SourceFactory, UserFactory

from banyan.registry.domain import people, sources
from banyan.web.visitors import MOST

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "path",
    [
        "images/../documents/letter.txt",
        "images/%2e%2e/documents/letter.txt",
        "images/../../letter.txt",
        "documents/letter.txt",
    ],
)
def test_pictures_do_not_lead_to_documents(client, settings, tmp_path, path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "documents").mkdir(parents=True)
    (tmp_path / "media" / "images").mkdir()
    (tmp_path / "media" / "documents" / "letter.txt").write_text("private")
    (tmp_path / "letter.txt").write_text("private")
    assert client.get(f"/media/{path}").status_code == 404


def test_pictures_are_served(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "river.txt").write_text("a river")
    assert b"".join(client.get("/media/images/river.txt").streaming_content) == b"a river"


@pytest.mark.parametrize("referrer", ["", "http://evil.example/en/"])
def test_strange_host_is_a_bad_request(client, referrer):
    client.raise_request_exception = False
    answer = client.get("/en/", headers={"host": "evil.example", "referer": referrer})
    assert answer.status_code == 400
    assert "This request could not be understood" in answer.content.decode()


def test_taken_down_source_is_not_named_on_the_correction_page(client, now):
    source = SourceFactory(title="The secret title of a page")
    CitationFactory(source=source, subject=OrganisationFactory())
    sources.take_down(source=source, by=UserFactory(roles=("administrator",)), now=now)
    for answer in (
        client.get(f"/en/wrong/article/{source.public_id}/"),
        client.post(f"/en/wrong/article/{source.public_id}/", {"message": "This is wrong."}),
    ):
        assert answer.status_code == 410
        assert b"The secret title" not in answer.content


def test_password_is_not_kept_in_a_session(client):
    client.post(reverse("web:desk-user-add"), {"email": "a@example.org", "password": "correct horse battery"})
    assert "kept_form" not in client.session


def test_private_contact_is_not_kept_in_a_session_and_not_lost(client, now):
    editor = UserFactory()
    person = PersonFactory()
    people.edit(person=person, by=editor, now=now, values={"private_phone": "0912 345"})
    page = f"/en/desk/people/{person.public_id}/edit/"
    typed = {"private_email": "an@example.org", "private_phone": "0912 999", "new_name": "An of the River"}
    client.post(page, typed, headers={"referer": f"http://testserver{page}"})
    kept = client.session["kept_form"]["fields"]
    assert kept == "new_name=An+of+the+River"
    client.force_login(editor)
    html = client.get(page).content.decode()
    assert 'value="An of the River"' in html
    assert 'value="0912 345"' in html


def test_an_address_cannot_fill_the_table_of_sessions():
    for number in range(MOST + 1):
        client = Client()
        client.post(reverse("web:desk-clip"), {"text": f"Text {number}"})
        assert ("kept_form" in client.session) == (number < MOST)


def _sent(number: int, **extra: str) -> list[int]:
    client = Client()
    address = f"/en/wrong/organisation/{OrganisationFactory().public_id}/"
    return [client.post(address, {"message": "Wrong."}, **extra).status_code for _ in range(number)]


def test_behind_a_proxy_each_visitor_has_a_limit_of_their_own(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert _sent(MOST + 1, HTTP_X_FORWARDED_FOR="192.0.2.1")[-2:] == [302, 429]
    assert _sent(1, HTTP_X_FORWARDED_FOR="192.0.2.2") == [302]
    # What a visitor writes into the header stands before what the proxy adds.
    assert _sent(1, HTTP_X_FORWARDED_FOR="192.0.2.9, 192.0.2.1") == [429]


def test_without_a_proxy_a_forged_address_is_not_believed():
    assert _sent(MOST, HTTP_X_FORWARDED_FOR="192.0.2.1")[-1] == 302
    assert _sent(1, HTTP_X_FORWARDED_FOR="192.0.2.2") == [429]


def test_what_was_counted_outlives_the_process_and_lies_where_nobody_else_writes(settings, tmp_path):
    settings.CACHES = {"default": {**live.CACHES["default"], "LOCATION": tmp_path / "cache"}}
    assert _sent(MOST + 1)[-2:] == [302, 429]
    del caches["default"]  # as after a restart: nothing is left in memory
    assert _sent(1) == [429]
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700


def _settings_say(expression: str, **variables: str) -> str:
    code = f"from django.conf import settings; print({expression})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_data_folder_and_key_are_open_to_nobody_else(tmp_path):
    folder = tmp_path / "data"
    _settings_say(
        "settings.SECRET_KEY", BANYAN_DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE="banyan.config.settings"
    )
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600


def test_https_and_proxies_are_told_to_django(tmp_path):
    variables = {
        "BANYAN_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "banyan.config.settings",
        "BANYAN_HTTPS": "1",
        "BANYAN_PROXIES": "2",
    }
    said = "settings.SECURE_HSTS_SECONDS, settings.ALLAUTH_TRUSTED_PROXY_COUNT"
    assert _settings_say(said, **variables) == "3600 2"


def test_desk_reminds_administrators_who_have_no_second_step(client):
    client.force_login(UserFactory(roles=("administrator",)))
    assert "Add a second step" in client.get("/en/desk/").content.decode()
    client.force_login(UserFactory(roles=("editor",)))
    assert "Add a second step" not in client.get("/en/desk/").content.decode()
