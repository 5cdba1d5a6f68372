"""`bin/banyan bounce < report`: take in what a mail server says about a letter that did not arrive."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from banyan.letters.adapters.reports import MOST_BYTES
from banyan.letters.domain import sending


class Command(BaseCommand):
    help = "Read one report of a mail server from standard input, and mark the letter that it is about."

    def handle(self, *args: Any, **options: Any) -> None:
        letter = sending.came_back(raw=sys.stdin.buffer.read(MOST_BYTES))
        self.stdout.write(f"letter {letter.pk} came back" if letter else "no letter of ours came back")
