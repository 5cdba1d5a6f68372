"""An administrator words the invitation, invites a colleague, and sees the letter that went out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import expect
from tests.factories import UserFactory

from banyan.letters.models import Letter

#: Language of the address, of the form, the first words of our own, and how a letter that has gone is called.
WORDS = [
    ("vi", "vi", "Mời {name} vào bàn làm việc", "Đã gửi"),
    ("zh-hans", "zh", "邀请{name}使用工作台", "已发送"),
    ("en", "en", "Come and work with us, {name}", "Sent"),
]


@pytest.mark.parametrize(("language", "code", "subject", "sent"), WORDS)
def test_a_colleague_is_invited_in_the_centres_own_words(
    visit: Any, run_jobs: Callable[[], None], language: str, code: str, subject: str, sent: str
) -> None:
    administrator = UserFactory(roles=("administrator",))
    one = visit(user=administrator, script=language != "zh-hans", viewport={"width": 360, "height": 740})
    page = one.open(f"/{language}/desk/letters/words/accounts.invitation/{code}/")
    page.fill("[name=subject]", subject)
    page.locator("[name=look]").click()
    expect(page.locator("div.letter strong")).to_contain_text(subject.split("{name}")[0].strip())
    page.locator(".form button[type=submit]").first.click()
    page.wait_for_url("**/letters/words/")

    page = one.open(f"/{language}/desk/users/add/")
    page.fill("[name=email]", "lan@example.org")
    page.fill("[name=name]", "Lan")
    page.select_option("[name=language]", code)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/desk/users/")
    assert "Lan" in Letter.objects.get().subject

    one.open(f"/{language}/desk/letters/")
    one.leave_and_come_back(run_jobs)
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text(sent)
    (letter,) = mail.outbox
    assert letter.subject == subject.format(name="Lan")
    address = re.search(r"https?://[^/\s]+(/\S+)", letter.body)
    assert address is not None
    invited = visit(script=language != "zh-hans")
    page = invited.open(address[1])
    page.fill("[name=password1]", "quiet-river-74")
    page.fill("[name=password2]", "quiet-river-74")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/key/done/")
