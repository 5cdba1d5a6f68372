"""`bin/banyan restore FILE`: a backup put back, onto this machine's database, whichever that is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from banyan.upkeep.adapters.archive import BackupIsDamaged
from banyan.upkeep.adapters.carrying import RowsDoNotFit
from banyan.upkeep.adapters.sqlite_copy import CopyIsBroken
from banyan.upkeep.domain import restoring


class Command(BaseCommand):
    help = "Put a backup back: into an empty data folder, or with --replace in place of what is there."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="keep what is there aside, and put the backup in its place"
        )

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            aside = restoring.restore(
                path=file,
                is_replacing=replace,
                now=timezone.now(),
                say=lambda words: self.stdout.write(f"{words} …"),
            )
        except restoring.CentreIsRunning:
            raise CommandError(
                "Banyan is running here. Stop it, wait a quarter of a minute, and try again."
            ) from None
        except restoring.CentreIsThere:
            raise CommandError(
                "There is a centre here already; nothing was changed. With --replace it is kept aside, and"
                " the backup takes its place."
            ) from None
        except restoring.BackupIsNewer as error:
            raise CommandError(
                f"This backup was made by a newer version of Banyan; update first. Not known here: {error}"
            ) from None
        except (BackupIsDamaged, CopyIsBroken) as error:
            raise CommandError(f"This backup cannot be used; nothing was changed. {error}") from None
        except RowsDoNotFit as error:
            raise CommandError(
                f"This database refuses what is in the backup: {error}. Its tables are half made: empty it,"
                " or run again with --replace."
            ) from None
        if aside is not None:
            self.stdout.write(f"What was here is kept in {aside}.")
        self.stdout.write(self.style.SUCCESS("The backup is back. Everybody has to sign in again."))
