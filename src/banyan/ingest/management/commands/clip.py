"""`bin/banyan clip FILE|URL|-`: read a page and print what it says, without touching the database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from banyan.ingest.adapters import clip, fetching
from banyan.ingest.adapters.content_types import PageError


class Command(BaseCommand):
    help = "Read a page and print what it says; nothing is stored."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("page", help="a file, an address beginning with http, or - for standard input")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--language", default="", choices=["", "vi", "zh", "en"])

    def handle(self, *args: Any, page: str, json: bool, language: str, **options: Any) -> None:
        try:
            reading = self._read(page, language)
        except (PageError, OSError) as error:
            raise CommandError(f"{type(error).__name__}: {error}") from error
        if json:
            self._print_json(reading)
        else:
            self._print_summary(reading)

    @staticmethod
    def _read(page: str, language: str) -> clip.Reading:
        if page == "-":
            return clip.read(raw=sys.stdin.buffer.read(), language=language)
        if page.startswith(("http://", "https://")):
            fetched = fetching.fetch(
                address=page, limits=fetching.FetchLimits(bytes=settings.BANYAN_CLIP_LIMIT)
            )
            return clip.read(
                raw=fetched.raw, content_type=fetched.content_type, address=fetched.address, language=language
            )
        return clip.read(raw=Path(page).read_bytes(), address=Path(page).name, language=language)

    @staticmethod
    def _print_json(reading: clip.Reading) -> None:
        # Straight to the stream: JSON must come out as it is, without styles or an added line end.
        sys.stdout.write(json.dumps(reading.as_json(), ensure_ascii=False) + "\n")

    def _print_summary(self, reading: clip.Reading) -> None:
        self.stdout.write(f"{reading.title}\n{reading.language} · {reading.date} · {reading.publisher}")
        for item in reading.suspicions:
            self.stdout.write(f"! {item.kind}: {item.text} – {item.why}")
        for mention in reading.mentions:
            self.stdout.write(f"{mention.kind:13} {mention.confidence:.2f} {mention.text}")
        for relation in reading.relations:
            self.stdout.write(f"{relation.kind:13} {relation.subject.text} → {relation.object.text}")
