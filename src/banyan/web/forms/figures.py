"""Adding and editing a figure that a source states."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.core.i18n import LANGUAGES
from banyan.registry.domain.figures import EDITABLE
from banyan.registry.domain.staff_facts import Basis
from banyan.registry.models import Source, StatedFigure
from banyan.web.forms import fields
from banyan.web.forms.citations import find_quote, quote_field
from banyan.web.forms.fields import CurrencyField, NumberField, date_field, text_per_language

#: How exactly a source states a figure.
EXACTNESS = [
    ("", pgettext_lazy("exactness of a figure", "exactly")),
    ("about", pgettext_lazy("exactness of a figure", "about")),
    ("over", pgettext_lazy("exactness of a figure", "over")),
    ("under", pgettext_lazy("exactness of a figure", "under")),
]


class FigureForm(fields.RecordForm):
    """
    Number, what is counted, unit or currency, as of when; and, for a new one, the words that say so.

    ``pages`` are the saved pages that name what the figure is about.
    """

    qualifier = forms.ChoiceField(label=_("Exactness"), choices=EXACTNESS, required=False)
    value = NumberField(label=pgettext_lazy("of a figure", "Number"), max_digits=18, min_value=None)
    currency = CurrencyField(help_text=_("For money only."))
    stated_date = date_field(_("As of"))
    page = forms.ChoiceField(label=_("Saved page that says so"), required=False)
    quote = quote_field(required=False)
    evidence = forms.CharField(
        label=_("How do you know?"),
        required=False,
        max_length=500,
        help_text=_("Where no saved page says it: for example a web address or a report, shown to readers."),
    )

    def __init__(
        self, record: StatedFigure | None, data: Any = None, *, pages: Iterable[Source] = ()
    ) -> None:
        initial: dict[str, Any] = {}
        texts = [f"{text}_{code}" for text in ("measure", "unit") for code in LANGUAGES]
        if record is not None:
            initial = {name: getattr(record, name) for name in (*EDITABLE, *texts)}
            initial["seen"] = record.updated_at.isoformat()
        super().__init__(data, initial=initial)
        self.record = record
        self.pages = {page.public_id: page for page in pages}
        self.basis: Basis = ""
        self.fields = {
            **text_per_language("measure", label=_("Of what"), max_length=200),
            **text_per_language("unit", label=_("Unit"), max_length=60),
            **self.fields,
        }
        chosen = self.fields["page"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", _("None")), *((key, str(page)) for key, page in self.pages.items())]
        if not self.pages:
            del self.fields["page"], self.fields["quote"]

    def clean(self) -> dict[str, Any]:
        """Ask what is counted, and for page and words together."""
        values = super().clean() or {}
        if not any(values.get(f"measure_{code}", "").strip() for code in LANGUAGES):
            self.add_error(f"measure_{LANGUAGES[0]}", _("Say in at least one language what is counted."))
        self.basis = values.get("evidence", "")
        page, quote = values.get("page", ""), values.get("quote", "")
        if page and not quote:
            self.add_error("quote", _("Copy the words that say so from the page."))
        elif quote and not page and "page" not in self.errors:
            self.add_error("page", _("Which saved page?"))
        elif page:
            self.basis = find_quote(self, source=self.pages[page], words=quote) or ""
        return values

    def texts(self, name: str) -> dict[str, str]:
        """Return what is counted, or the unit, by column code."""
        return fields.values_of(self, name)

    def values(self) -> dict[str, Any]:
        """Return the columns to set."""
        return {name: self.cleaned_data[name] for name in EDITABLE}
