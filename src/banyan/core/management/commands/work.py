"""`bin/banyan work`: the job worker, holding a lease, so that a job killed half way is taken up again."""

from __future__ import annotations

import datetime
import gc
import logging
import secrets
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from banyan.core import recurring
from banyan.core.jobs import LEASE_SECONDS, reclaim_abandoned, release_lease, renew_lease

logger = logging.getLogger("banyan.work")


class Command(BaseCommand):
    help = "Run queued jobs until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="stop when the queue is empty")

    def handle(self, *args: Any, batch: bool, **options: Any) -> None:
        gc.freeze()  # what is loaded stays for good; looking through it again took a tenth of an import
        worker_id = secrets.token_hex(8)
        stop = threading.Event()
        renew_lease(worker_id=worker_id, now=timezone.now())
        reclaim_abandoned(now=timezone.now())
        beat = threading.Thread(target=self._beat, args=(worker_id, stop), daemon=True)
        beat.start()
        worker = Worker(
            queue_names=["default"],
            interval=0.5,
            batch=batch,
            backend_name="jobs",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        if threading.current_thread() is threading.main_thread():
            worker.configure_signals()
        try:
            worker.run()
        finally:
            stop.set()
            beat.join(timeout=2)
            release_lease(worker_id=worker_id)

    @staticmethod
    def _beat(worker_id: str, stop: threading.Event) -> None:
        """Renew the lease and look for abandoned and for due jobs, three times per lease."""
        pause = datetime.timedelta(seconds=LEASE_SECONDS / 3).total_seconds()
        while not stop.wait(pause):
            try:
                renew_lease(worker_id=worker_id, now=timezone.now())
                reclaim_abandoned(now=timezone.now())
                recurring.tick(now=timezone.now())
            except Exception:
                logger.exception("the lease could not be renewed, or due jobs not be looked for")
            close_old_connections()
        connection.close()
