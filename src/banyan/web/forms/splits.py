"""Taking one record apart into two."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.core.i18n import active_language
from banyan.registry.domain import names as name_rules
from banyan.registry.domain.organisations import NewName
from banyan.web.forms import fields


class SplitForm(forms.Form):
    """Why these are two, and a name for the new record where none of those ticked fits."""

    name = forms.CharField(
        label=_("Write its name, if none of the names below is its own"),
        required=False,
        max_length=300,
        help_text=_("Do both go by one name? Write it here once more, and leave it unticked below."),
    )
    name_language = forms.ChoiceField(
        label=_("Language of the name"), choices=fields.NAME_LANGUAGE_CHOICES, required=False
    )
    reason = forms.CharField(
        label=_("Why are these two?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write why these are two. Without a reason somebody may merge them again.")
        },
        help_text=_("One sentence is enough. It keeps the two from being merged again."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"name_language": active_language()})

    def new_name(self) -> NewName | None:
        """Return the name that was typed, if any letter of it was."""
        text = self.cleaned_data["name"]
        if not name_rules.compared(text):
            return None
        return NewName(text=text, language=self.cleaned_data["name_language"] or active_language())
