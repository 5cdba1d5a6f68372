"""`bin/banyan make_first_pages`: the pages a new centre starts with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from banyan.knowledge.domain import pages


class Command(BaseCommand):
    help = "Make the first pages (About) where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        made = pages.make_first_pages(by=None, now=timezone.now())
        self.stdout.write(f"pages made: {len(made)}")
