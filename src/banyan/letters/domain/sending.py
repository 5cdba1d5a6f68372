"""
Sending what waits in the outbox.

An attempt is written down before it is made, with the time of the next one: a worker killed in the middle
of it costs a delay and never a letter. The letter is then sent once more under the same message id.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from typing import Final

from django.db import transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.letters.adapters import post, reports
from banyan.letters.enums import LetterState
from banyan.letters.models import Letter

logger = logging.getLogger("banyan.letters")

#: How long to wait after each attempt; after the last one a letter counts as not sent. Two days in all, as
#: mail servers themselves do at the least (RFC 5321, 4.5.4.1, asks for four to five; a sign-in link is dead
#: by then).
PAUSES: Final = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440, 1440))
#: Letters sent by one job; what is left waits for the next.
MOST_AT_ONCE: Final = 200


def send_due(*, clock: Callable[[], datetime.datetime], most: int = MOST_AT_ONCE) -> tuple[int, int]:
    """
    Send the letters whose time has come, the oldest first.

    If the server itself is unwell, the rest is not tried now.

    :return: how many were sent, and how many are due still
    """
    connection = post.connect()
    sent = 0
    try:
        while sent < most and (letter := _next(now=clock())) is not None:
            try:
                post.send(
                    connection=connection,
                    address=letter.to_address,
                    name=letter.to_name,
                    subject=letter.subject,
                    text=letter.text,
                    message_id=letter.message_id,
                )
            except post.LetterIsRefused as refusal:
                _settle(letter, LetterState.BOUNCED, refusal=str(refusal))
            except post.ServerIsUnwell as trouble:
                # Without an address in it: logs are read by people who look after machines.
                logger.warning("letter %s was not sent: %s", letter.pk, trouble)
                is_last = letter.attempts > len(PAUSES)
                _settle(letter, LetterState.FAILED if is_last else LetterState.WAITING, refusal=str(trouble))
                break
            else:
                _settle(letter, LetterState.SENT, sent_at=clock())
                sent += 1
    finally:
        connection.close()
    return sent, Letter.objects.filter(state=LetterState.WAITING, next_try_at__lte=clock()).count()


@transaction.atomic
def _next(*, now: datetime.datetime) -> Letter | None:
    """Take the next letter, and write down that it is being tried."""
    due = Letter.objects.filter(state=LetterState.WAITING, next_try_at__lte=now)
    letter = due.select_for_update(skip_locked=True, of=("self",)).order_by("next_try_at", "pk").first()
    if letter is None:
        return None
    pause = PAUSES[min(letter.attempts, len(PAUSES) - 1)]
    letter.attempts, letter.next_try_at = letter.attempts + 1, now + pause
    letter.save(update_fields=["attempts", "next_try_at"])
    return letter


def _settle(
    letter: Letter, state: str, *, refusal: str = "", sent_at: datetime.datetime | None = None
) -> None:
    letter.state, letter.refusal, letter.sent_at = state, refusal, sent_at
    if letter.is_secret and state != LetterState.WAITING:
        letter.text = ""
    letter.save(update_fields=["state", "refusal", "sent_at", "text"])


@transaction.atomic
def send_again(*, letter_id: int, by: User | None, now: datetime.datetime) -> bool:
    """
    Put a letter that failed or came back into the outbox again.

    :return: False if it cannot be: it has been sent, waits already, or its secret text has been erased
    """
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter_id)
    if letter.state not in (LetterState.FAILED, LetterState.BOUNCED) or not letter.text:
        return False
    letter.state, letter.attempts, letter.next_try_at, letter.sent_at = LetterState.WAITING, 0, now, None
    letter.save(update_fields=["state", "attempts", "next_try_at", "sent_at"])
    audit.record(key="letters.letter.sent_again", subject=letter, by=by, now=now)
    return True


@transaction.atomic
def came_back(*, raw: bytes) -> Letter | None:
    """
    Take in the report of a mail server, and mark the letter that it is about; None if it is about none of
    ours.

    A report of a delay changes nothing: the other server is still trying.
    """
    report = reports.read(raw)
    if report is None or not report.is_final:
        return None
    letter = Letter.objects.select_for_update(of=("self",)).filter(message_id=report.message_id).first()
    if letter is not None:
        letter.state, letter.refusal = LetterState.BOUNCED, report.reason
        letter.save(update_fields=["state", "refusal"])
    return letter
