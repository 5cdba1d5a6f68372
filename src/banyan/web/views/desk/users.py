"""Accounts at the desk, for administrators: the list, making one, giving and taking roles."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.accounts.domain import users
from banyan.accounts.enums import Role
from banyan.accounts.models import User
from banyan.accounts.permissions import Permission
from banyan.core.i18n import active_language
from banyan.web.access import needs
from banyan.web.forms.users import RolesForm, UserAdd
from banyan.web.presenters import formats
from banyan.web.views.desk import frame, listing


@require_safe
@needs(Permission.MANAGE_USERS)
def user_list(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, by address."""
    found = User.objects.prefetch_related("role_assignments", "authenticator_set").order_by("email")
    page = Paginator(found, listing.PER_PAGE).get_page(request.GET.get("page"))
    return frame.page(
        request,
        "desk/users.html",
        {
            "page_obj": page,
            "rows": [
                {
                    "user": row,
                    "roles": [Role(item.role).label for item in row.role_assignments.all()],
                    "has_second_factor": any(
                        item.type in ("totp", "webauthn") for item in row.authenticator_set.all()
                    ),
                    "last": formats.day(row.last_login) if row.last_login else _("never"),
                }
                for row in page.object_list
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_USERS)
def user_add(request: HttpRequest) -> HttpResponse:
    """Make an account; nobody signs up by themselves."""
    data = frame.typed(request)
    initial = {"language": active_language(), "roles": [Role.EDITOR]}
    form = UserAdd(data) if data is not None else UserAdd(initial=initial)
    if request.method == "POST" and form.is_valid() and (made := _make(request, form)) is not None:
        if form.cleaned_data["password"]:
            text = _("%(name)s can sign in now. Tell them the first password in person.")
        else:
            text = _("%(name)s has an account. A letter with a link to choose a password is on its way.")
        messages.success(request, text % {"name": made})
        return HttpResponseRedirect(reverse("web:desk-users"))
    return frame.page(
        request,
        "desk/user_add.html",
        {"form": form},
        status=frame.REFUSED if request.method == "POST" else 200,
    )


def _make(request: HttpRequest, form: UserAdd) -> User | None:
    data = form.cleaned_data
    try:
        return users.create(
            email=data["email"],
            name=data["name"],
            language=data["language"],
            roles=tuple(data["roles"]),
            password=data["password"] or None,
            is_invited=not data["password"],
            by=request.user,
            now=timezone.now(),
        )
    except users.AddressIsTaken:
        form.add_error("email", _("Somebody signs in with this address already."))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_USERS)
def user_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Give and take back the roles of one person."""
    subject = get_object_or_404(User, pk=pk)
    held = set(subject.roles)
    is_own = subject.pk == request.user.pk and not subject.is_superuser
    form = RolesForm(frame.typed(request), is_own=is_own, initial={"roles": sorted(held)})
    if request.method == "POST" and form.is_valid():
        wanted = set(form.cleaned_data["roles"])
        with transaction.atomic():
            for role in sorted(wanted - held):
                users.give_role(user=subject, role=role, by=request.user, now=timezone.now())
            for role in sorted(held - wanted):
                users.take_role(user=subject, role=role, by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("web:desk-users"))
    return frame.page(
        request,
        "desk/user_roles.html",
        {"form": form, "subject": subject},
        status=frame.REFUSED if request.method == "POST" else 200,
    )
