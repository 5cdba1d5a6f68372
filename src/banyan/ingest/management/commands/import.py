# ruff: noqa: N999 – the command is called import, and Django finds it by the name of its file
"""`bin/banyan import FILE`: look at a file of records, check it, import it, undo an import."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from banyan.ingest.adapters.tables.drafts import RowProblem
from banyan.ingest.adapters.tables.presets import PRESETS
from banyan.ingest.adapters.tables.shapes import Mapping, TableIsUnreadable
from banyan.ingest.domain import checking, datasets, imports, runs, undoing
from banyan.ingest.domain.datasets import DatasetIsKeptAlready
from banyan.ingest.domain.runs import RunIsElsewhere
from banyan.ingest.enums import MatchedOn, WhenUnsure
from banyan.ingest.models import Dataset, ImportProblem, ImportRun

#: Problems printed.
_SHOWN = 20
#: Seconds between two lines of progress.
_TELL_EVERY = 2.0


class Command(BaseCommand):
    help = "Look at a file of records; with --dry-run check all of it, with --run import it; --undo RUN."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="CSV, Excel workbook, JSON or JSON lines")
        parser.add_argument("--preset", default="", help="a ready mapping: " + ", ".join(sorted(PRESETS)))
        parser.add_argument("--mapping", default="", help="a mapping kept at the desk, by its name")
        parser.add_argument("--sheet", default=None)
        parser.add_argument("--encoding", default=None)
        parser.add_argument("--title", default="", help="of the data, as its source is cited")
        parser.add_argument("--publisher", default="")
        parser.add_argument("--licence", default="")
        parser.add_argument("--match", default=MatchedOn.NAMES, choices=MatchedOn.values)
        parser.add_argument("--unsure", default=WhenUnsure.SUGGEST, choices=WhenUnsure.values)
        parser.add_argument("--dry-run", action="store_true", help="check the whole file; write no record")
        parser.add_argument("--run", action="store_true", help="import the file")
        parser.add_argument("--resume", metavar="RUN", default="", help="carry on an import that stopped")
        parser.add_argument("--undo", metavar="RUN", default="", help="take a whole import back")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        self.is_json = options["json"]
        self.told_at = time.monotonic()
        try:
            if options["undo"]:
                self._undo(options["undo"])
            elif options["resume"]:
                self._resume(options["resume"])
            elif options["file"]:
                self._file(options)
            else:
                raise CommandError("Name a file, or a run with --resume or --undo.")
        except TableIsUnreadable as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        except RunIsElsewhere as error:
            raise CommandError(f"Not possible now: the run, or another of its file, is {error}.") from error

    def _file(self, options: dict[str, Any]) -> None:
        dataset = self._kept(options)
        now = timezone.now()
        run = runs.plan(
            dataset=dataset, by=None, now=now, matched_on=options["match"], when_unsure=options["unsure"]
        )
        if options["run"]:
            run = runs.start(run_id=run.pk, by=None, now=now, is_background=False)
            imports.work(run_id=run.pk, clock=timezone.now, progress=self._tell)
            self._report(run, is_check=False)
        elif options["dry_run"]:
            run = checking.start(run_id=run.pk, by=None, now=now, is_background=False)
            checking.work(run_id=run.pk, clock=timezone.now, progress=self._tell)
            self._report(run, is_check=True)
        else:
            foreseen = checking.look(run=run, now=now)
            found = [(one.draft.number, problem) for one in foreseen.rows for problem in one.problems]
            self._say(
                {
                    "file": dataset.file_name,
                    "columns": [column["header"] for column in dataset.info.get("columns", ())],
                    "preset": dataset.mapping.get("preset", ""),
                    "foreseen": foreseen.counts,
                    "is_whole": foreseen.is_whole,
                    "problems": [
                        {
                            "row": number,
                            "code": problem.code,
                            "column": problem.column,
                            "value": problem.value,
                        }
                        for number, problem in found[:_SHOWN]
                    ],
                }
            )

    def _kept(self, options: dict[str, Any]) -> Dataset:
        """Keep the file, unless it is kept already, and settle what its columns mean."""
        now, path = timezone.now(), Path(options["file"])
        try:
            with path.open("rb") as handle:
                dataset = datasets.add(
                    file=handle,
                    file_name=path.name,
                    title=options["title"],
                    publisher=options["publisher"],
                    licence=options["licence"],
                    by=None,
                    now=now,
                )
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except DatasetIsKeptAlready as known:
            dataset = known.dataset
        if options["sheet"] is not None or options["encoding"] is not None:
            dataset = datasets.choose(
                dataset_id=dataset.pk, by=None, now=now, sheet=options["sheet"], encoding=options["encoding"]
            )
        chosen = self._chosen(options, dataset)
        if chosen is None:
            return dataset
        return datasets.choose(dataset_id=dataset.pk, mapping=chosen, by=None, now=now)

    def _chosen(self, options: dict[str, Any], dataset: Dataset) -> Mapping | None:
        if options["mapping"]:
            mapping = datasets.mapping_named(options["mapping"])
            if mapping is None:
                raise CommandError(f"No mapping is kept under the name {options['mapping']!r}.")
            return mapping
        if options["preset"] and options["preset"] not in PRESETS:
            raise CommandError("Known presets: " + ", ".join(sorted(PRESETS)))
        if dataset.mapping and dataset.mapping.get("preset", "") == options["preset"]:
            return None
        guessed = datasets.guessed(dataset=dataset)
        if options["preset"] and guessed.mapping.preset != options["preset"]:
            raise CommandError(f"The file does not have the columns of {options['preset']!r}.")
        return guessed.mapping

    def _resume(self, public_id: str) -> None:
        run = runs.resume(run_id=self._run(public_id).pk, by=None, now=timezone.now(), is_background=False)
        imports.work(run_id=run.pk, clock=timezone.now, progress=self._tell)
        self._report(run, is_check=False)

    def _undo(self, public_id: str) -> None:
        run = undoing.start(run_id=self._run(public_id).pk, by=None, now=timezone.now(), is_background=False)
        undoing.work(run_id=run.pk, clock=timezone.now, progress=self._tell)
        self._report(run, is_check=False)

    @staticmethod
    def _run(public_id: str) -> ImportRun:
        run = ImportRun.objects.filter(public_id=public_id).first()
        if run is None:
            raise CommandError(f"There is no run {public_id}.")
        return run

    def _tell(self, rows: int, of: int | None) -> None:
        if self.is_json or time.monotonic() - self.told_at < _TELL_EVERY:
            return
        self.told_at = time.monotonic()
        self.stdout.write(f"  {rows:,} of {of:,} rows" if of else f"  {rows:,} rows")

    def _report(self, run: ImportRun, *, is_check: bool) -> None:
        run.refresh_from_db()
        problems = runs.problems_of(run=run, is_check=is_check)[:_SHOWN]
        self._say(
            {
                "run": run.public_id,
                "state": run.state,
                "failure": run.failure,
                "rows": run.rows_done,
                "counts": run.checked_counts if is_check else run.counts,
                "rows_undone": run.rows_undone,
                "rows_kept": run.rows_kept,
                "problem_count": run.checked_counts.get("problems", 0) if is_check else run.problem_count,
                "problems": [_plain(row.number, row) for row in problems],
            }
        )

    def _say(self, found: dict[str, Any]) -> None:
        if self.is_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for name, value in found.items():
            if name == "problems":
                for problem in value:
                    column = "" if problem["column"] is None else f", column {problem['column'] + 1}"
                    self.stdout.write(f"! row {problem['row']}{column}: {problem['code']} {problem['value']}")
            elif isinstance(value, dict):
                self.stdout.write(
                    f"{name}: " + ", ".join(f"{key} {number:,}" for key, number in value.items())
                )
            elif value not in ("", None, []):
                self.stdout.write(f"{name}: {value}")


def _plain(number: int, problem: RowProblem | ImportProblem) -> dict[str, Any]:
    return {"row": number, "code": problem.code, "column": problem.column, "value": problem.value}
