"""What letters say: in three languages, in the centre's own words, with nothing but the declared values in it."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from tests.factories import UserFactory

from banyan.accounts.domain import users
from banyan.core.i18n import LANGUAGES
from banyan.core.models import AuditEntry
from banyan.letters.domain import invitations, kinds, wordings, writing
from banyan.letters.models import Letter, Wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind() -> kinds.Kind:
    return kinds.named(invitations.KIND)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_fills_in_all_it_needs_in_every_language(language: str) -> None:
    for kind in kinds.all_kinds():
        words = wordings.original(kind=kind, language=language)
        assert wordings.checked(kind=kind, subject=words.subject, text=words.text)
        shown = wordings.preview(kind=kind, language=language, subject=words.subject, text=words.text)
        assert "{" not in shown.subject + shown.text


def test_own_words_are_used_and_the_original_ones_come_back(kind: kinds.Kind, now: datetime.datetime) -> None:
    by = UserFactory()
    wordings.keep(kind=kind, language="vi", subject="Mời chị  vào", text="{link}\r\nThân mến", by=by, now=now)
    assert wordings.current(kind=kind, language="vi") == wordings.Words(
        "Mời chị vào", "{link}\nThân mến", is_own=True
    )
    assert not wordings.current(kind=kind, language="zh").is_own
    assert wordings.own_languages() == {kind.name: {"vi"}}
    wordings.reset(kind=kind, language="vi", by=by, now=now)
    assert wordings.current(kind=kind, language="vi") == wordings.original(kind=kind, language="vi")
    assert list(AuditEntry.objects.filter(key__startswith="letters").values_list("key", flat=True)) == [
        "letters.wording.changed",
        "letters.wording.reset",
    ]


def test_saving_the_original_words_keeps_none_of_our_own(kind: kinds.Kind, now: datetime.datetime) -> None:
    first = wordings.original(kind=kind, language="en")
    wordings.keep(kind=kind, language="en", subject="x", text="{link}", by=None, now=now)
    assert (
        wordings.keep(kind=kind, language="en", subject=first.subject, text=first.text, by=None, now=now)
        is None
    )
    assert not Wording.objects.exists()


@pytest.mark.parametrize(
    ("subject", "text", "wrong"),
    [
        ("", "{link}", {"subject": ["Write a subject of at most 200 characters."]}),
        ("x", " ", {"text": ["Write a letter of at most 12000 characters."]}),
        ("x", "no address", {"text": ["{link} must stay in the letter: without it nobody could use it."]}),
        (
            "{secret}",
            "{link} {password} {link.__class__} {0}",
            {
                "subject": [
                    "Nothing can be filled in for {secret}. Use only the words in braces listed below."
                ],
                "text": [
                    "Nothing can be filled in for {password}. Use only the words in braces listed below."
                ],
            },
        ),
    ],
)
def test_a_wording_that_could_not_be_used_is_refused(
    kind: kinds.Kind, now: datetime.datetime, subject: str, text: str, wrong: dict[str, list[str]]
) -> None:
    with pytest.raises(ValidationError) as refused:
        wordings.keep(kind=kind, language="en", subject=subject, text=text, by=None, now=now)
    assert refused.value.message_dict == wrong
    assert not Wording.objects.exists()


def test_values_are_filled_in_once_and_never_evaluated(now: datetime.datetime) -> None:
    values = {
        "name": "{link}",
        "inviter": "{0.__class__}%s",
        "link": "https://example.org",
        "until": "{until}",
    }
    letter = writing.write(
        kind=invitations.KIND, to_address="a@example.org", language="en", values=values, by=None, now=now
    )
    assert letter.text.startswith("Dear {link},\n\n{0.__class__}%s has made an account for you.")


def test_a_letter_without_one_of_its_values_is_not_written(now: datetime.datetime) -> None:
    with pytest.raises(ValueError, match="nothing given for inviter, link, until"):
        writing.write(
            kind=invitations.KIND,
            to_address="a@example.org",
            language="en",
            values={"name": "A"},
            by=None,
            now=now,
        )
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("language", "begins"), [("vi", "Kính gửi Lan,"), ("zh", "Lan，您好："), ("en", "Dear Lan,")]
)
def test_an_invitation_is_in_the_language_of_the_invited(
    now: datetime.datetime, language: str, begins: str
) -> None:
    with override("en"):
        user = users.create(
            email="lan@example.org",
            name="Lan",
            language=language,
            roles=("editor",),
            by=None,
            now=now,
            is_invited=True,
        )
    letter = Letter.objects.get()
    assert letter.text.splitlines()[0] == begins
    assert (letter.to_address, letter.is_secret, letter.about_id) == ("lan@example.org", True, str(user.pk))
    assert f"/{ {'zh': 'zh-hans'}.get(language, language) }/accounts/password/reset/key/" in letter.text
