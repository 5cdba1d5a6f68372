"""Adding and editing an organisation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.core.i18n import LANGUAGES
from banyan.registry.domain import identifiers, particulars
from banyan.registry.domain import names as name_rules
from banyan.registry.domain.organisations import NewName
from banyan.registry.domain.revisions import Revision
from banyan.registry.enums import NameKind, OrganisationState, RegistrationState, Verification
from banyan.registry.models import Organisation
from banyan.taxonomy.domain import queries as taxonomy
from banyan.taxonomy.models import Concept
from banyan.web.forms import code_lists, fields
from banyan.web.forms.code_lists import CodeListField, TopicsField
from banyan.web.forms.fields import date_field, text_per_language

#: Why a number was refused, by the reason the domain gives.
WHY_MALFORMED = {
    "empty": _("Write the number."),
    "length": _("This number has too many or too few characters."),
    "letters": _("No number of this register looks so. Copy it once more from the certificate."),
    "check": _("One character of this number is wrong: its check character does not fit. Compare it."),
}
#: States a person sets; "merged" is the outcome of merging.
_STATES = [choice for choice in OrganisationState.choices if choice[0] != OrganisationState.MERGED]


def _website() -> forms.URLField:
    return forms.URLField(
        label=_("Website"), required=False, max_length=300, assume_scheme="https", help_text="https://…"
    )


class _WithCodeLists(forms.Form):
    """Offers countries, places and legal forms in the reader's language."""

    def offer_lists(self, legal_forms: Iterable[Concept], record: Organisation | None = None) -> None:
        places, concepts = code_lists.active_places(), list(legal_forms)
        country, place = (record.country, record.place) if record is not None else (None, None)
        code_lists.offer_countries(
            self.fields["country"], places=places, legal_forms=concepts, chosen=country
        )
        code_lists.offer_legal_forms(
            self.fields["legal_form"], concepts=concepts, places=places, country=country
        )
        if "place" in self.fields:
            code_lists.offer_places(self.fields["place"], places=places, chosen=place)


class OrganisationAdd(_WithCodeLists):
    """What is needed to begin with: a name in one language; the rest can follow."""

    country = CodeListField(label=_("Country or area"))
    legal_form = CodeListField(label=_("Legal form"))
    registration_state = forms.ChoiceField(
        label=_("Registration"), choices=RegistrationState.choices, required=False
    )
    website = _website()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            **text_per_language("name", label=_("Name"), max_length=300),
            "acronym": forms.CharField(label=_("Acronym"), required=False, max_length=40),
            **self.fields,
        }
        self.offer_lists(taxonomy.concepts_of(taxonomy.LEGAL_FORMS))

    def clean(self) -> dict[str, Any]:
        """Ask for a name in at least one language."""
        values = super().clean() or {}
        given = [values.get(f"name_{code}", "") for code in LANGUAGES]
        if not any(name_rules.compared(text) for text in given) and not self.errors:
            self.add_error(f"name_{LANGUAGES[0]}", _("Write the name in at least one language."))
        return values

    def names(self) -> list[NewName]:
        """Return the names that were typed."""
        typed = fields.values_of(self, "name")
        found = [NewName(text=text, language=code) for code, text in typed.items() if text]
        if acronym := self.cleaned_data["acronym"].strip():
            found.append(NewName(text=acronym, language=found[0].language, kind=NameKind.ACRONYM))
        return found

    def known_besides(self) -> dict[str, str]:
        """Return what, beside its names, tells the organisation from others in the register."""
        country = self.cleaned_data["country"]
        return {"country": country.code if country else "", "website": self.cleaned_data["website"]}

    def values(self) -> dict[str, Any]:
        """Return the columns to set."""
        data = self.cleaned_data
        return {
            "country": data["country"],
            "legal_form": data["legal_form"],
            "registration_state": data["registration_state"] or RegistrationState.UNKNOWN,
            "website": data["website"],
            "verification": Verification.CHECKED,
        }


