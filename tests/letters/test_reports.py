"""Reports of mail servers: the letter that came back is found, whatever else arrives is left alone."""

from __future__ import annotations

import io
import sys
from email import message_from_string
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import LetterFactory

from banyan.letters.adapters import reports
from banyan.letters.domain import sending
from banyan.letters.enums import LetterState

ID = "<17638.1.2@example.org>"


def _report(*, action: str = "failed", attached: str = "message/rfc822", message_id: str = ID) -> bytes:
    """A report as RFC 3464 describes it: words for people, words for machines, the letter or its head."""
    report = MIMEMultipart("report", report_type="delivery-status")
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report.attach(MIMEText("I'm sorry to have to inform you …"))
    status = message_from_string(
        "Content-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mail.example.org\n\n"
        "Final-Recipient: rfc822; lan@example.org\n"
        f"Action: {action}\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 unknown\n   user\n"
    )
    report.attach(status)
    original = f"Message-ID: {message_id}\nSubject: Hello\n\nDear Lan\n"
    report.attach(message_from_string(f"Content-Type: {attached}\n\n{original}"))
    return report.as_bytes()


@pytest.mark.parametrize("attached", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_the_letter_and_the_reason(attached: str) -> None:
    read = reports.read(_report(attached=attached))
    assert read == reports.Report(ID, is_final=True, reason="smtp; 550 5.1.1 unknown user")


def test_a_delay_is_not_final() -> None:
    read = reports.read(_report(action="delayed"))
    assert read is not None
    assert not read.is_final


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: Re: Hello\n\nThank you!",
        _report(action="delivered"),
        _report(message_id=""),
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nAction: failed\n--x--",
    ],
)
def test_what_is_no_report_about_a_letter_is_left_alone(raw: bytes) -> None:
    assert reports.read(raw) is None


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    reports.read(_report() + raw)
    reports.read(raw + _report())
    reports.read(raw)


@pytest.mark.django_db
def test_the_letter_is_marked(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    letter = LetterFactory()
    raw = _report(message_id=letter.message_id)
    assert sending.came_back(raw=_report(action="delayed", message_id=letter.message_id)) is None

    class Standard:
        buffer = io.BytesIO(raw)

    monkeypatch.setattr(sys, "stdin", Standard())
    call_command("bounce")
    assert capsys.readouterr().out == f"letter {letter.pk} came back\n"
    letter.refresh_from_db()
    assert (letter.state, letter.refusal) == (LetterState.BOUNCED, "smtp; 550 5.1.1 unknown user")
    assert sending.came_back(raw=_report(message_id="<other@example.org>")) is None
