"""Narrowing the queue of pairs that may be one record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from banyan.registry.enums import DuplicateBand, MergedKind
from banyan.registry.models import DuplicatePair
from banyan.taxonomy.models import Place
from banyan.web.presenters import reasons


class PairNarrowing(forms.Form):
    """Kind, country, band and strongest reason; sent by GET, so that a narrowed queue has an address."""

    kind = forms.ChoiceField(label=_("What"), choices=MergedKind.choices, required=False)
    country = forms.ChoiceField(label=_("Country or area"), required=False)
    band = forms.ChoiceField(label=_("How sure"), required=False)
    reason = forms.ChoiceField(label=_("Why"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__({name: data.get(name, "") for name in ("kind", "country", "band", "reason")})
        everything = [("", _("All"))]
        waiting = DuplicatePair.objects.filter(kind=self.kind_asked(), state="waiting")
        countries = list(waiting.order_by("country").values_list("country", flat=True).distinct())
        self._choices("country", [*everything, *_countries(countries)])
        self._choices("band", [*everything, *DuplicateBand.choices])
        codes = waiting.order_by("reason").values_list("reason", flat=True).distinct()
        self._choices("reason", [*everything, *((code, reasons.worded([code]) or code) for code in codes)])

    def _choices(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def kind_asked(self) -> str:
        """Return the kind chosen, organisations when it is none of ours."""
        kind = self.data.get("kind", "")
        return kind if kind in MergedKind.values else MergedKind.ORGANISATION.value

    def narrowed(self, pairs: QuerySet[DuplicatePair]) -> QuerySet[DuplicatePair]:
        """Return the pairs that the choices let through; a choice that is none of ours lets all through."""
        self.is_valid()
        for name in ("country", "band", "reason"):
            if value := self.cleaned_data.get(name):
                pairs = pairs.filter(**{name: value})
        return pairs

    def query(self) -> dict[str, str]:
        """Return the choices in force as they stand in an address."""
        self.is_valid()
        kind = self.kind_asked()
        chosen = {} if kind == MergedKind.ORGANISATION else {"kind": kind}
        return chosen | {
            name: self.cleaned_data[name]
            for name in ("country", "band", "reason")
            if self.cleaned_data.get(name)
        }


def _countries(codes: list[str]) -> list[tuple[str, str]]:
    named = {place.code: str(place.name) for place in Place.objects.filter(code__in=codes)}
    return sorted(((code, named.get(code, code)) for code in codes if code), key=lambda pair: pair[1])
