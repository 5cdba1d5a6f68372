"""Accounts: making one, and giving roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from banyan.accounts.enums import Role
from banyan.accounts.models import User
from banyan.web.forms import fields


class RolesForm(forms.Form):
    """The centre-wide roles of one person."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, is_own: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_own = is_own

    def clean_roles(self) -> list[str]:
        """Nobody locks themselves out: another administrator has to take the role back."""
        roles: list[str] = self.cleaned_data["roles"]
        if self.is_own and Role.ADMINISTRATOR not in roles:
            raise forms.ValidationError(
                _("You cannot take back your own administrator role. Ask another administrator.")
            )
        return roles


class UserAdd(forms.Form):
    """A new account: address, name, language, roles, and a first password if there is no e-mail."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=fields.LANGUAGE_CHOICES)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    password = forms.CharField(
        label=_("First password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
        help_text=_(
            "Leave it empty if e-mail works here: they then choose one themselves with “Forgotten your "
            "password?”. Otherwise at least ten characters; they should change it after signing in."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Hold a first password to the same rules as any other."""
        values = super().clean() or {}
        password = values.get("password", "")
        if password:
            user = User(email=values.get("email", ""), name=values.get("name", ""))
            try:
                password_validation.validate_password(password, user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return values
