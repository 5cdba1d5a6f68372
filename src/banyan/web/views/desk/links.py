"""The menu of the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from banyan.accounts.permissions import Permission as Accounts
from banyan.core.counting import CEILING, count_up_to
from banyan.core.permissions import may
from banyan.letters.permissions import Permission as Letters
from banyan.registry.enums import ProposalState
from banyan.registry.models import ProposedChange
from banyan.upkeep.permissions import Permission as Upkeep
from banyan.web.presenters import formats


def desk_links(request: HttpRequest) -> list[dict[str, Any]]:
    """
    Return the entries of the menu: label, url, is_current, count, is_keeping.

    What is used every day comes first; what keeps the directory in order (``is_keeping``) is a second row.
    """
    waiting = count_up_to(ProposedChange.objects.filter(state=ProposalState.WAITING))
    daily: list[tuple[str, str, int | str | None]] = [
        ("desk-inbox", _("Inbox"), waiting if waiting <= CEILING else f"{formats.number(CEILING)}+"),
        ("desk-clip", _("Save a page"), None),
        ("desk-imports", _("Import"), None),
        ("desk-organisations", _("Organisations"), None),
        ("desk-people", _("People"), None),
        ("desk-events", _("Events"), None),
        ("desk-activities", _("Activities"), None),
    ]
    keeping = [
        ("desk-dashboard", _("Overview"), None),
        ("desk-duplicates", _("Duplicates"), None),
        ("desk-figures", _("Figures"), None),
        ("desk-sources", _("Sources"), None),
        ("desk-translations", _("Translations"), None),
        ("desk-lists", _("Code lists"), None),
    ]
    if may(request.user, Upkeep.SEE_JOBS):
        keeping.append(("desk-jobs", _("Jobs"), None))
    if may(request.user, Upkeep.BACK_UP):
        keeping.append(("desk-backups", _("Backups"), None))
    if may(request.user, Accounts.MANAGE_USERS):
        keeping.append(("desk-users", _("Users"), None))
    if may(request.user, Letters.SEE_LETTERS):
        keeping.append(("desk-letters", _("Letters"), None))
    links = []
    for is_keeping, entries in ((False, daily), (True, keeping)):
        for name, label, count in entries:
            url = reverse(f"web:{name}")
            links.append(
                {
                    "label": label,
                    "url": url,
                    "is_current": request.path.startswith(url),
                    "count": count,
                    "is_keeping": is_keeping,
                }
            )
    return links
