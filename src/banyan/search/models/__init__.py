"""The tables of ``search``."""

from banyan.search.models.outbox import IndexChange

__all__ = ["IndexChange"]
