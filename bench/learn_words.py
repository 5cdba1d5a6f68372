"""
Count in a file of records which words of two languages go together, and which words are common.

    .venv/bin/python bench/learn_words.py RECORDS.jsonl

Writes ``learned_words.csv`` and ``common_words.csv`` of the matcher. A pair counts that three records
show.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from banyan.registry.adapters.matching import file_index, lists
from banyan.registry.adapters.matching.learning import Lesson


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path)
    lesson = Lesson()
    for record in file_index.read(parser.parse_args().records):
        lesson.add(record)
    with (lists.FOLDER / "learned_words.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word", "translation", "weight"])
        for piece, words in sorted(lesson.translations().items()):
            writer.writerows([piece, word, weight] for word, weight in words.items())
    with (lists.FOLDER / "common_words.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word", "share"])
        writer.writerows(
            [word, round(share, 1)]
            for word, share in sorted(lesson.common().items(), key=lambda pair: (-pair[1], pair[0]))
        )


if __name__ == "__main__":
    main()
