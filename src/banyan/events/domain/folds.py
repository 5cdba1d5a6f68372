"""What becomes of organisers and speakers when their records are folded into others."""

from __future__ import annotations

from banyan.registry.domain.folding import Moves, register_fold_handler


def register() -> None:
    """Say what becomes of our rows; called once when the application starts."""
    register_fold_handler(Moves(kind="organisation", column="events.eventorganiser.organisation"))
    register_fold_handler(Moves(kind="person", column="events.appearance.person"))
