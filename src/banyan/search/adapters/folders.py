"""
Where an index lies: one folder per build, a file that names the current one, a lock for the only writer.

Swapping is one ``os.replace`` of the small file, so a reader sees the old build or the new one, never half
of either.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from banyan.search.adapters.base import IndexIsLocked, IndexIsMissing

try:
    import fcntl
except ImportError:  # Windows has no flock; there the engine's own lock is the only one
    fcntl = None  # type: ignore[assignment]


ATTEMPTS = 5  # to open a build that a swap may remove under the reader's hands


class BuildFolders:
    """The folders of one engine's index."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / "current.json"
        self._read: tuple[bytes, Path, str] = (b"", root, "")  # what the pointer said last, and what it means

    def stamp(self) -> bytes:
        """
        Return what changes when the current build is swapped (empty if there is none).

        It is what the pointer says: clocks of files are coarse and their numbers are given out again.
        """
        try:
            return self._pointer.read_bytes()
        except OSError:
            return b""

    def current(self) -> tuple[Path, str]:
        """
        Return the folder of the current build and the version of who made it.

        :raises IndexIsMissing: if nothing was ever built or the pointer is unreadable
        """
        said, folder, version = self._read  # one look: other threads may change it meanwhile
        try:
            says = self._pointer.read_bytes()
            if says != said:
                named = json.loads(says)
                folder, version = self.root / str(named["folder"]), str(named["version"])
                self._read = (says, folder, version)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexIsMissing(str(self.root)) from error
        if not folder.is_dir():
            raise IndexIsMissing(str(folder))
        return folder, version

    def new(self) -> Path:
        """Make an empty folder for a build that nobody reads yet."""
        folder = self.root / f"build-{secrets.token_hex(6)}"
        folder.mkdir(parents=True)
        return folder

    def swap(self, folder: Path, *, version: str) -> None:
        """Make ``folder`` the current build and remove the others."""
        draft = self._pointer.with_suffix(".new")
        with draft.open("w", encoding="utf-8") as out:
            json.dump({"folder": folder.name, "version": version}, out)
            out.flush()
            os.fsync(out.fileno())
        os.replace(draft, self._pointer)
        for other in self.root.glob("build-*"):
            if (
                other != folder
            ):  # readers keep what they have open; a folder that cannot go yet goes next time
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """
        Hold the writer's lock; the system lets go of it if the process dies.

        :raises IndexIsLocked: if another process holds it
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "writer.lock").open("w") as handle:
            if fcntl is not None:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError as error:
                    raise IndexIsLocked(str(self.root)) from error
            yield
