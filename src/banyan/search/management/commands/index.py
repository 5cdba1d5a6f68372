"""``index rebuild | run | drain``: the only writer of the index."""

import gc
import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections, connection

from banyan.search.adapters.base import IndexIsLocked, IndexIsMissing
from banyan.search.domain import indexing, outbox

logger = logging.getLogger(__name__)

PAUSE = 1.0  # seconds between looks at the outbox
PAUSE_AFTER_TROUBLE = 5.0


class Command(BaseCommand):
    """Build the index anew, keep it up to date, or bring it up to date once."""

    help = "The search index: rebuild it, run the indexer, or drain the outbox once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the three jobs."""
        parser.add_argument("job", choices=["rebuild", "run", "drain"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the job named."""
        {"rebuild": self._rebuild, "run": self._run, "drain": self._drain}[options["job"]]()

    def _rebuild(self) -> None:
        try:
            count = indexing.rebuild(progress=self._tell)
        except IndexIsLocked as error:
            raise CommandError(
                "Another process is writing the index just now; try again in a moment."
            ) from error
        self.stdout.write(f"{count} documents indexed")

    def _tell(self, count: int) -> None:
        if self.verbosity_is_loud and count % 10_000 == 0 and count:
            self.stdout.write(f"  {count} …")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Remember how talkative to be."""
        self.verbosity_is_loud = options.get("verbosity", 1) >= 1
        return super().execute(*args, **options)

    def _drain(self) -> None:
        total = 0
        try:
            if not indexing.is_current():
                indexing.rebuild()
            while count := outbox.drain():
                total += count
        except IndexIsLocked as error:
            raise CommandError(
                "Another process is writing the index just now; try again in a moment."
            ) from error
        self.stdout.write(f"{total} changes indexed")

    def _run(self) -> None:
        gc.freeze()  # what is loaded stays for good, and need not be looked through with every batch
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            stop.wait(self._one_round())
        connection.close()

    def _one_round(self) -> float:
        """Do what there is to do; return the seconds to wait. Trouble is logged and tried again."""
        close_old_connections()
        try:
            if not indexing.is_current():
                logger.info("search: building the index anew")
                indexing.rebuild()
            return 0.0 if outbox.drain() else PAUSE
        except IndexIsLocked:
            logger.info("search: another process is writing the index; waiting")
        except IndexIsMissing:
            logger.warning("search: the index cannot be read; building it anew")
            self._rebuild_after_damage()
        except (DatabaseError, OSError):
            logger.exception("search: this round failed; trying again")
        return PAUSE_AFTER_TROUBLE

    def _rebuild_after_damage(self) -> None:
        try:
            indexing.rebuild()
        except (IndexIsLocked, DatabaseError, OSError):
            logger.exception("search: the index could not be built; trying again")
