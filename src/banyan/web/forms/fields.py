"""Fields and choices that the forms of the desk share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.core.i18n import LANGUAGES, TAGS, active_language
from banyan.registry.validators import validate_partial_date
from banyan.search.domain.normalise import fold
from banyan.taxonomy.enums import PlaceKind
from banyan.taxonomy.models import Concept, Place

#: Languages are offered in their own words: whoever reads one of them recognises it.
LANGUAGE_NAMES: Final[Mapping[str, str]] = {"vi": "Tiếng Việt", "zh": "中文", "en": "English"}
LANGUAGE_CHOICES: Final = [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES]
#: A name may be in other languages and scripts than those of the interface.
NAME_LANGUAGE_CHOICES: Final = [
    *LANGUAGE_CHOICES,
    ("zh-hant", "中文（繁體）"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
    ("ar", "العربية"),
    ("ja", "日本語"),
    ("ko", "한국어"),
]
DATE_HINT: Final = _("A day, a month or a year: 2021-04-09, 2021-04 or 2021.")


def date_field(label: Any) -> forms.CharField:
    """Return a field for an ISO day, month or year that may be left empty."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=10,
        validators=[validate_partial_date],
        help_text=DATE_HINT,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )


def text_per_language(
    name: str, *, label: Any, max_length: int | None = None, rows: int = 0
) -> dict[str, forms.CharField]:
    """Return one field per language; each carries its `lang`, and none is needed by itself."""
    fields = {}
    for code in LANGUAGES:
        attrs: dict[str, Any] = {"lang": TAGS[code]}
        widget: forms.Widget = (
            forms.Textarea(attrs={**attrs, "rows": rows}) if rows else forms.TextInput(attrs=attrs)
        )
        fields[f"{name}_{code}"] = forms.CharField(
            label=f"{label} ({LANGUAGE_NAMES[code]})", required=False, max_length=max_length, widget=widget
        )
    return fields


def inputs_of(form: forms.BaseForm, name: str) -> list[dict[str, Any]]:
    """Return the fields of one text in three languages as the component shows them."""
    return [
        {"code": code, "language": LANGUAGE_NAMES[code], "field": form[f"{name}_{code}"]}
        for code in LANGUAGES
    ]


def values_of(form: forms.BaseForm, name: str) -> dict[str, str]:
    """Return what was typed, by column code."""
    return {code: form.cleaned_data[f"{name}_{code}"].strip() for code in LANGUAGES}


def is_before(end: str, start: str) -> bool:
    """Say whether one ISO day, month or year lies wholly before another."""
    shared = min(len(end), len(start))
    return bool(end and start) and end[:shared] < start[:shared]


def _by_name(places: Iterable[Place]) -> list[Place]:
    """Return places in the order of the reader's alphabet, as far as folding gives it."""
    return sorted(places, key=lambda place: fold(str(place.name)))


class CodeListField(forms.ChoiceField):
    """
    A choice from a code list whose value is the chosen row itself, or None.

    The rows are read once per form, so that asking for their names costs one query.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.rows: dict[str, Any] = {}

    def offer(self, groups: Iterable[tuple[str, Iterable[tuple[Any, str]]]], *, empty: Any) -> None:
        """Set what may be chosen: groups of (row, label); a group without a name stands on top."""
        self.rows = {}
        offered: list[Any] = [("", empty)]
        for title, entries in groups:
            pairs = []
            for row, label in entries:
                self.rows[str(row.pk)] = row
                pairs.append((str(row.pk), label))
            if title:
                offered.append((title, pairs))
            else:
                offered.extend(pairs)
        self.choices = offered

    def clean(self, value: Any) -> Any:
        """Return the row that was chosen."""
        return self.rows.get(str(super().clean(value)))

    def prepare_value(self, value: Any) -> Any:
        """Take a row, or what was typed."""
        return str(value.pk) if hasattr(value, "pk") else value


def offer_countries(field: CodeListField, *, legal_forms: Iterable[Concept]) -> None:
    """Offer countries and areas; those whose legal forms we know stand on top as well."""
    known = {concept.country for concept in legal_forms if concept.country}
    countries = _by_name(Place.objects.filter(kind=PlaceKind.COUNTRY_OR_AREA, is_active=True))
    on_top = [place for place in countries if place.code in known]
    others = [place for place in countries if place.code not in known]
    field.offer(
        [
            ("", [(place, str(place.name)) for place in on_top]),
            (str(_("All others")), [(place, str(place.name)) for place in others]),
        ],
        empty=_("Not known"),
    )


def offer_places(field: CodeListField, *, chosen: Place | None = None) -> None:
    """Offer provinces and cities by the country or area they lie in."""
    places = list(
        Place.objects.filter(kind__in=[PlaceKind.PROVINCE, PlaceKind.CITY], is_active=True).select_related(
            "parent__parent"
        )
    )
    if chosen is not None and all(place.pk != chosen.pk for place in places):
        places.append(chosen)
    groups: dict[str, list[Place]] = {}
    for place in _by_name(places):
        top = place
        while top.parent is not None:
            top = top.parent
        groups.setdefault(str(top.name), []).append(place)
    field.offer(
        [
            (country, [(place, str(place.name)) for place in rows])
            for country, rows in sorted(groups.items(), key=lambda pair: fold(pair[0]))
        ],
        empty=_("Not known"),
    )


def offer_legal_forms(field: CodeListField, *, concepts: Iterable[Concept], country: Place | None) -> None:
    """Offer legal forms: those of the record's country first, then those of everywhere, then the others."""
    first = country.code if country is not None else ""
    names = {place.code: str(place.name) for place in _named({row.country for row in concepts})}
    groups: dict[str, list[Concept]] = {}
    for concept in concepts:
        groups.setdefault(concept.country, []).append(concept)
    ordered = sorted(groups, key=lambda code: (code != first, code != "", code))
    field.offer(
        [
            (
                names.get(code) or str(_("Everywhere")),
                [(row, _with_other_name(row)) for row in groups[code]],
            )
            for code in ordered
        ],
        empty=_("Not known"),
    )


def _with_other_name(concept: Concept) -> str:
    """Return a legal form in the reader's language, with the name its own law gives it."""
    label = str(concept.label)
    own = {"CN": concept.label_zh, "VN": concept.label_vi}.get(concept.country, "")
    shows_own = own and own != label and active_language() != {"CN": "zh", "VN": "vi"}[concept.country]
    return f"{label} · {own}" if shows_own else label


def _named(codes: set[str]) -> Iterable[Place]:
    return Place.objects.filter(code__in=[code for code in codes if code])
