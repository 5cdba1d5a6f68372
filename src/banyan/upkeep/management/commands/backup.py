"""`bin/banyan backup`: everything of a centre in one file, while it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils import timezone

from banyan.upkeep.adapters.sqlite_copy import CopyIsBroken
from banyan.upkeep.domain import backups
from banyan.upkeep.domain.snapshots import TablesAreOutOfDate


class Command(BaseCommand):
    help = "Write everything of this centre into one file, while it runs. The file is private: guard it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FILE", help="not into the folder of backups")

    def handle(self, *args: Any, to: Path | None, **options: Any) -> None:
        try:
            made = backups.make(by=None, now=timezone.now(), target=to.resolve() if to else None)
        except backups.BackupIsRunning:
            raise CommandError("Another backup is being made just now; try again when it is done.") from None
        except FileExistsError as error:
            raise CommandError(f"{error} is there already; choose another name.") from None
        except TablesAreOutOfDate:
            raise CommandError("The tables are not those of this version: run bin/banyan setup.") from None
        except CopyIsBroken as error:
            raise CommandError(f"The database itself is damaged, no backup was made: {error}") from None
        except OperationalError as error:
            raise CommandError(
                f"The database is too busy ({error}). A file under that name is whole all the same."
            ) from None
        except OSError as error:
            raise CommandError(f"No backup was made: {error}") from None
        self.stdout.write(f"{made.place}  {made.size / 1e6:.1f} MB  {made.seconds:.0f} s")
