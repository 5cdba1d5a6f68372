"""Which engine this process asks: chosen by ``BANYAN_SEARCH_ENGINE``, lying in ``BANYAN_INDEX_DIR``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from banyan.search.adapters.base import Engine

ENGINES = ("tantivy", "fts5")


class UnknownEngine(ValueError):
    """``BANYAN_SEARCH_ENGINE`` names an engine that does not exist."""


@lru_cache(maxsize=4)
def _engine(name: str, folder: Path) -> Engine:
    if name == "tantivy":
        from banyan.search.adapters.tantivy_engine import TantivyEngine  # noqa: PLC0415 - no wheel everywhere

        return TantivyEngine(folder / "tantivy")
    if name == "fts5":
        from banyan.search.adapters.fts5_engine import Fts5Engine  # noqa: PLC0415 - loaded if used

        return Fts5Engine(folder / "fts5")
    raise UnknownEngine(f"{name!r} is none of {', '.join(ENGINES)}")


def current_engine() -> Engine:
    """
    Return the engine the settings name, one object per process.

    :raises UnknownEngine: if the setting names none of ``ENGINES``
    """
    return _engine(settings.BANYAN_SEARCH_ENGINE, Path(settings.BANYAN_INDEX_DIR))
