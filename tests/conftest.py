"""What every test may use: a fixed time, an index of its own, an empty cache, no network."""

from __future__ import annotations

import datetime
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from hypothesis import settings as hypothesis_settings
from tests.factories.base import NOW

from banyan.search.domain import engines, indexing

# A busy machine is slow, not wrong: no example is judged by the clock.
hypothesis_settings.register_profile("unhurried", deadline=None)
hypothesis_settings.load_profile("unhurried")


@pytest.fixture
def now() -> datetime.datetime:
    """The time at which tests happen."""
    return NOW


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Limits counted in one test do not reach the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, settings: Any) -> None:
    """What a test saves lies in its own folder, never in the one of this checkout."""
    settings.DATA_DIR = tmp_path


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be spoken to."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        is_local = not isinstance(address, tuple) or str(address[0]) in ("127.0.0.1", "::1", "localhost")
        if not is_local:
            raise OSError(f"The network is off in tests: {address}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def index(tmp_path: Path, settings: Any) -> Iterator[Callable[[], int]]:
    """An index folder of its own; call the fixture to index everything there is."""
    settings.BANYAN_INDEX_DIR = tmp_path / "index"
    engines._engine.cache_clear()
    yield indexing.rebuild
    engines.current_engine().close()
    engines._engine.cache_clear()
