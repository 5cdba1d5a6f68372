"""Who may do what with saved pages."""

from __future__ import annotations

from banyan.accounts.permissions import is_administrator, is_anybody, is_editor
from banyan.core.permissions import Rule, declare


class Permission:
    """The permissions of this package."""

    CLIP = "ingest.clip"
    SEE_CLIPPINGS = "ingest.see_clippings"
    REQUEST_TAKEDOWN = "ingest.request_takedown"
    TAKE_DOWN = "ingest.take_down"
    IMPORT = "ingest.import"


declare(
    Rule(Permission.CLIP, "Save a page and have it read", is_editor),
    Rule(Permission.SEE_CLIPPINGS, "Read the text of saved pages", is_editor),
    Rule(Permission.REQUEST_TAKEDOWN, "Ask that a source no longer be shown", is_anybody),
    Rule(Permission.TAKE_DOWN, "Take a source down", is_administrator),
    Rule(Permission.IMPORT, "Bring a list into the directory, and undo that", is_editor),
)
