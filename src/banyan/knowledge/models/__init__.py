"""The pages of the centre."""

from .page import TextPage

__all__ = ["TextPage"]
