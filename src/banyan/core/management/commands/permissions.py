"""`bin/banyan permissions`: who may do what, written from the tables that the doors themselves use."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from banyan.core.permissions import TABLE

_HEAD = """# Who may do what

Written by `bin/banyan permissions` from the tables in the packages; a test compares the two.
Every page of the desk names one of these permissions, and `tests/web/test_routes.py` walks every address as a
visitor, as somebody without a role, as an editor and as an administrator.

| permission | what it lets one do | who has it |
|---|---|---|
"""


def as_markdown() -> str:
    """Return the table, by permission; who has it is the first sentence of the rule's own predicate."""
    lines = []
    for name in sorted(TABLE):
        rule = TABLE[name]
        who = (inspect.getdoc(rule.allows) or "").split("\n\n")[0].replace("\n", " ")
        lines.append(f"| `{name}` | {rule.sentence} | {who} |\n")
    return _HEAD + "".join(lines)


class Command(BaseCommand):
    help = "Write docs/permissions.md from the tables of permissions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the file is current")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "permissions.md"
        text = as_markdown()
        if not check:
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{len(TABLE)} permissions")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError("docs/permissions.md is not current: run `bin/banyan permissions`.")
