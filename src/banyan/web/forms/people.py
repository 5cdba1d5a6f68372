"""Adding and editing a person."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.core.i18n import LANGUAGES
from banyan.registry.domain import names as name_rules
from banyan.registry.domain.organisations import NewName
from banyan.registry.models import Person, PersonName
from banyan.web.forms import fields
from banyan.web.forms.fields import text_per_language


class PersonAdd(forms.Form):
    """A name in one language is enough."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.update(text_per_language("name", label=_("Name"), max_length=200))

    def clean(self) -> dict[str, Any]:
        """Ask for a name in at least one language."""
        values = super().clean() or {}
        if not self.errors and not any(
            name_rules.compared(values.get(f"name_{code}", "")) for code in LANGUAGES
        ):
            self.add_error(f"name_{LANGUAGES[0]}", _("Write the name in at least one language."))
        return values

    def names(self) -> list[NewName]:
        """Return the names that were typed."""
        typed = fields.values_of(self, "name")
        return [NewName(text=text, language=code) for code, text in typed.items() if text]


class PersonEdit(fields.RecordForm):
    """Names, what the public may see, and contact details that only staff see."""

    remove = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label=_("Remove")
    )
    new_name = forms.CharField(label=_("Another name"), required=False, max_length=200)
    new_name_language = forms.ChoiceField(
        label=_("Language of the name"), choices=fields.NAME_LANGUAGE_CHOICES, required=False
    )
    has_consented = forms.BooleanField(
        label=_("This person agreed to be listed"),
        required=False,
        help_text=_("Without it, the public sees only what a source already made public."),
    )
    is_hidden = forms.BooleanField(
        label=_("Hide this person from the public"),
        required=False,
        help_text=_("Nobody finds or reads the record without signing in."),
    )
    private_email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Seen by staff only; never published or exported.")
    )
    private_phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=60,
        help_text=_("Seen by staff only; never published or exported."),
    )

    def __init__(self, record: Person, data: Any = None) -> None:
        if data is not None:
            # A form given back after signing in again comes without these: they stay as they are.
            held = {name: getattr(record, name) for name in ("private_email", "private_phone")}
            data = data.copy()
            data.update({name: value for name, value in held.items() if name not in data})
        super().__init__(
            data,
            initial={
                "seen": record.updated_at.isoformat(),
                "has_consented": record.consented_at is not None,
                "is_hidden": record.is_hidden,
                "private_email": record.private_email,
                "private_phone": record.private_phone,
            },
        )
        self.record = record
        self.rows: list[PersonName] = list(record.names.order_by("pk"))
        remove = self.fields["remove"]
        assert isinstance(remove, forms.TypedMultipleChoiceField)
        remove.choices = [(row.pk, row.text) for row in self.rows]

    def clean(self) -> dict[str, Any]:
        """Check what concerns several fields at once."""
        values = super().clean() or {}
        new = values.get("new_name", "")
        if new and not name_rules.compared(new):
            self.add_error("new_name", _("Write a name with at least one letter."))
        if self.rows and not new and len(values.get("remove", [])) == len(self.rows):
            self.add_error("remove", _("One name has to stay."))
        return values

    def new(self) -> NewName | None:
        """Return the name to be added, if one was typed."""
        text = self.cleaned_data["new_name"].strip()
        return NewName(text=text, language=self.cleaned_data["new_name_language"] or "en") if text else None

    def values(self, *, now: datetime.datetime) -> dict[str, Any]:
        """Return the columns to set; consent keeps the moment at which it was first noted."""
        data = self.cleaned_data
        return {
            "is_hidden": data["is_hidden"],
            "consented_at": (self.record.consented_at or now) if data["has_consented"] else None,
            "private_email": data["private_email"],
            "private_phone": data["private_phone"],
        }
