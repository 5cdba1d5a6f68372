"""``find-duplicates``: search the register for records that are there twice; for a nightly timer."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from banyan.registry.domain import searching
from banyan.registry.enums import MergedKind, RunState


class Command(BaseCommand):
    """Search what has changed since the last search, or everything, and wait for the end."""

    help = "Search the directory for records that are there twice. Pairs are put into the queue of the desk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="everything, not only what has changed")
        parser.add_argument("--kind", choices=MergedKind.values, default=MergedKind.ORGANISATION.value)
        parser.add_argument("--later", action="store_true", help="leave the work to the job worker")
        parser.add_argument(
            "--splink", action="store_true", help="let Splink find the pairs (see docs/duplicates.md)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = searching.start(
                kind=options["kind"],
                is_full=options["all"] or options["splink"],
                by=None,
                now=timezone.now(),
                engine="splink" if options["splink"] else "",
                is_queued=options["later"],
            )
        except searching.SearchIsRunning as error:
            raise CommandError("A search is running already; see the desk under Duplicates.") from error
        goes_on = not options["later"]
        while goes_on:
            state = searching.work(run_id=run.pk, now=timezone.now(), queue_next=False)
            run.refresh_from_db()
            self.stdout.write(f"{run.done} of {run.total} pairs compared, {run.found} found")
            goes_on = state in (RunState.WAITING, RunState.READING, RunState.WORKING)
