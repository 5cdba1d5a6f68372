"""Folders for files as they came, in the data folder, under no public address."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """A folder of the data folder as that is set at the time of use."""

    folder = "files"

    @property
    def base_location(self) -> str:  # type: ignore[override]
        return str(settings.DATA_DIR / self.folder)

    @property
    def location(self) -> str:  # type: ignore[override]
        return os.path.abspath(self.base_location)
