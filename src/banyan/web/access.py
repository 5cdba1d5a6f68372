"""The one door of the desk: every view names the permission it needs, and the tables say who has it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from banyan.accounts.permissions import Permission
from banyan.core.permissions import may
from banyan.registry.domain.living import RecordIsFolded
from banyan.web import kept_forms

View = Callable[..., HttpResponseBase]


def needs(permission: str) -> Callable[[View], View]:
    """
    Let only those in who have the permission: others are asked to sign in, or told that they may not.

    What somebody had typed when their session ran out is kept until they have signed in again; nothing
    that was typed about an account is.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if may(request.user, permission):
                try:
                    return view(request, *args, **kwargs)
                except RecordIsFolded as folded:
                    return _on_the_living(request, kwargs, folded.into)
            if request.user.is_authenticated:
                raise PermissionDenied
            if permission != Permission.MANAGE_USERS:
                kept_forms.keep(request)
            return redirect_to_login(kept_forms.way_back(request))

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def _on_the_living(request: HttpRequest, named: dict[str, Any], into: str) -> HttpResponseBase:
    """Lead to the same page of the record that took the place of this one, with what was typed."""
    path = request.path.replace(str(named.get("public_id", "")) or request.path, into)
    kept_forms.keep(request, path=path)
    if request.method == "POST":
        said = _(
            "This record was merged with another one meanwhile. Look over what you typed and save it here."
        )
    else:
        said = _("The record you asked for was merged with this one.")
    messages.warning(request, said)
    return HttpResponseRedirect(path)
