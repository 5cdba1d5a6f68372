"""`bin/banyan match FILE.csv`: which records the names of a file stand for."""

from __future__ import annotations

import csv
import gc
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from banyan.registry.adapters.matching import Name, Profile
from banyan.registry.adapters.matching.file_index import FileIndex, FileIsMalformed
from banyan.registry.adapters.matching.verdicts import Verdict
from banyan.registry.domain import learned_words, matching

_SLICE = 200  # rows that are looked up together


class Command(BaseCommand):
    """Match names against the register, or against a file of records without any database."""

    help = "Match the names of a CSV file (columns query, language, country, kind) against the register."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file of names and what it is matched against."""
        parser.add_argument("file", nargs="?", default="", help="a CSV file, or - for standard input")
        parser.add_argument("--json", action="store_true", help="one JSON object per row instead of lines")
        parser.add_argument(
            "--against", default="", metavar="FILE.jsonl", help="records in the shape of ROR; no database"
        )
        parser.add_argument(
            "--learn",
            action="store_true",
            help="first learn from the names of the register which words go together",
        )

    def handle(self, *args: Any, file: str, against: str, learn: bool, **options: Any) -> None:
        """Print an answer for every row, in order."""
        if learn:
            self.stderr.write(f"{learned_words.learn()} names read")
        if not file:
            if not learn:
                raise CommandError("Name a CSV file with a column “query”.")
            return
        try:
            self._match(file, against, self._as_json if options["json"] else self._as_lines)
        except FileIsMalformed as error:
            raise CommandError(f"{against}: {error}") from error
        except (OSError, csv.Error, UnicodeDecodeError) as error:
            raise CommandError(f"{type(error).__name__}: {error}") from error

    def _match(self, file: str, against: str, show: Callable[[str, Verdict], None]) -> None:
        rows = self._rows(file)
        if not against:
            while batch := list(islice(rows, _SLICE)):
                verdicts = matching.look_up(asked=[profile for _query, profile in batch])
                for (query, _profile), verdict in zip(batch, verdicts, strict=True):
                    show(query, verdict)
            return
        with tempfile.TemporaryDirectory(prefix="banyan-match-") as folder:
            with _settled():
                index = FileIndex.of_file(path=Path(against), folder=Path(folder))
            try:
                for query, profile in rows:
                    show(query, index.look_up(profile))
            finally:
                index.close()
                gc.unfreeze()

    @staticmethod
    def _rows(file: str) -> Iterator[tuple[str, Profile]]:
        csv.field_size_limit(10_000_000)
        stream = sys.stdin.buffer if file == "-" else Path(file).open("rb")  # noqa: SIM115 - closed below
        try:
            text = (line.decode("utf-8-sig" if number == 0 else "utf-8", "replace").replace("\0", "")
                    for number, line in enumerate(stream))  # fmt: skip
            reader = csv.DictReader(text)
            if "query" not in (reader.fieldnames or ()):
                raise CommandError("The file has no column “query”.")
            for row in reader:
                query = row.get("query") or ""
                yield query, _profile(query, row)
        finally:
            if file != "-":
                stream.close()

    def _as_json(self, query: str, verdict: Verdict) -> None:
        answer = {
            "query": query,
            "candidates": [
                {
                    "id": one.key,
                    "name": one.name,
                    "score": one.score,
                    "match": one.key == verdict.chosen,
                    "reasons": [*one.reasons, *one.vetoes],
                }
                for one in verdict.candidates
            ],
        }
        # Straight to the stream: JSON must come out as it is, without styles.
        self.stdout.write(json.dumps(answer, ensure_ascii=False))

    def _as_lines(self, query: str, verdict: Verdict) -> None:
        self.stdout.write(f"{query}  [{verdict.band}]")
        for one in verdict.candidates:
            mark = "=" if one.key == verdict.chosen else " "
            why = ", ".join((*one.reasons, *one.vetoes)[:5])
            self.stdout.write(f"  {mark} {one.score:.2f} {one.key:<16} {one.name}  ({why})")


@contextmanager
def _settled() -> Iterator[None]:
    """Let what is made meanwhile be taken as here to stay: no garbage is looked for in it."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def _profile(query: str, row: dict[str, Any]) -> Profile:
    """Return what a row asks for; every kind but "person" is a sort of organisation."""
    country = (row.get("country") or "").strip().upper()
    kind = (row.get("kind") or "").strip().casefold()
    return Profile(
        key="",
        names=(Name(text=query, language=(row.get("language") or "").strip().casefold()),),
        country=country if len(country) == 2 else "",
        kind="person" if kind == "person" else "organisation",
    )
