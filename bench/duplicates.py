"""
Duplicates in a generated register: what blocking finds, what the matcher makes of it, and what others do.

    python bench/duplicates.py [--size 200000] [--sample 8] [--write]

Each part runs in a process of its own, so that its peak memory is its own: our blocking and matcher, Splink
on DuckDB with the same fields where it is installed, and the block "same country, same first four letters".
The matcher looks at one pair in ``--sample``, drawn at random; its counts are scaled up. ``--write`` puts the
tables into ``bench/results/duplicates.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import numpy as np  # noqa: E402 - the source folder must be found first
from bench.planted_duplicates import Made, register  # noqa: E402

PAGE = """# Duplicates

`python bench/duplicates.py --size {size} --sample {sample} --write`, Python {python}, {cores} cores, a busy
machine: CPU seconds are of the process alone. {size:,} generated organisations, {true:,} pairs are one.

**The errors were planted by the same hand that wrote the search, and the names are made up: read which method
does better, not how good any of them is on a real register.**

## Which pairs are looked at

| | pairs | recall | CPU s | peak memory, MB |
|---|---|---|---|---|
{blocking}

Recall of ours by what was done to the copy: {errors}. A copy may carry two errors.

## Which pairs are said to be one

| | P | R | F1 | CPU s, all steps | peak memory, MB |
|---|---|---|---|---|---|
{linking}

R is of all planted pairs, those that blocking missed counted. The matcher compared one pair in {sample},
drawn at random; CPU seconds are scaled up. "Certain" pairs, which may be merged together, are those whose
names agree and that share a number or a web address. Splink learns without labels and with its own blocks on
the same fields; somebody who tunes it longer will get more out of it.
"""


def key_of(first: int, second: int) -> int:
    """Return a pair as one number."""
    return (first << 32) | second


def true_keys(size: int) -> tuple[np.ndarray, dict[int, tuple[str, ...]]]:
    """Return the planted pairs, sorted, and what was done to each copy."""
    bodies: dict[int, list[int]] = defaultdict(list)
    errors: dict[int, tuple[str, ...]] = {}
    for record in register(size):
        bodies[record.body].append(record.number)
        if record.errors:
            errors[record.number] = record.errors
    keys = [
        key_of(first, second)
        for numbers in bodies.values()
        for place, first in enumerate(numbers)
        for second in numbers[place + 1 :]
    ]
    return np.sort(np.array(keys, dtype=np.uint64)), errors


def profile(record: Made) -> Any:
    """Return a record as the matcher sees it."""
    from banyan.registry.adapters.matching import Name, Profile

    return Profile(
        key=str(record.number),
        names=tuple(Name(*name) for name in record.names),
        country=record.country,
        places=(record.place,) if record.place else (),
        identifiers=frozenset([("made", record.identifier)] if record.identifier else []),
        websites=(record.website,) if record.website else (),
        founded=record.founded,
    )


def blockable(record: Made) -> Any:
    """Return a record as blocking sees it."""
    from banyan.registry.adapters.block_keys import Blockable, host_of

    exact = (f"made:{record.identifier}" if record.identifier else "", host_of(record.website))
    return Blockable(record.number, tuple(name[0] for name in record.names), record.country, exact)


def spent() -> dict[str, float]:
    """Return CPU seconds and peak memory of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"cpu": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024}


def ours(size: int, folder: Path, sample: int) -> dict[str, Any]:
    """Block and write the pairs into the folder."""
    from banyan.registry.adapters.blocking import candidate_pairs

    with (folder / "pairs").open("wb") as file:

        def write(table: Any) -> None:
            ((table["first"].astype(np.uint64) << np.uint64(32)) | table["second"]).tofile(file)

        told = candidate_pairs(map(blockable, register(size)), write=write, folder=folder)
    return {"pairs": told.pairs, **spent()}