class OrganisationEdit(_WithCodeLists, fields.RecordForm):
    """Everything about an organisation on one page and with one button, so that nothing typed gets lost."""

    remove = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label=_("Remove")
    )
    new_name = forms.CharField(label=_("Another name"), required=False, max_length=300)
    new_name_language = forms.ChoiceField(
        label=_("Language of the name"), choices=fields.NAME_LANGUAGE_CHOICES, required=False
    )
    new_name_kind = forms.ChoiceField(label=_("Kind of name"), choices=NameKind.choices, required=False)
    remove_number = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label=_("Remove")
    )
    new_register = CodeListField(label=_("Another number: in which register?"))
    new_value = forms.CharField(
        label=pgettext_lazy("in a register", "Number"), required=False, max_length=2 * identifiers.LONGEST
    )
    topics = TopicsField()
    summary_language = forms.ChoiceField(choices=fields.LANGUAGE_CHOICES, required=False)
    country = CodeListField(label=_("Country or area"))
    place = CodeListField(label=_("Province or city"))
    legal_form = CodeListField(label=_("Legal form"))
    registration_state = forms.ChoiceField(label=_("Registration"), choices=RegistrationState.choices)
    state = forms.ChoiceField(label=_("State"), choices=_STATES)
    verification = forms.ChoiceField(label=_("Checked"), choices=Verification.choices)
    is_network = forms.BooleanField(label=_("It is a network"), required=False)
    website = _website()
    founded_date = date_field(_("Founded"))
    ended_date = date_field(_("Ended"))

    COLUMNS = (
        "country",
        "place",
        "legal_form",
        "registration_state",
        "state",
        "verification",
        "is_network",
        "website",
        "founded_date",
        "ended_date",
    )

    def __init__(self, record: Organisation, data: Any = None, *, summary_language: str) -> None:
        initial: dict[str, Any] = {column: getattr(record, column) for column in self.COLUMNS}
        initial |= {f"summary_{code}": getattr(record, f"summary_{code}") for code in LANGUAGES}
        initial |= {"summary_language": summary_language, "new_name_language": summary_language}
        listed = code_lists.concepts_for(record)
        topics = [row for row in listed if row.is_chosen]  # type: ignore[attr-defined]
        initial |= {"seen": record.updated_at.isoformat(), "topics": topics}
        super().__init__(data, initial=initial)
        self.record = record
        self.rows, self.numbers = particulars.names_and_numbers(record)
        self.fields.update(text_per_language("summary", label=_("Summary"), max_length=5000, rows=4))
        remove = self.fields["remove"]
        assert isinstance(remove, forms.TypedMultipleChoiceField)
        remove.choices = [(row.pk, row.text) for row in self.rows]
        remove_number = self.fields["remove_number"]
        assert isinstance(remove_number, forms.TypedMultipleChoiceField)
        remove_number.choices = [(row.pk, str(row)) for row in self.numbers]
        offered = self.fields["topics"]
        assert isinstance(offered, TopicsField)
        lists: dict[str, list[Concept]] = {}
        for row in listed:
            lists.setdefault(row.scheme.code, []).append(row)
        offered.offer((row for code in taxonomy.TOPIC_LISTS for row in lists.get(code, ())), chosen=topics)
        registers = lists.get(taxonomy.REGISTERS, [])
        self.registers = {row.code: row for row in registers}
        code_lists.offer_registers(
            self.fields["new_register"],
            registers=(row for row in registers if row.is_active),
            country=record.country,
        )
        self.offer_lists(lists.get(taxonomy.LEGAL_FORMS, ()), record)

    def clean(self) -> dict[str, Any]:
        """Check what concerns several fields at once."""
        values = super().clean() or {}
        place, country = values.get("place"), values.get("country")
        if place is not None and country is not None and place.code[:2] != country.code:
            self.add_error("place", _("This place lies in another country or area."))
        if fields.is_before(values.get("ended_date", ""), values.get("founded_date", "")):
            self.add_error("ended_date", _("The end is before the beginning."))
        new = values.get("new_name", "")
        if new and not name_rules.compared(new):
            self.add_error("new_name", _("Write a name with at least one letter."))
        if self.rows and not new and len(values.get("remove", [])) == len(self.rows):
            self.add_error("remove", _("One name has to stay."))
        self._check_number(values.get("new_register"), values.get("new_value", ""))
        return values

    def _check_number(self, register: Concept | None, value: str) -> None:
        if value and register is None:
            self.add_error("new_register", _("Which register gave this number?"))
        elif register is not None and "new_value" not in self.errors:
            try:
                self.cleaned_data["new_value"] = identifiers.tidy(scheme=register.code, value=value)
            except identifiers.IdentifierIsMalformed as error:
                self.add_error("new_value", WHY_MALFORMED[error.reason])

    def new(self) -> NewName | None:
        """Return the name to be added, if one was typed."""
        text = self.cleaned_data["new_name"].strip()
        if not text:
            return None
        return NewName(
            text=text,
            language=self.cleaned_data["new_name_language"] or "en",
            kind=self.cleaned_data["new_name_kind"] or NameKind.OFFICIAL,
        )

    def revision(self, *, language: str) -> Revision:
        """
        Return everything that was changed on the page.

        :param language: that of a summary of which nobody said in which it was written
        """
        data = self.cleaned_data
        register = data["new_register"]
        return Revision(
            values=self.values(),
            summary=fields.values_of(self, "summary"),
            summary_language=data["summary_language"] or language,
            topics=data["topics"],
            new_name=self.new(),
            removed_names=[row for row in self.rows if row.pk in data["remove"]],
            new_identifier=(register.code, data["new_value"]) if register is not None else None,
            removed_identifiers=[row for row in self.numbers if row.pk in data["remove_number"]],
        )

    def values(self) -> dict[str, Any]:
        """Return the columns to set."""
        values = {column: self.cleaned_data[column] for column in self.COLUMNS}
        if values["place"] is not None and values["country"] is None:
            place = values["place"]
            while place.parent is not None:
                place = place.parent
            values["country"] = place
        return values
