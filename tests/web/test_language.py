"""The language chosen is remembered for addresses that name none."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_root_leads_to_the_language_the_browser_asks_for(client) -> None:
    assert client.get("/", headers={"accept-language": "vi"}).url == "/vi/"
    assert client.get("/", headers={"accept-language": "zh-CN"}).url == "/zh-hans/"
    assert client.get("/", headers={"accept-language": "fr"}).url == "/en/"


def test_language_switched_to_beats_what_the_browser_asks_for(client) -> None:
    response = client.get("/zh-hans/", headers={"referer": "http://testserver/vi/"})
    assert response.cookies["django_language"].value == "zh-hans"
    assert client.get("/", headers={"accept-language": "vi"}).url == "/zh-hans/"
    assert client.get("/desk/inbox/", headers={"accept-language": "vi"}).url == "/zh-hans/desk/inbox/"


@pytest.mark.parametrize("referrer", ["", "http://testserver/vi/events/", "http://elsewhere.example/en/"])
def test_visit_without_a_switch_leaves_no_cookie(client, referrer) -> None:
    assert "django_language" not in client.get("/vi/", headers={"referer": referrer}).cookies


def test_robots_are_kept_from_desk_and_search(client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /vi/desk/" in text
    assert "Sitemap: http://testserver/en/sitemap.xml" in text
