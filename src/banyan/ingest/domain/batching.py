"""How many rows of an import to write, or to take back, in one transaction."""

from __future__ import annotations

from typing import Final

#: What one transaction may take, in seconds, so that nobody waits noticeably; batches are cut to fit.
SECONDS: Final = 0.15
SMALLEST: Final = 20
LARGEST: Final = 800
FIRST: Final = 100


class BatchSize:
    """How many rows to take together, so that a transaction stays short on this machine: ``rows``."""

    def __init__(self) -> None:
        self.rows = FIRST

    def learn(self, rows: int, seconds: float) -> None:
        """Learn that so many rows took so long."""
        wanted = int(rows * SECONDS / max(seconds, 0.001))
        self.rows = max(SMALLEST, min(LARGEST, wanted, self.rows * 2))
