"""What is kept of files."""

from .upload import Upload

__all__ = ["Upload"]
