"""The values of a suggested change, as a form: edit, then accept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.core.i18n import LANGUAGES
from banyan.registry.enums import TieKind
from banyan.registry.models import ProposedChange
from banyan.web.forms.fields import CurrencyField, NumberField, date_field

_LANGUAGE_CHOICES = [("vi", "Tiếng Việt"), ("zh", "中文"), ("en", "English")]


class ChangeForm(forms.Form):
    """The base: knows its suggestion, and gives back only what a person may change."""

    def __init__(self, proposal: ProposedChange, *args: Any, **options: Any) -> None:
        self.proposal = proposal
        options.setdefault("initial", {name: proposal.payload.get(name, "") for name in self.base_fields})
        options.setdefault("prefix", f"change{proposal.pk}")
        super().__init__(*args, **options)

    def changes(self) -> dict[str, Any]:
        """Return the values to replace those suggested."""
        return {
            name: str(value) if isinstance(value, Decimal) else value
            for name, value in self.cleaned_data.items()
        }


class NameForm(ChangeForm):
    """An organisation or a person: the name to show, and its language."""

    name = forms.CharField(label=_("Name"), max_length=200)
    language = forms.ChoiceField(label=_("Language of the name"), choices=_LANGUAGE_CHOICES)

    def changes(self) -> dict[str, Any]:
        """Replace the suggested name in the list of names too, so that the wrong one is not kept."""
        values = super().changes()
        before = self.proposal.payload.get("name")
        names = [name for name in self.proposal.payload.get("names", []) if name.get("text") != before]
        if self.proposal.payload.get("names"):
            values["names"] = [
                {"text": values["name"], "language": values["language"], "kind": "official"},
                *[name for name in names if name.get("text") != values["name"]],
            ]
        return values


class EventForm(ChangeForm):
    """An event: title, dates, place."""

    name = forms.CharField(label=_("Title"), max_length=300)
    language = forms.ChoiceField(label=_("Language of the title"), choices=_LANGUAGE_CHOICES)
    start_date = date_field(_("First day"))
    end_date = date_field(_("Last day"))
    venue = forms.CharField(label=_("Place"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        values = super().clean() or {}
        start, end = values.get("start_date", ""), values.get("end_date", "")
        if start and end and end < start[: len(end)]:
            self.add_error("end_date", _("The last day is before the first."))
        return values


class ActivityForm(ChangeForm):
    """A reported activity: title, beginning, amount."""

    name = forms.CharField(label=_("Title"), max_length=300)
    start_date = date_field(_("Beginning"))
    amount = NumberField(label=_("Amount"), required=False, max_digits=18)
    currency = CurrencyField()

    def clean(self) -> dict[str, Any]:
        """An amount needs its currency."""
        values = super().clean() or {}
        if values.get("amount") is not None and not values.get("currency"):
            self.add_error("currency", _("Which currency?"))
        if values.get("amount") is None:
            values["amount"] = ""
        return values


class PostForm(ChangeForm):
    """A position: its title, as written."""

    title = forms.CharField(
        label=pgettext_lazy("held by a person", "Position"), required=False, max_length=200
    )
    language = forms.ChoiceField(label=_("Language of the position"), choices=_LANGUAGE_CHOICES)


class TieForm(ChangeForm):
    """A relationship: its kind and grade."""

    kind = forms.ChoiceField(label=_("Kind of relationship"), choices=TieKind.choices)
    grade = forms.CharField(label=_("Grade"), required=False, max_length=30)


class FigureForm(ChangeForm):
    """A figure: value and what is counted."""

    value = NumberField(label=pgettext_lazy("of a figure", "Number"), max_digits=18, min_value=None)
    measure = forms.CharField(label=_("Of what"), required=False, max_length=200)
    currency = CurrencyField()


class AppearanceForm(ChangeForm):
    """Somebody's part in an event: the title of their talk."""

    talk = forms.CharField(label=_("Title of the talk"), required=False, max_length=300)


_FORMS: dict[str, type[ChangeForm]] = {
    "organisation": NameForm,
    "person": NameForm,
    "event": EventForm,
    "activity": ActivityForm,
    "post": PostForm,
    "tie": TieForm,
    "figure": FigureForm,
    "appearance": AppearanceForm,
}


def form_of(proposal: ProposedChange, data: Any = None) -> ChangeForm | None:
    """Return the form of a suggestion; None for one that has nothing to edit."""
    form = _FORMS.get(proposal.kind)
    if form is None:
        return None
    bound = form(proposal, data) if data is not None else form(proposal)
    if "language" in bound.fields and bound.initial.get("language") not in LANGUAGES:
        bound.initial["language"] = proposal.source.language or "en"
    return bound