def matcher(size: int, folder: Path, sample: int) -> dict[str, Any]:
    """Compare one pair in ``sample`` of those blocking found; write those said to be one."""
    from banyan.registry.adapters.matching import compare
    from banyan.registry.adapters.matching.lexicon import shipped
    from banyan.registry.adapters.profile_store import ProfileStore, ProfileWriter

    with ProfileWriter(folder) as writer:
        for record in register(size):
            writer.put(record.number, profile(record))
    pairs, dice = np.fromfile(folder / "pairs", dtype=np.uint64), random.Random(5)
    pairs = pairs[np.sort(np.array(dice.sample(range(len(pairs)), len(pairs) // sample), dtype=np.int64))]
    store, lexicon = ProfileStore(folder), shipped()
    before = spent()["cpu"]
    rows = []
    for pair in pairs.tolist():
        made = compare(store.get(pair >> 32), store.get(pair & 0xFFFFFFFF), lexicon=lexicon)
        if made.score >= 0.3 and not made.vetoes:
            codes = {reason.code for reason in made.reasons}
            rows.append((pair, made.score, bool(codes & {"same_identifier", "same_website"})))
    used = spent()
    (folder / "matched.json").write_text(json.dumps(rows))
    return {"cpu": before + (used["cpu"] - before) * sample, "mb": used["mb"], "compared": len(pairs)}


def prefix(size: int, folder: Path, sample: int) -> dict[str, Any]:
    """Count the pairs of one country whose names begin with the same four letters; keep which records."""
    from banyan.search.domain.normalise import fold

    blocks: Counter[str] = Counter()
    with (folder / "prefixes").open("w") as file:
        for record in register(size):
            own = {f"{record.country}{fold(name[0])[:4]}" for name in record.names}
            blocks.update(own)
            file.write(json.dumps([record.number, record.body, sorted(own)]) + "\n")
    return {"pairs": sum(number * (number - 1) // 2 for number in blocks.values()), **spent()}


def splink(size: int, folder: Path, sample: int) -> dict[str, Any]:
    """Link by Splink on DuckDB."""
    from banyan.registry.adapters.splink_linker import SplinkIsMissing, link, linkable

    records = (linkable(record.number, profile(record)) for record in register(size))
    try:
        rows = [
            (key_of(first, second), share, False) for first, second, share in link(records, folder=folder)
        ]
    except SplinkIsMissing:
        return {}
    (folder / "splink.json").write_text(json.dumps(rows))
    return spent()


PARTS: dict[str, Callable[[int, Path, int], dict[str, Any]]] = {
    "ours": ours,
    "matcher": matcher,
    "prefix": prefix,
    "splink": splink,
}


def run(part: str, size: int, folder: Path, sample: int) -> dict[str, Any]:
    """Run one part in a process of its own."""
    print(f"{part} …", flush=True)
    asked = [sys.executable, __file__, "--part", part, "--folder", str(folder)]
    done = subprocess.run(
        [*asked, "--size", str(size), "--sample", str(sample)], capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout.strip().splitlines()[-1])
    print(told, flush=True)
    return dict(told)


def prefix_recall(folder: Path, true: np.ndarray) -> float:
    """Return the share of planted pairs that share a prefix."""
    bodies: dict[int, list[set[str]]] = defaultdict(list)
    with (folder / "prefixes").open() as file:
        for line in file:
            _, body, own = json.loads(line)
            bodies[body].append(set(own))
    hits = sum(
        bool(first & second)
        for several in bodies.values()
        for place, first in enumerate(several)
        for second in several[place + 1 :]
    )
    return hits / len(true)


def quality(rows: list[Any], true: set[int], scale: int) -> tuple[float, float, float]:
    """Return precision, recall and F1 of pairs said to be one."""
    right = sum(pair in true for pair, _, _ in rows)
    precision, recall = right / max(1, len(rows)), right * scale / len(true)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def lines_of_linking(folder: Path, true: set[int], parts: dict[str, Any], sample: int) -> Iterator[str]:
    """Yield the rows of the second table."""
    rows = json.loads((folder / "matched.json").read_text())
    total = parts["ours"]["cpu"] + parts["matcher"]["cpu"]
    for label, wanted in (
        ("ours, worth asking (0.5)", [row for row in rows if row[1] >= 0.5]),
        ("ours, 0.8", [row for row in rows if row[1] >= 0.8]),
        ("ours, certain", [row for row in rows if row[1] >= 0.95 and row[2]]),
    ):
        precision, recall, both = quality(wanted, true, sample)
        memory = max(parts["ours"]["mb"], parts["matcher"]["mb"])
        yield f"| {label} | {precision:.3f} | {recall:.3f} | {both:.3f} | {total:.0f} | {memory:.0f} |"
    if not parts["splink"]:
        yield "| Splink on DuckDB | not installed | | | | |"
        return
    found = json.loads((folder / "splink.json").read_text())
    for bar in (0.5, 0.9):
        precision, recall, both = quality([row for row in found if row[1] >= bar], true, 1)
        cost = f"{parts['splink']['cpu']:.0f} | {parts['splink']['mb']:.0f}"
        yield f"| Splink on DuckDB, {bar} | {precision:.3f} | {recall:.3f} | {both:.3f} | {cost} |"


def main() -> None:
    """Run every part and print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=200_000)
    parser.add_argument("--sample", type=int, default=8)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--part", choices=list(PARTS))
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    if asked.part:
        print(json.dumps(PARTS[asked.part](asked.size, asked.folder, asked.sample)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = {part: run(part, asked.size, folder, asked.sample) for part in PARTS}
        true, errors = true_keys(asked.size)
        found = np.fromfile(folder / "pairs", dtype=np.uint64)
        is_hit = np.isin(true, found)
        by_error: dict[str, list[bool]] = defaultdict(list)
        for pair, hit in zip(true.tolist(), is_hit.tolist(), strict=True):
            for error in {*errors.get(pair >> 32, ()), *errors.get(pair & 0xFFFFFFFF, ())}:
                by_error[error].append(hit)
        base = parts["prefix"]
        cost, recall = f"{parts['ours']['cpu']:.0f} | {parts['ours']['mb']:.0f}", prefix_recall(folder, true)
        blocking = [
            f"| rare keys | {len(found):,} | {is_hit.mean():.3f} | {cost} |",
            f"| country and first four letters | {base['pairs']:,} | {recall:.3f} | – | – |",
        ]
        page = PAGE.format(
            size=asked.size,
            sample=asked.sample,
            python=platform.python_version(),
            cores=len(os.sched_getaffinity(0)),
            true=len(true),
            blocking="\n".join(blocking),
            errors=", ".join(f"{error} {np.mean(hits):.3f}" for error, hits in sorted(by_error.items())),
            linking="\n".join(lines_of_linking(folder, set(true.tolist()), parts, asked.sample)),
        )
    print(page)
    if asked.write:
        (ROOT / "bench" / "results" / "duplicates.md").write_text(page)


if __name__ == "__main__":
    main()
