"""`bin/banyan setup`: everything a new or updated centre needs before it starts. Safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand

_STEPS = (
    ("tables", ("migrate", "--verbosity=0")),
    ("code lists", ("load_code_lists",)),
    ("first pages", ("make_first_pages",)),
)


class Command(BaseCommand):
    help = "Make or update tables, code lists and first pages."

    def handle(self, *args: Any, **options: Any) -> None:
        for label, command in _STEPS:
            self.stdout.write(f"{label} …")
            self.stdout.flush()
            call_command(*command)
        # The cache outlives an update and a backup put back: what it remembers may not fit these tables.
        cache.clear()
