"""What becomes of the names in saved pages when the records they stand for are folded into others."""

from __future__ import annotations

from banyan.registry.domain.folding import KINDS, Stays, register_fold_handler


def register() -> None:
    """Say what becomes of our columns; called once when the application starts."""
    for kind in KINDS:
        register_fold_handler(
            Stays(
                kind=kind,
                column="ingest.mention.record_key",
                why="read through the redirects, so it leads to the kept record by itself",
            )
        )
