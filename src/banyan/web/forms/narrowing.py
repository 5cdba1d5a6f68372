"""Narrowing the desk's list of organisations: each choice is one filter of `registry.domain.coverage`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from banyan.registry.domain import coverage
from banyan.search.domain.normalise import fold
from banyan.taxonomy.domain import queries as taxonomy
from banyan.taxonomy.models import Concept
from banyan.web.presenters.coverage import HEADINGS, value_label

#: The code list that the form offers for the field of work.
_TOPICS: Final = "icnptso"


class OrganisationNarrowing(forms.Form):
    """The filters as choices; it is sent by GET, so that a narrowed list has an address of its own."""

    def __init__(self, choices: Mapping[str, str]) -> None:
        super().__init__(initial=dict(choices), auto_id="narrow-%s")
        self.codes: dict[tuple[str, str], str] = {}
        for name in coverage.FILTERS:
            self.fields[name] = forms.ChoiceField(
                label=HEADINGS[name], required=False, choices=[("", _("All")), *self._offered(name)]
            )

    def _offered(self, name: str) -> list[tuple[str, str]]:
        if name in coverage.VALUES:
            return [(value, value_label(name, value, {})) for value in coverage.VALUES[name]]
        if name == "country":
            pairs = [(place.code, str(place.name)) for place in taxonomy.countries_and_areas()]
            pairs.sort(key=lambda pair: fold(pair[1]))
        else:
            scheme = coverage.LEGAL_FORMS if name == "form" else _TOPICS
            pairs = [(_value(name, row), str(row.label)) for row in taxonomy.concepts_of(scheme)]
        self.codes.update({(name, value): label for value, label in pairs})
        return [(coverage.NOT_GIVEN, _("Not given")), *pairs]

    def label_of(self, name: str, value: str) -> str:
        """Return a chosen value in words."""
        return value_label(name, value, self.codes)

    def visible(self) -> list[Any]:
        """Return the fields in the order in which they stand."""
        return [self[name] for name in coverage.FILTERS]


def _value(name: str, concept: Concept) -> str:
    return concept.code if name == "form" else f"{_TOPICS}:{concept.code}"
