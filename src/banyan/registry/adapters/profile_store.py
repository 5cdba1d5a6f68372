"""What is known of every record, on disk, so that millions of pairs can be compared without the database."""

from __future__ import annotations

import pickle
from array import array
from collections import OrderedDict
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np

from banyan.registry.adapters.matching import Profile

#: Profiles kept in memory while pairs are compared: some 60 MB.
_HELD: Final = 20_000


class ProfileWriter:
    """Writes profiles one after another; numbers must rise."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers, self._places = array("I"), array("Q")
        self._file = (folder / "profiles").open("wb")

    def __enter__(self) -> ProfileWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        np.save(self._folder / "numbers.npy", np.frombuffer(self._numbers, dtype=np.uint32))
        np.save(self._folder / "places.npy", np.frombuffer(self._places, dtype=np.uint64))

    def put(self, number: int, profile: Profile) -> None:
        """Add one profile."""
        self._numbers.append(number)
        self._places.append(self._file.tell())
        self._file.write(pickle.dumps(profile, protocol=pickle.HIGHEST_PROTOCOL))


class ProfileStore:
    """Reads what a :class:`ProfileWriter` wrote, from any place, keeping those used last in memory."""

    def __init__(self, folder: Path) -> None:
        self._numbers = np.load(folder / "numbers.npy")
        self._places = np.load(folder / "places.npy")
        self._file = (folder / "profiles").open("rb")
        self._held: OrderedDict[int, Profile] = OrderedDict()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def get(self, number: int) -> Profile:
        """
        Return the profile of a number.

        :raises KeyError: if none was written for it
        """
        held = self._held.get(number)
        if held is not None:
            self._held.move_to_end(number)
            return held
        place = int(np.searchsorted(self._numbers, number))
        if place == len(self._numbers) or self._numbers[place] != number:
            raise KeyError(number)
        self._file.seek(int(self._places[place]))
        # Written a moment ago by this very search, in the centre's own folder, which is closed to others.
        profile: Profile = pickle.load(self._file)  # noqa: S301
        self._held[number] = profile
        if len(self._held) > _HELD:
            self._held.popitem(last=False)
        return profile
