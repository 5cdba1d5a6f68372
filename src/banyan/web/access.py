"""The one door of the desk: every view names the permission it needs, and the tables say who has it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from banyan.accounts.permissions import Permission
from banyan.core.permissions import may
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
                return view(request, *args, **kwargs)
            if request.user.is_authenticated:
                raise PermissionDenied
            if permission != Permission.MANAGE_USERS:
                kept_forms.keep(request)
            return redirect_to_login(kept_forms.way_back(request))

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
