"""Backups: how old the newest is, which there are, and making one."""

from __future__ import annotations

import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.core import jobs
from banyan.upkeep.domain import backups
from banyan.upkeep.models import Backup
from banyan.upkeep.permissions import Permission
from banyan.web.access import needs
from banyan.web.paging import page_of
from banyan.web.presenters import formats
from banyan.web.views.desk import frame

_PER_PAGE: Final = 20
#: The desk warns when the newest backup is older than this.
OLD_AFTER: Final = datetime.timedelta(days=3)


def warning(*, now: datetime.datetime) -> str:
    """Return what is wrong with the age of the newest backup, in words; empty if nothing is."""
    newest = backups.newest()
    if newest is None:
        return _("There is no backup of this centre yet.")
    if now - newest.made_at > OLD_AFTER:
        return _("The newest backup is from %(day)s.") % {"day": formats.day(newest.made_at)}
    return ""


def _row(backup: Backup) -> dict[str, Any]:
    return {
        "when": formats.moment(backup.made_at),
        "size": formats.size(backup.size),
        "by": str(backup.made_by) if backup.made_by else "",
        "place": backup.place,
        "is_nightly": backup.is_nightly,
        "is_elsewhere": backup.is_elsewhere,
        "is_gone": not backup.is_elsewhere and not backups.is_there(backup),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.BACK_UP)
def backup_list(request: HttpRequest) -> HttpResponse:
    """Show the backups there are; with POST, have one made."""
    if request.method == "POST":
        jobs.defer("upkeep.back_up_by_hand", by=request.user, by_id=request.user.pk)
        messages.success(
            request, _("The backup is being made. It stands in this list as soon as it is whole.")
        )
        return HttpResponseRedirect(reverse("web:desk-backups"))
    page = page_of(request, Backup.objects.select_related("made_by").order_by("-made_at", "-pk"), _PER_PAGE)
    newest = backups.newest()
    return frame.page(
        request,
        "desk/backups.html",
        {
            "rows": [_row(backup) for backup in page.object_list],
            "page_obj": page,
            "warning": warning(now=timezone.now()),
            "newest": formats.moment(newest.made_at) if newest else "",
            "folder": backups.folder(),
            "is_being_made": jobs.is_under_way("upkeep.back_up_by_hand", "upkeep.back_up"),
        },
    )
