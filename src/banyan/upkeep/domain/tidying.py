"""Clearing away what nobody needs any more."""

from __future__ import annotations

import datetime
from importlib import import_module

from django.conf import settings

from banyan.core import jobs


def tidy(*, now: datetime.datetime) -> int:
    """Clear jobs that were over long ago, and sessions that have expired; return how many jobs."""
    cleared = jobs.clear_old(now=now)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return cleared
