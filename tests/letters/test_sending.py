"""Letters reach a real server, wait while it is unwell, and come back when it says so."""

from __future__ import annotations

import datetime
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from tests.factories import LetterFactory, UserFactory

from banyan.core.models import AuditEntry
from banyan.letters.domain import sending
from banyan.letters.enums import LetterState
from banyan.letters.models import Letter

pytestmark = pytest.mark.django_db


def _at(moment: datetime.datetime) -> Any:
    return lambda: moment


def test_a_letter_arrives_with_its_words_and_its_own_id(office, now: datetime.datetime) -> None:
    letter = LetterFactory(
        to_address="lan@example.org",
        to_name="Nguyễn Thị Lan",
        subject="Thư mời: 中文 và tiếng Việt",
        text="Kính gửi chị Lan,\n\n社区 “Ước mơ” 🌳\n.\nHết.",
    )
    assert sending.send_due(clock=_at(now)) == (1, 0)
    (taken,) = office.taken
    assert str(make_header(decode_header(taken["To"]))) == "Nguyễn Thị Lan <lan@example.org>"
    assert str(make_header(decode_header(taken["Subject"]))) == "Thư mời: 中文 và tiếng Việt"
    body = taken.get_payload(decode=True).decode().replace("\r\n", "\n").strip()
    assert body == "Kính gửi chị Lan,\n\n社区 “Ước mơ” 🌳\n.\nHết."
    assert taken["Message-ID"] == letter.message_id
    assert taken["Auto-Submitted"] == "auto-generated"
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.attempts) == (LetterState.SENT, now, 1)
    assert sending.send_due(clock=_at(now)) == (0, 0)


def test_an_address_that_is_refused_does_not_hold_up_the_others(office, now: datetime.datetime) -> None:
    office.answers["gone@example.org"] = "550 5.1.1 no such person"
    gone, fine = LetterFactory(to_address="gone@example.org"), LetterFactory(to_address="fine@example.org")
    assert sending.send_due(clock=_at(now)) == (1, 0)
    gone.refresh_from_db()
    fine.refresh_from_db()
    assert (gone.state, gone.refusal, gone.sent_at) == (LetterState.BOUNCED, "550 5.1.1 no such person", None)
    assert fine.state == LetterState.SENT
    assert office.addresses == ["fine@example.org"]


def test_a_server_that_asks_to_come_again_is_asked_again_later_each_time(
    office, now: datetime.datetime
) -> None:
    office.answers["lan@example.org"] = "451 4.3.0 try again later"
    letter = LetterFactory(to_address="lan@example.org")
    moment, waited = now, []
    for _attempt in sending.PAUSES:
        assert sending.send_due(clock=_at(moment)) == (0, 0)
        letter.refresh_from_db()
        assert letter.state == LetterState.WAITING
        waited.append(letter.next_try_at - moment)
        moment = letter.next_try_at
    assert tuple(waited) == sending.PAUSES
    assert sending.send_due(clock=_at(moment)) == (0, 0)
    letter.refresh_from_db()
    assert (letter.state, letter.refusal) == (LetterState.FAILED, "451 4.3.0 try again later")
    assert letter.attempts == len(sending.PAUSES) + 1
    assert office.taken == []


def test_a_dead_server_costs_one_try_not_one_for_each_letter(settings, now: datetime.datetime) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    LetterFactory.create_batch(3)
    assert sending.send_due(clock=_at(now)) == (0, 2)
    assert sorted(Letter.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    assert not Letter.objects.exclude(state=LetterState.WAITING).exists()


def test_what_a_killed_worker_was_sending_is_sent_again_under_the_same_id(
    office, now: datetime.datetime
) -> None:
    letter = LetterFactory()
    assert sending._next(now=now) == letter  # taken, and then the worker was killed
    assert sending.send_due(clock=_at(now)) == (0, 0)
    later = now + sending.PAUSES[0]
    assert sending.send_due(clock=_at(later)) == (1, 0)
    assert [one["Message-ID"] for one in office.taken] == [letter.message_id]


def test_a_secret_text_is_erased_once_sent_and_once_refused(office, now: datetime.datetime) -> None:
    office.answers["gone@example.org"] = "550 no"
    sent = LetterFactory(is_secret=True, text="https://example.org/let-me-in")
    back = LetterFactory(is_secret=True, text="https://example.org/let-me-in", to_address="gone@example.org")
    sending.send_due(clock=_at(now))
    assert "let-me-in" in office.taken[0].get_payload()
    for letter in (sent, back):
        letter.refresh_from_db()
        assert letter.text == ""
    assert not sending.send_again(letter_id=back.pk, by=None, now=now)


def test_a_line_break_in_a_name_or_subject_is_no_header(office, now: datetime.datetime) -> None:
    LetterFactory(to_name="Lan\r\nBcc: all@example.org", subject="Hello\nBcc: all@example.org")
    assert sending.send_due(clock=_at(now)) == (1, 0)
    assert office.taken[0]["Bcc"] is None
    assert office.taken[0]["Subject"] == "Hello Bcc: all@example.org"


def test_a_letter_that_came_back_can_be_sent_again(office, now: datetime.datetime) -> None:
    office.answers["lan@example.org"] = "550 mailbox full"
    letter = LetterFactory(to_address="lan@example.org")
    sending.send_due(clock=_at(now))
    office.answers.clear()
    by = UserFactory()
    assert sending.send_again(letter_id=letter.pk, by=by, now=now)
    assert not sending.send_again(letter_id=letter.pk, by=by, now=now)
    assert AuditEntry.objects.get(key="letters.letter.sent_again").actor_id == by.pk
    assert sending.send_due(clock=_at(now)) == (1, 0)


def test_a_letter_is_written_with_its_facts_or_not_at_all(
    django_capture_on_commit_callbacks, settings
) -> None:
    @transaction.atomic
    def write_and_fail() -> None:
        LetterFactory()
        raise ZeroDivisionError

    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert (Letter.objects.count(), callbacks, mail.outbox) == (0, [], [])


@pytest.mark.parametrize("values", [{"state": "lost"}, {"language": "fr"}, {"state": "sent"}])
def test_the_database_refuses_what_cannot_be(values: dict[str, str]) -> None:
    letter = LetterFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**values)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_workers_never_take_the_same_letter(now: datetime.datetime) -> None:
    first, second = LetterFactory(), LetterFactory()
    with transaction.atomic():
        locked = (
            Letter.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(state=LetterState.WAITING)
            .order_by("next_try_at", "pk")
            .first()
        )
        assert locked == first
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute(
                    "SELECT id FROM letters_letter WHERE state = 'waiting' ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED"
                )
                assert cursor.fetchone()[0] == second.pk
        finally:
            other.close()
