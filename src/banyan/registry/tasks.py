"""The jobs of the register."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from banyan.registry.domain import coverage, learned_words, searching


@task(backend="jobs")
def count_coverage() -> int:
    """Count what the register covers for the dashboard; return how many organisations there are."""
    return coverage.recount(now=timezone.now())["total"]["organisation"]


@task(backend="jobs")
def find_duplicates(run_id: int) -> str:
    """Work on a search for duplicates for a while; return the state it is in then."""
    return searching.work(run_id=run_id, now=timezone.now())


@task(backend="jobs")
def learn_words() -> int:
    """Learn from the names of the register which words go together; return how many names were read."""
    return learned_words.learn()
