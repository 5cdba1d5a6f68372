"""
How well pages are read, against a key written by hand.

    python bench/clipping_quality.py FOLDER [FOLDER ...] [--json] [--misses]

A folder holds documents and a key (``gold.json`` or ``key.json``): per document its organisations with all
surfaces, people with roles, figures, events, relations, planted spans and metadata. Entries marked
``optional`` are neither rewarded nor punished. Entries without offsets are compared by their words.
Prints precision and recall by document, language and kind; always ends with exit code 0.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / "src")]

from banyan.ingest.adapters.clip import Reading, read  # noqa: E402
from banyan.ingest.adapters.content_types import HTML  # noqa: E402
from clipping_scores import KINDS, SCORERS, Key, Score, same_form  # noqa: E402


def metadata_and_text(reading: Reading, key: Key) -> dict[str, Any]:
    wanted = key.entry.get("metadata", {})
    read_as = {
        "title": reading.title,
        "date": reading.date,
        "source": reading.publisher,
        "author": reading.author,
        "posted_by": reading.posted_by,
    }
    checks: dict[str, Any] = {}
    for name, value in read_as.items():
        if wanted.get(name):
            checks[name] = (
                True
                if same_form(wanted[name]["value"]) == same_form(value)
                else f"{value!r}, not {wanted[name]['value']!r}"
            )
    checks["language"] = (
        True if reading.language == (wanted.get("language") or key.entry["lang"]) else reading.language
    )
    clean = re.sub(r"\s+", "", unicodedata.normalize("NFKC", reading.clean_text))
    paragraphs = key.entry.get("article_paragraphs") or _paragraphs_of(reading, key)
    squeezed = [re.sub(r"\s+", "", unicodedata.normalize("NFKC", paragraph)) for paragraph in paragraphs]
    lost = [paragraph for paragraph, form in zip(paragraphs, squeezed, strict=True) if form not in clean]
    noise = [
        zone["surface"][:60]
        for zone in key.entry.get("excluded_zones", [])
        if len(zone["surface"]) > 12 and _squeeze(zone["surface"])[:60] in clean
    ]
    return {
        "metadata": checks,
        "paragraphs": len(paragraphs),
        "paragraphs kept": len(paragraphs) - len(lost),
        "lost": [text[:80] for text in lost],
        "furniture left": noise,
    }


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _paragraphs_of(reading: Reading, key: Key) -> list[str]:
    """Without a list in the key: every line of forty characters outside the excluded zones and signature."""
    zones = [(zone["start"], zone["end"]) for zone in key.entry.get("excluded_zones", [])]
    useful = [(item.start, item.end) for item in reading.furniture]
    found, at = [], 0
    for line in reading.source_text.splitlines(keepends=True):
        start, end = at, at + len(line)
        at = end
        credit = any(
            start <= first < end for name, (first, _) in reading.metadata_spans.items() if name != "title"
        )
        if (
            len(line.strip()) >= 40
            and not credit
            and not any(first < end - 1 and start < last for first, last in zones + useful)
        ):
            found.append(line.strip())
    return found


def measure(folder: Path) -> list[dict[str, Any]]:
    """Read every document of a folder's key and score it."""
    key_file = next((folder / name for name in ("gold.json", "key.json") if (folder / name).exists()), None)
    if key_file is None:
        print(f"{folder}: no gold.json or key.json", file=sys.stderr)
        return []
    results = []
    for entry in json.loads(key_file.read_text(encoding="utf-8"))["docs"]:
        raw = (folder / entry["file"]).read_bytes()
        started = time.process_time()
        reading = read(raw=raw)
        seconds = time.process_time() - started
        key = Key(entry)
        scores = {kind: scorer(reading, key) for kind, scorer in SCORERS.items()}
        if reading.media_type == HTML and not any(
            isinstance(m.get("start"), int) for item in key.organisations for m in item.get("mentions", [])
        ):
            scores["organisation mentions"] = Score()
        results.append(
            {
                "id": entry["id"],
                "file": entry["file"],
                "language": entry["lang"],
                "engine": reading.engine,
                "seconds": round(seconds, 2),
                "scores": scores,
                **metadata_and_text(reading, key),
            }
        )
    return results


def table(results: list[dict[str, Any]]) -> str:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for result in results:
        groups[result["file"][:24]].append(result)
    for result in results:
        groups["= " + result["language"]].append(result)
    groups["= all"] = results
    lines = [f"{'precision/recall':26}" + "".join(f"{kind[:19]:>21}" for kind in KINDS)]
    for name, members in groups.items():
        row = f"{name:26}"
        for kind in KINDS:
            total = sum((member["scores"][kind] for member in members), Score())
            row += f"{_two(total.precision)}/{_two(total.recall)} ({total.found}/{total.wanted})".rjust(21)
        lines.append(row)
    return "\n".join(lines)


def _two(value: float | None) -> str:
    return "  – " if value is None else f"{value:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description="How well pages are read, against a key written by hand.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", action="store_true", help="say what was missed and what was too much")
    options = parser.parse_args()
    results = [result for folder in options.folders for result in measure(folder)]
    if options.json:
        plain = [
            result
            | {
                "scores": {
                    kind: vars(score) | {"precision": score.precision, "recall": score.recall}
                    for kind, score in result["scores"].items()
                }
            }
            for result in results
        ]
        print(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    print(table(results))
    print()
    for result in results:
        wrong = {name: said for name, said in result["metadata"].items() if said is not True}
        print(
            f"{result['file'][:24]:26}{result['paragraphs kept']}/{result['paragraphs']} paragraphs kept,"
            f" {len(result['furniture left'])} furniture left, metadata {wrong or 'right'},"
            f" {result['engine'] or 'no engine'}, {result['seconds']} s CPU"
        )
        if options.misses:
            for text in result["lost"]:
                print(f"    lost: {text}")
            for text in result["furniture left"]:
                print(f"    left: {text}")
            for kind, score in result["scores"].items():
                for text in score.misses:
                    print(f"    {kind} missed: {text}")
                for text in score.extras:
                    print(f"    {kind} too much: {text}")


if __name__ == "__main__":
    main()
