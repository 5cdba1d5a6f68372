"""`bin/demo` prepares a demonstration with this command; `bin/demo` itself then starts it."""

from __future__ import annotations

import io
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from banyan.accounts.domain import users
from banyan.accounts.enums import Role
from banyan.accounts.models import User
from banyan.ingest.domain import clippings, demonstration

_SIGN_INS = (
    ("administrator@example.org", "Administrator", (Role.ADMINISTRATOR,)),
    ("editor@example.org", "Editor", (Role.EDITOR,)),
)


class Command(BaseCommand):
    help = "Prepare a demonstration."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--documents", type=Path, help="clip what lies in this folder instead")
        parser.add_argument("--summary-only", action="store_true", help="print the counts and stop")

    def handle(self, *args: Any, documents: Path | None, summary_only: bool, **options: Any) -> None:
        if not summary_only:
            call_command("setup")
            by = self._sign_ins()
            self.stdout.write("index …")
            call_command("index", "rebuild")
            if documents is not None:
                self._clip_folder(documents, by)
            else:
                self._clip_own_pages(by)
        self.stdout.write(f"demo: {demonstration.count()}")

    def _sign_ins(self) -> User:
        """Make the two accounts once, with a password of this machine's own, kept in the data folder."""
        path = settings.DATA_DIR / "demo-password"
        if not path.exists():
            path.write_text("-".join(secrets.token_hex(2) for _ in range(3)))
            path.chmod(0o600)
        password = path.read_text().strip()
        for email, name, roles in _SIGN_INS:
            if not User.objects.filter(email=email).exists():
                users.create(
                    email=email,
                    name=name,
                    language="en",
                    roles=roles,
                    password=password,
                    by=None,
                    now=timezone.now(),
                )
        return User.objects.get(email=_SIGN_INS[1][0])

    def _clip_own_pages(self, by: User) -> None:
        folder = settings.BASE_DIR / "demo"
        decisions = demonstration.decisions_of(folder / "decisions.json")
        files = demonstration.readable_files(folder / "pages")
        for path, clipping in demonstration.clip_files(files=files, by=by, now=timezone.now()):
            decided = demonstration.apply_decisions(
                clipping=clipping, decisions=decisions.get(path.name, []), by=by, now=timezone.now()
            )
            self._say(path, clipping, f"{decided} decided")

    def _clip_folder(self, folder: Path, by: User) -> None:
        files = demonstration.readable_files(folder)
        for path, clipping in demonstration.clip_files(files=files, by=by, now=timezone.now()):
            accepted = clippings.accept_certain(clipping=clipping, by=by, now=timezone.now())
            self._say(path, clipping, f"{len(accepted)} certain, accepted")

    def _say(self, path: Path, clipping: Any, outcome: str) -> None:
        call_command("index", "drain", stdout=io.StringIO())
        self.stdout.write(f"read {path.name}: {clipping.get_state_display()}, {outcome}")
        self.stdout.flush()
