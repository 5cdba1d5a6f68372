"""Adding and editing an event."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.core.i18n import LANGUAGES
from banyan.events.enums import AppearanceRole
from banyan.events.models import Appearance, Event
from banyan.web.forms import code_lists, fields
from banyan.web.forms.code_lists import CodeListField
from banyan.web.forms.fields import date_field, text_per_language


class EventForm(fields.RecordForm):
    """Title in at least one language, dates, place."""

    start_date = date_field(_("First day"))
    end_date = date_field(_("Last day"))
    venue = forms.CharField(
        label=_("Venue"), required=False, max_length=200, help_text=_("In the words of the invitation.")
    )
    place = CodeListField(label=_("Province or city"))

    def __init__(self, record: Event | None, data: Any = None) -> None:
        initial: dict[str, Any] = {}
        if record is not None:
            initial = {name: getattr(record, name) for name in ("start_date", "end_date", "venue", "place")}
            initial |= {f"title_{code}": getattr(record, f"title_{code}") for code in LANGUAGES}
            initial["seen"] = record.updated_at.isoformat()
        super().__init__(data, initial=initial)
        self.record = record
        self.fields = {**text_per_language("title", label=_("Title"), max_length=300), **self.fields}
        place = self.fields["place"]
        assert isinstance(place, CodeListField)
        code_lists.offer_places(
            place, places=code_lists.active_places(), chosen=record.place if record else None
        )

    def clean(self) -> dict[str, Any]:
        """Ask for a title, and refuse an end before the beginning."""
        values = super().clean() or {}
        if not any(values.get(f"title_{code}", "").strip() for code in LANGUAGES):
            self.add_error(f"title_{LANGUAGES[0]}", _("Write the title in at least one language."))
        start, end = values.get("start_date", ""), values.get("end_date", "")
        if end and not start:
            self.add_error("start_date", _("Give the first day too."))
        elif end and end < start:
            self.add_error("end_date", _("The last day is before the first."))
        return values

    def titles(self) -> dict[str, str]:
        """Return the title by column code."""
        return fields.values_of(self, "title")

    def values(self) -> dict[str, Any]:
        """Return the columns to set."""
        return {name: self.cleaned_data[name] for name in ("start_date", "end_date", "venue", "place")}


class OrganiserAdd(forms.Form):
    """How one knows that an organisation held an event."""

    evidence = forms.CharField(
        label=_("How do you know?"),
        required=False,
        max_length=500,
        help_text=_(
            "For example a web address or the programme. It is shown to readers beside the organiser."
        ),
    )


class AppearanceForm(forms.Form):
    """What somebody did at an event, the title of a talk, and where that was made public."""

    role = forms.ChoiceField(label=pgettext_lazy("at an event", "Part"), choices=AppearanceRole.choices)
    evidence = forms.CharField(
        label=_("Where was this made public?"),
        required=False,
        max_length=500,
        help_text=_(
            "For example a web address or the printed programme. Without it the part is seen by staff only, "
            "unless the person agreed to be listed."
        ),
    )

    def __init__(self, record: Appearance | None, data: Any = None) -> None:
        initial: dict[str, Any] = {}
        if record is not None:
            initial = {f"talk_{code}": getattr(record, f"talk_{code}") for code in LANGUAGES}
            initial["role"] = record.role
        super().__init__(data, initial=initial)
        self.fields.update(text_per_language("talk", label=_("Title of the talk"), max_length=300))

    def talks(self) -> dict[str, str]:
        """Return the title of the talk by column code."""
        return fields.values_of(self, "talk")
