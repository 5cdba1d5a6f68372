"""The jobs of the register."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from banyan.accounts.models import User
from banyan.registry.domain import batches, coverage, learned_words, searching


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


@task(backend="jobs")
def work_on_batch(batch_id: int, by_id: int | None = None) -> str:
    """Merge certain pairs, or take their merges back, for a while; return the state it is in then."""
    by = User.objects.filter(pk=by_id).first()
    return batches.work(batch_id=batch_id, by=by, now=timezone.now())
