"""Letters, as a package of ours writes them."""

from __future__ import annotations

from typing import Any

import factory
from tests.factories.base import NOW, DomainFactory

from banyan.letters.domain import writing
from banyan.letters.models import Letter


class LetterFactory(DomainFactory):
    """A letter that waits in the outbox."""

    class Meta:
        model = Letter

    kind = "password_reset_key"
    to_address = factory.Sequence("reader{}@example.org".format)
    to_name = ""
    language = "vi"
    subject = "Thư thử"
    text = "Kính gửi chị,\n\nĐây là thư thử."
    is_secret = False
    by = None
    now = NOW

    @staticmethod
    def make(**values: Any) -> Letter:
        return writing.post(**values)
