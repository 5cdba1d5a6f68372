"""Adding and editing an activity, and naming its parties."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.core.i18n import LANGUAGES
from banyan.registry.domain.activities import EDITABLE
from banyan.registry.enums import PartyRole
from banyan.registry.models import Activity
from banyan.taxonomy.domain import queries as taxonomy
from banyan.web.forms import code_lists, fields
from banyan.web.forms.code_lists import CodeListField, TopicsField
from banyan.web.forms.fields import CurrencyField, NumberField, date_field, text_per_language

#: What an organisation most often is to an activity that is written down from its page.
_USUAL_ROLE = PartyRole.OPERATOR


class ActivityForm(fields.RecordForm):
    """Title in at least one language; dates, place, topics, people reached, budget."""

    start_date = date_field(_("Beginning"))
    end_date = date_field(_("End"))
    place = CodeListField(label=_("Province or city"))
    people_reached = NumberField(label=_("People reached"), required=False, decimal_places=0, max_digits=15)
    amount = NumberField(label=_("Budget"), required=False, max_digits=18)
    currency = CurrencyField()
    topics = TopicsField()
    role = forms.ChoiceField(
        label=_("Its part in the activity"), choices=PartyRole.choices, initial=_USUAL_ROLE
    )
    evidence = forms.CharField(
        label=_("How do you know?"),
        required=False,
        max_length=500,
        help_text=_(
            "For example a web address or a report. It is shown to readers beside the activity; a saved page "
            "can be named afterwards."
        ),
    )

    def __init__(self, record: Activity | None, data: Any = None, *, has_party: bool = False) -> None:
        initial: dict[str, Any] = {}
        chosen = list(record.topics.select_related("scheme")) if record is not None else []
        if record is not None:
            initial = {name: getattr(record, name) for name in EDITABLE}
            initial |= {f"title_{code}": getattr(record, f"title_{code}") for code in LANGUAGES}
            initial |= {"topics": chosen, "seen": record.updated_at.isoformat()}
        super().__init__(data, initial=initial)
        self.record = record
        self.fields = {**text_per_language("title", label=_("Title"), max_length=300), **self.fields}
        if not has_party:
            del self.fields["role"]
        place, topics = self.fields["place"], self.fields["topics"]
        assert isinstance(place, CodeListField)
        assert isinstance(topics, TopicsField)
        code_lists.offer_places(
            place, places=code_lists.active_places(), chosen=record.place if record else None
        )
        topics.offer(taxonomy.topics(), chosen=chosen)

    def clean(self) -> dict[str, Any]:
        """Ask for a title and for the currency of a budget, and refuse an end before the beginning."""
        values = super().clean() or {}
        if not any(values.get(f"title_{code}", "").strip() for code in LANGUAGES):
            self.add_error(f"title_{LANGUAGES[0]}", _("Write the title in at least one language."))
        if fields.is_before(values.get("end_date", ""), values.get("start_date", "")):
            self.add_error("end_date", _("The end is before the beginning."))
        if values.get("amount") is not None and "currency" in values and not values["currency"]:
            self.add_error("currency", _("Which currency?"))
        return values

    def titles(self) -> dict[str, str]:
        """Return the title by column code."""
        return fields.values_of(self, "title")

    def values(self) -> dict[str, Any]:
        """Return the columns to set."""
        values = {name: self.cleaned_data[name] for name in EDITABLE}
        reached = values["people_reached"]
        values["people_reached"] = None if reached is None else int(reached)
        return values


class PartyAdd(forms.Form):
    """What an organisation is to an activity."""

    role = forms.ChoiceField(
        label=_("Its part in the activity"), choices=PartyRole.choices, initial=_USUAL_ROLE
    )
