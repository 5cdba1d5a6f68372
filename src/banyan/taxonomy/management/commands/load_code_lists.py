"""Load the code lists; safe to run again at any time."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from banyan.taxonomy.domain import schemes


class Command(BaseCommand):
    help = "Load the code lists and places from their files. Changes only what differs, deletes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--folder", type=Path, default=schemes.DATA, help="a folder of your own with a manifest.toml"
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            counts = schemes.load_code_lists(now=timezone.now(), folder=folder)
        except schemes.CodeListIsMalformed as error:
            raise CommandError(str(error)) from error
        for each in counts.lists:
            if each.added or each.changed or each.retired:
                self.stdout.write(
                    f"{each.code}: {each.added} added, {each.changed} changed, {each.retired} retired"
                )
        self.stdout.write(
            f"code lists: {counts.added} added, {counts.changed} changed, {counts.retired} retired, "
            f"{counts.unchanged} unchanged"
        )
