"""Handing a letter to the mail server."""

from __future__ import annotations

import smtplib
from email.utils import formataddr

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend


class LetterIsRefused(Exception):
    """The server will never take this letter: there is no such address, or it is not wanted."""


class ServerIsUnwell(Exception):
    """The letter did not go now; later it may."""


#: Answers of a server that are for good (RFC 5321, 4.2.1): 5yz. 4yz ask to come again.
_FOR_GOOD = range(500, 600)


def connect() -> BaseEmailBackend:
    """Return an unopened connection as the settings say; several letters may go over it."""
    connection: BaseEmailBackend = get_connection(fail_silently=False)
    return connection


def send(
    *, connection: BaseEmailBackend, address: str, name: str, subject: str, text: str, message_id: str
) -> None:
    """
    Hand over one letter.

    :raises LetterIsRefused: if the server refuses it for good
    :raises ServerIsUnwell: if it cannot be reached, or asks to come again
    """
    message = EmailMessage(
        subject=subject,
        body=text,
        to=[formataddr((name, address)) if name else address],
        # RFC 3834: nobody's "out of office" answers this.
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _trouble(code, _words(code, words)) from error
    except smtplib.SMTPAuthenticationError as error:
        # The centre's own password is wrong: no fault of this letter.
        raise ServerIsUnwell(_words(error.smtp_code, error.smtp_error)) from error
    except smtplib.SMTPResponseException as error:
        raise _trouble(error.smtp_code, _words(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise ServerIsUnwell(f"{type(error).__name__}: {error}") from error


def _trouble(code: int, words: str) -> LetterIsRefused | ServerIsUnwell:
    return LetterIsRefused(words) if code in _FOR_GOOD else ServerIsUnwell(words)


def _words(code: int, words: bytes | str) -> str:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {said}"[:1000]
