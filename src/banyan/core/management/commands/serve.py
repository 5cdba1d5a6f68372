"""`bin/banyan serve`: web, job worker and indexer from one command, each started again when it dies."""

from __future__ import annotations

import gc
import importlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

#: A part that dies sooner than this after its start is started again after a pause.
_SHORT_LIFE_SECONDS = 5


class Command(BaseCommand):
    help = "Start the web server, the job worker and the indexer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--web-workers", type=int, default=1)

    def handle(self, *args: Any, host: str, port: int, web_workers: int, **options: Any) -> None:
        _refuse_taken_port(host, port)
        parts: dict[str, Callable[[], None]] = {
            "web": partial(_run_web, host=host, port=port, workers=web_workers),
            "worker": partial(_run_command, "work"),
            "indexer": partial(_run_command, "index", "run"),
        }
        # Imported once, before the fork, so that the three share the memory of the code.
        importlib.import_module(settings.ROOT_URLCONF)
        importlib.import_module("granian")
        connections.close_all()
        gc.freeze()
        Supervisor(parts, self.stdout.write).run()


def _refuse_taken_port(host: str, port: int) -> None:
    """Say in one line what a server would otherwise say in a hundred, again and again."""
    try:
        place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(place[0], place[1]) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(place[4])
    except OSError as error:
        raise CommandError(
            f"Nothing can be served at {host}, port {port}: {error.strerror}. Choose another port:"
            " --port N, or PORT=N bin/demo."
        ) from error


def _run_command(*words: str) -> None:
    call_command(*words)


def _run_web(*, host: str, port: int, workers: int) -> None:
    from granian import Granian  # noqa: PLC0415 – threads of its own: only in the web process
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    Granian(
        "banyan.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


class Supervisor:
    """Starts each part in a process of its own and keeps it running until told to stop."""

    def __init__(self, parts: dict[str, Callable[[], None]], say: Callable[[str], Any]) -> None:
        self.parts = parts
        self.say = say
        self.running: dict[int, tuple[str, float]] = {}
        self.is_stopping = False

    def run(self) -> None:
        """Start everything and wait."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for name in self.parts:
            self._start(name)
        while self.running:
            try:
                pid, _ = os.wait()
            except InterruptedError:
                continue
            name, started = self.running.pop(pid, ("", 0.0))
            if not name or self.is_stopping:
                continue
            self.say(f"{name} stopped; starting it again")
            _signal_group(pid, signal.SIGKILL)  # children it left behind would hold its port
            if time.monotonic() - started < _SHORT_LIFE_SECONDS:
                time.sleep(1)
            self._start(name)

    def _start(self, name: str) -> None:
        sys.stdout.flush()
        pid = os.fork()
        if pid:
            self.running[pid] = (name, time.monotonic())
            return
        os.setpgid(0, 0)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        code = 0
        try:
            self.parts[name]()
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1
        except Exception:
            import traceback  # noqa: PLC0415 – only when something broke

            traceback.print_exc()
            code = 1
        finally:
            os._exit(code)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True
        for pid in self.running:
            _signal_group(pid, signal.SIGTERM)


def _signal_group(pid: int, number: int) -> None:
    """Send a signal to a part and everything it started."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        pass  # it has just ended by itself
