"""
Find the weights of the matcher's features: a logistic regression on names taken away from their records.

    .venv/bin/python bench/fit_matching.py QUERIES.csv RECORDS.jsonl [--most 4000]

From each record of the development part one name is taken away and asked for; the records the index brings
are right or wrong. Only the tuning half is used (records by the parity of the checksum of their id); the
other half is for `bench/matching.py`. Signs are held: what speaks for a match never gets a negative weight.
Weights of features that the data cannot teach (the very same name, numbers in registers, websites) stay as
they are.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from pathlib import Path

import numpy as np

from banyan.registry.adapters.matching import lists
from banyan.registry.adapters.matching.comparing import compare, features_of
from banyan.registry.adapters.matching.lexicon import Lexicon
from banyan.registry.adapters.matching.shapes import Name, Profile
from matching_dirt import dirty
from matching_sets import Case, cases_of, cities_of, half_of, index_without, read_rows

#: Set by hand: the data has too few of them, or only in one direction.
BY_HAND = {
    "same_name", "same_without_accents", "same_core", "short_form", "former_name", "script_variant",
    "same_identifier", "other_identifier", "same_website", "other_website", "same_country", "other_country",
    "same_place", "other_seat", "one_number", "other_number", "other_place", "other_form", "other_accents",
    "one_form", "extra_head", "same_but_slips", "slips",
    "same_year", "other_year", "same_legal_form", "other_legal_form", "same_acronym", "made_acronym",
    "acronym_length",
}  # fmt: skip
SETTLED = {"same_name", "same_without_accents", "same_core", "short_form", "same_but_slips", "acronym_length"}
SPEAKS_FOR = {"all_covered", "one_covered", "covered_less", "covered_more", "told"}
FREE = {"bias", "across_scripts", "by_meaning", "words"}


def gather(cases: list[Case], index: object, lexicon: Lexicon) -> tuple[list[dict[str, float]], list[int]]:
    """Return features and labels of the best candidates of each case and of the right one."""
    rows: list[dict[str, float]] = []
    labels: list[int] = []
    for case in cases:
        asked = Profile("", (Name(case.query),))
        scored = sorted(
            (
                (compare(asked, record, lexicon=lexicon).score, record)
                for batch in index.found_for(asked)
                for record in batch
            ),
            key=lambda pair: -pair[0],
        )
        kept = [record for _score, record in scored[:8]]
        kept += [record for _score, record in scored[8:] if record.key == case.target]
        for record in kept:
            features = features_of(asked, record, lexicon=lexicon)
            if features and not features.keys() & SETTLED:
                rows.append(features)
                labels.append(int(record.key == case.target))
    return rows, labels


def fit(rows: list[dict[str, float]], labels: list[int], start: dict[str, float]) -> dict[str, float]:
    """Return the weights: gradient steps with the signs held and a small pull towards zero."""
    names = sorted({code for row in rows for code in row} - BY_HAND)
    fixed = np.array([sum(start[c] * row[c] for c in row if c in BY_HAND) for row in rows])
    matrix = np.array([[row.get(code, 0.0) for code in names] + [1.0] for row in rows])
    wanted = np.array(labels, dtype=float)
    weights = np.array([start.get(code, 0.0) for code in names] + [start.get("bias", 0.0)])
    low = np.array([0.0 if c in SPEAKS_FOR else -12.0 for c in names] + [-20.0])
    high = np.array([12.0 if c in SPEAKS_FOR or c in FREE else 0.0 for c in names] + [20.0])
    moment, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, 4001):
        found = 1 / (1 + np.exp(-np.clip(matrix @ weights + fixed, -30, 30)))
        slope = matrix.T @ (found - wanted) / len(wanted) + 0.0003 * np.append(weights[:-1], 0)
        moment = 0.9 * moment + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        pace = 0.03 * (moment / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights = np.clip(weights - pace, low, high)
    return dict(zip([*names, "bias"], (round(float(w), 2) for w in weights), strict=True))


def main() -> None:
    """Fit and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("queries", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("--most", type=int, default=4000)
    parser.add_argument("--dirty", type=int, default=100, help="dirty names of each kind")
    options = parser.parse_args()
    cases = cases_of(read_rows(options.queries), one_per_record=True)
    with tempfile.TemporaryDirectory() as folder:
        index = index_without(cases, options.records, Path(folder))
        tuned = [case for case in cases if half_of(case.target) == "tune" and case.name_type != "acronym"]
        rows, labels = gather(tuned[: options.most], index, index.lexicon)
        index.close()
        cities = cities_of(options.records)
    with tempfile.TemporaryDirectory() as folder:
        index = index_without([], options.records, Path(folder))
        whole = [c for c in tuned if c.target in index.records]
        soiled = [case for _kind, case in dirty(whole, index.records, cities, most=options.dirty)]
        more = gather(soiled, index, index.lexicon)
        index.close()
    rows, labels = rows + more[0], labels + more[1]
    start = lists.coefficients()
    found = fit(rows, labels, start)
    print(f"{len(rows)} pairs, {sum(labels)} right")
    with (lists.FOLDER / "match_weights.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "coefficient", "set"])
        for code in dict.fromkeys([*start, *found]):
            by = "by hand" if code in BY_HAND else "fitted"
            writer.writerow([code, found.get(code, start.get(code, 0.0)), by])
            print(f"{code:20} {found.get(code, start.get(code, 0.0)):8} {by}")


if __name__ == "__main__":
    main()
