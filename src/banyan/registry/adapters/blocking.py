"""
Which pairs of a large register are worth comparing: those that share a rare key.

Comparing everybody with everybody is impossible (a million records are 5 × 10¹¹ pairs), and a block such as
"same country, same first letters" still gives over a thousand million. Names of one body share pieces that
few others have: keys borne by two to fifty records. Of these each record keeps its rarest, and meets those
who bear them.

The keys of a million records do not fit into memory: they are written to files by ranges, and each range is
sorted by itself. Memory therefore depends on the number of ranges, not of records. The pairs come out in the
order of their first, then second number.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from banyan.registry.adapters.block_keys import Blockable, strong_keys, weak_keys

#: A key borne by more records than this says too little. Measured on a generated register: see bench/results.
MOST_BEARERS: Final = 50
#: Rarest keys that a record keeps, beside its exact ones.
KEYS_KEPT: Final = 40
#: Others that a record is compared with at most, those it shares most with. A bound on work.
MOST_PARTNERS: Final = 20
#: Ranges into which keys, records and pairs are cut.
RANGES: Final = 64
#: Entries held before they are written to their files.
_HELD: Final = 1 << 20

_ENTRY = np.dtype([("key", "<i8"), ("number", "<u4"), ("bearers", "<u4")])
_PAIR = np.dtype([("first", "<u4"), ("second", "<u4"), ("weight", "<f4")])
Table = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Blocked:
    """What blocking came to: records read, keys kept, pairs found."""

    records: int
    keys: int
    pairs: int


class _Ranges:
    """Rows kept in one file for each range, appended to, and read a range at a time."""

    def __init__(self, folder: Path, name: str, dtype: Any) -> None:
        self._paths = [folder / f"{name}-{number:02d}" for number in range(RANGES)]
        self._dtype = np.dtype(dtype)

    def put(self, rows: Table, ranges: Table) -> None:
        """Append rows to the files of their ranges."""
        order = np.argsort(ranges, kind="stable")
        rows, edges = rows[order], np.searchsorted(ranges[order], np.arange(RANGES + 1))
        for number, path in enumerate(self._paths):
            start, stop = edges[number], edges[number + 1]
            if stop > start:
                with path.open("ab") as file:
                    file.write(rows[start:stop].tobytes())

    def taken(self) -> Iterator[Table]:
        """Yield the rows range by range, in their order, each file being removed once it was read."""
        for path in self._paths:
            if path.exists():
                rows = np.fromfile(path, dtype=self._dtype)
                path.unlink()
                yield rows


def _range_of_key(keys: Table) -> Table:
    return ((keys >> 1).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(58)).astype(np.int64)


def _range_of_number(numbers: Table, most: int) -> Table:
    return numbers.astype(np.int64) * RANGES // (most + 1)


class _Keys:
    """The first step: keys of records as numbers, written out as they come."""

    def __init__(self, folder: Path) -> None:
        self.ranges = _Ranges(folder, "keys", _ENTRY)
        self._keys, self._numbers = array("q"), array("I")
        self.records = self.most = 0

    def put(self, record: Blockable) -> None:
        # The last bit marks a strong key. A hash that differs from process to process does no harm here:
        # all of one blocking happens in one.
        own = {hash(key) | 1 for key in strong_keys(record)} | {hash(key) & ~1 for key in weak_keys(record)}
        self._keys.extend(own)
        self._numbers.extend([record.number] * len(own))
        self.records += 1
        self.most = max(self.most, record.number)
        if len(self._keys) >= _HELD:
            self.flush()

    def flush(self) -> None:
        rows = np.zeros(len(self._keys), dtype=_ENTRY)
        rows["key"], rows["number"] = self._keys, self._numbers
        self._keys, self._numbers = array("q"), array("I")
        self.ranges.put(rows, _range_of_key(rows["key"]))


def _runs(values: Table) -> tuple[Table, Table]:
    """Return where each run of equal values begins in a sorted table, and how long it is."""
    if not len(values):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    return starts, np.diff(np.r_[starts, len(values)])


def _ranks(lengths: Table) -> Table:
    """Return for runs of these lengths the place of each member within its run."""
    total = int(lengths.sum())
    ranks: Table = np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return ranks


def _rare(keys: _Ranges, out: _Ranges, most: int) -> None:
    """The second step: drop keys of one bearer or too many, and sort what is left by bearer."""
    for rows in keys.taken():
        rows.sort(order=("key", "number"))
        _, lengths = _runs(rows["key"])
        bearers = np.repeat(lengths, lengths)
        rows["bearers"] = bearers
        kept = rows[(bearers >= 2) & (bearers <= MOST_BEARERS)]
        out.put(kept, _range_of_number(kept["number"], most))


def _rarest(rare: _Ranges, out: _Ranges) -> int:
    """The third step: of each record keep the rarest keys and all exact ones; return how many there are."""
    total = 0
    for rows in rare.taken():
        is_strong = (rows["key"] & 1).astype(bool)
        rows = rows[np.lexsort((rows["key"], np.where(is_strong, 0, rows["bearers"]), rows["number"]))]
        _, lengths = _runs(rows["number"])
        kept = rows[(_ranks(lengths) < KEYS_KEPT) | ((rows["key"] & 1) == 1)]
        total += len(kept)
        out.put(kept, _range_of_key(kept["key"]))
    return total


def _meetings(rows: Table) -> Iterator[Table]:
    """Yield the pairs of records that bear one key, weighed by how rare it is."""
    rows.sort(order=("key", "number"))
    starts, lengths = _runs(rows["key"])
    for size in range(2, MOST_BEARERS + 1):
        places = starts[lengths == size]
        if not len(places):
            continue
        first, second = np.triu_indices(size, 1)
        numbers = rows["number"][places[:, None] + np.arange(size)]
        pairs = np.zeros(len(places) * len(first), dtype=_PAIR)
        pairs["first"], pairs["second"] = numbers[:, first].ravel(), numbers[:, second].ravel()
        pairs["weight"] = np.repeat(_weights(rows[places]), len(first))
        yield pairs


def _weights(rows: Table) -> Table:
    """Return what sharing a key is worth: more the rarer it is, most when it is exact."""
    weights: Table = np.log2(1 + MOST_BEARERS / np.maximum(rows["bearers"], 2))
    return np.where(rows["key"] & 1, 20.0, weights)


def _pairs(kept: _Ranges, out: _Ranges, most: int, only: Table | None) -> None:
    """The fourth step: who meets whom; with ``only``, those meetings in which one of these takes part."""
    for rows in kept.taken():
        for pairs in _meetings(rows):
            if only is not None:
                pairs = pairs[np.isin(pairs["first"], only) | np.isin(pairs["second"], only)]
            out.put(pairs, _range_of_number(pairs["first"], most))


def _once(met: _Ranges) -> Iterator[Table]:
    """The fifth step: each pair once, with all it shares, those that share most when there are too many."""
    for rows in met.taken():
        packed = (rows["first"].astype(np.uint64) << np.uint64(32)) | rows["second"]
        order = np.argsort(packed, kind="stable")
        rows, packed = rows[order], packed[order]
        starts, _ = _runs(packed)
        pairs = rows[starts]
        pairs["weight"] = np.add.reduceat(rows["weight"], starts) if len(starts) else 0
        by_weight = np.lexsort((-pairs["weight"], pairs["first"]))
        _, lengths = _runs(pairs["first"])
        kept = by_weight[_ranks(lengths) < MOST_PARTNERS]
        yield pairs[np.sort(kept)]


def candidate_pairs(
    records: Iterable[Blockable],
    *,
    write: Callable[[Table], None],
    folder: Path | None = None,
    only: Collection[int] | None = None,
    progress: Callable[[int], None] = lambda records: None,
) -> Blocked:
    """
    Find the pairs of records worth comparing.

    :param records: each number once; below 2³²
    :param write: called with tables of pairs (``first`` < ``second``, ``weight``), in order
    :param folder: where the ranges are kept meanwhile, some 2 KB a record; the system's place by default
    :param only: numbers of which one must take part in a pair; None for all pairs
    :param progress: called now and then with the number of records read so far
    """
    with TemporaryDirectory(dir=folder, prefix="blocking-") as name:
        place = Path(name)
        keys = _Keys(place)
        for record in records:
            keys.put(record)
            if keys.records % 1000 == 0:
                progress(keys.records)
        keys.flush()
        rare = _Ranges(place, "rare", _ENTRY)
        _rare(keys.ranges, rare, keys.most)
        kept = _Ranges(place, "kept", _ENTRY)
        total_keys = _rarest(rare, kept)
        met = _Ranges(place, "met", _PAIR)
        _pairs(kept, met, keys.most, None if only is None else np.fromiter(only, dtype=np.uint32))
        total = 0
        for pairs in _once(met):
            total += len(pairs)
            write(pairs)
        return Blocked(records=keys.records, keys=total_keys, pairs=total)
