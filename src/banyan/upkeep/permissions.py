"""Who may look after jobs and backups."""

from __future__ import annotations

from banyan.accounts.permissions import is_administrator, is_editor
from banyan.core.permissions import Rule, declare


class Permission:
    """The permissions of this package."""

    SEE_JOBS = "upkeep.see_jobs"
    MANAGE_JOBS = "upkeep.manage_jobs"
    BACK_UP = "upkeep.back_up"


declare(
    Rule(Permission.SEE_JOBS, "See one's own long work and failed jobs, and run them again", is_editor),
    Rule(Permission.MANAGE_JOBS, "See everybody's jobs, and run recurring ones now", is_administrator),
    Rule(Permission.BACK_UP, "See backups, and make one", is_administrator),
)
