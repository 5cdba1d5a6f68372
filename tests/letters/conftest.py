"""A real mail server on this machine, which can be told to refuse."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from typing import Any

import pytest
from aiosmtpd.controller import Controller


class Office:
    """What the server does: keeps what it takes, and answers some addresses as it was told."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        #: What is said to an address, for example ``550 no such person``.
        self.answers: dict[str, str] = {}

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append(BytesParser().parsebytes(envelope.content))
        return "250 taken"

    @property
    def addresses(self) -> list[str]:
        """To whom the letters went that were taken, in order."""
        return [str(letter["To"]) for letter in self.taken]


@pytest.fixture
def office(settings: Any) -> Iterator[Office]:
    """A mail server that the settings point to."""
    handler = Office()
    with socket.socket() as probe:  # the server wants to be told a number
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_TIMEOUT = 20
    yield handler
    controller.stop()
