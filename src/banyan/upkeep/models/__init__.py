"""The tables of keeping a centre in order."""

from .backup import Backup

__all__ = ["Backup"]
