"""A limit to how long the reading of one page may take, whatever the page makes its readers do."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .content_types import PageError

#: Seconds for one page. The most that is read of any, 300,000 characters, takes a fraction of it.
LONGEST_READING = 60.0
#: The alarm rings again after so many seconds, should a library have swallowed it or it have been put off.
_AGAIN = 1.0


class ReadingTookTooLong(PageError):
    """The page keeps its reader busy for longer than a page of any use would."""

    code = "reading_took_too_long"


class TimeLimit:
    """
    Interrupt what runs inside ``with`` after so many seconds.

    Only a main thread can be interrupted, as the job worker's is, and only on systems that know timers;
    elsewhere there is no limit.

    :raises ReadingTookTooLong: when the time is up
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._is_armed = False
        self._is_put_off = False
        self._before: Any = None

    def __enter__(self) -> TimeLimit:
        if threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer"):
            self._before = signal.signal(signal.SIGALRM, self._ring)
            self._is_armed = True
            signal.setitimer(signal.ITIMER_REAL, self.seconds, _AGAIN)
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_armed:
            self._is_armed = False
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)

    def _ring(self, *_: Any) -> None:
        if self._is_armed and not self._is_put_off:
            raise ReadingTookTooLong(f"not read within {self.seconds:g} seconds")

    @contextmanager
    def put_off(self) -> Iterator[None]:
        """Let what runs inside finish first: a question to a database must not be cut in half."""
        self._is_put_off = True
        try:
            yield
        finally:
            self._is_put_off = False
