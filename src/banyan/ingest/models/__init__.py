"""The tables of clipping."""

from .clipping import Clipping, Mention

__all__ = ["Clipping", "Mention"]
