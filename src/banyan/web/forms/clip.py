"""One form for a page somebody found: an address, a file, or pasted text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

_LANGUAGES = [("", _("Find out by itself")), ("vi", "Tiếng Việt"), ("zh", "中文"), ("en", "English")]


class ClipForm(forms.Form):
    """Exactly one of the three ways in."""

    address = forms.CharField(
        label=_("Address of the page"),
        required=False,
        max_length=2000,
        widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": "https://"}),
        help_text=_("Copy it from the browser's address bar."),
    )
    text = forms.CharField(
        label=_("Or paste the text here"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=500_000,
        strip=False,
    )
    file = forms.FileField(label=_("Or choose a file"), required=False, allow_empty_file=True)
    language = forms.ChoiceField(label=_("Language of the page"), choices=_LANGUAGES, required=False)

    def clean_address(self) -> str:
        """Only addresses a browser could open."""
        address = str(self.cleaned_data["address"]).strip()
        if address:
            if "://" not in address:
                address = f"https://{address}"
            URLValidator(schemes=["http", "https"])(address)
        return address

    def clean(self) -> dict[str, Any]:
        """Ask for one way in, and for one only."""
        values = super().clean() or {}
        if self.errors:
            return values
        given = [
            name
            for name in ("address", "text", "file")
            if values.get(name) and (name != "text" or values[name].strip())
        ]
        if not given:
            raise forms.ValidationError(_("Give an address, a text or a file."))
        if len(given) > 1:
            raise forms.ValidationError(_("Give only one of the three: an address, a text or a file."))
        return values
