"""Fields whose choices are entries of the code lists and places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from banyan.core.i18n import active_language
from banyan.registry.models import Organisation
from banyan.search.domain.normalise import fold
from banyan.taxonomy.domain import queries as taxonomy
from banyan.taxonomy.enums import PlaceKind
from banyan.taxonomy.models import Concept, Place


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


def active_places() -> list[Place]:
    """Return the places that may be chosen, each with those it lies in, with one query."""
    known = {place.pk: place for place in Place.objects.order_by("pk")}
    for place in known.values():
        place.parent = known[place.parent_id] if place.parent_id is not None else None
    return [place for place in known.values() if place.is_active]


def offer_countries(
    field: CodeListField,
    *,
    places: Iterable[Place],
    legal_forms: Iterable[Concept],
    chosen: Place | None = None,
) -> None:
    """Offer countries and areas, on top those whose legal forms we know; what was chosen before stays."""
    known = {concept.country for concept in legal_forms if concept.country}
    offered = [place for place in places if place.kind == PlaceKind.COUNTRY_OR_AREA]
    if chosen is not None and chosen not in offered:
        offered.append(chosen)
    countries = _by_name(offered)
    on_top = [place for place in countries if place.code in known]
    others = [place for place in countries if place.code not in known]
    field.offer(
        [
            ("", [(place, str(place.name)) for place in on_top]),
            (str(_("All others")), [(place, str(place.name)) for place in others]),
        ],
        empty=_("Not known"),
    )


def offer_places(field: CodeListField, *, places: Iterable[Place], chosen: Place | None = None) -> None:
    """Offer provinces and cities by the country or area they lie in; what was chosen before stays."""
    offered = [place for place in places if place.kind in (PlaceKind.PROVINCE, PlaceKind.CITY)]
    if chosen is not None and chosen not in offered:
        offered.append(chosen)
    groups: dict[str, list[Place]] = {}
    for place in _by_name(offered):
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


def offer_legal_forms(
    field: CodeListField, *, concepts: Iterable[Concept], places: Iterable[Place], country: Place | None
) -> None:
    """Offer legal forms: those of the record's country first, then those of everywhere, then the others."""
    first = country.code if country is not None else ""
    names = {place.code: str(place.name) for place in places if place.kind == PlaceKind.COUNTRY_OR_AREA}
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


def offer_registers(field: forms.Field, *, registers: Iterable[Concept], country: Place | None) -> None:
    """Offer the registers that give numbers: those of the record's country first, then the worldwide ones."""
    assert isinstance(field, CodeListField)
    first = country.code if country is not None else ""
    rows = list(registers)
    groups = (
        ("", [row for row in rows if row.country and row.country == first]),
        (str(_("Everywhere")), [row for row in rows if not row.country]),
        (str(_("All others")), [row for row in rows if row.country and row.country != first]),
    )
    field.offer(
        [(title, [(row, str(row.label)) for row in found]) for title, found in groups if found],
        empty=_("None"),
    )


def concepts_for(record: Organisation) -> list[Concept]:
    """
    Return the entries of every list a form about an organisation offers, with one query.

    Those it is filed under are among them, active or not; its topics say ``is_chosen``.
    """
    chosen = Organisation.topics.through.objects.filter(organisation=record, concept=OuterRef("pk"))
    held = record.identifiers.values("scheme")
    also = Q(Exists(chosen)) | Q(pk=record.legal_form_id) | Q(scheme__code=taxonomy.REGISTERS, code__in=held)
    lists = (*taxonomy.TOPIC_LISTS, taxonomy.REGISTERS, taxonomy.LEGAL_FORMS)
    return list(taxonomy.offered(lists, also=also).annotate(is_chosen=Exists(chosen)))


class TopicsField(forms.MultipleChoiceField):
    """Fields of work and goals, by list and group; its value is the chosen entries themselves."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple, **options)
        self.rows: dict[str, Concept] = {}
        self.groups: list[tuple[str, list[Concept]]] = []

    def offer(self, offered: Iterable[Concept], *, chosen: Iterable[Concept] = ()) -> None:
        """Set what may be chosen (with its list); what was chosen before stays when its list drops it."""
        concepts = list(offered)
        concepts += [concept for concept in chosen if concept not in concepts]
        self.rows = {str(concept.pk): concept for concept in concepts}
        groups: dict[Any, tuple[str, list[Concept]]] = {}
        for concept in concepts:
            is_grouped = concept.scheme.code == taxonomy.FIELDS_OF_WORK
            key = (concept.parent_id or concept.pk) if is_grouped else concept.scheme.code
            heading = concept.label if is_grouped else concept.scheme.title
            groups.setdefault(key, (str(heading), []))[1].append(concept)
        self.groups = list(groups.values())
        self.choices = [(key, str(concept.label)) for key, concept in self.rows.items()]

    def clean(self, value: Any) -> list[Concept]:
        """Return the entries that were chosen, in the order of their lists."""
        chosen = set(super().clean(value))
        return [concept for key, concept in self.rows.items() if key in chosen]

    def prepare_value(self, value: Any) -> Any:
        """Take entries, or what was typed."""
        return [str(getattr(item, "pk", item)) for item in value or ()]


def topic_groups(bound: forms.BoundField) -> list[dict[str, Any]]:
    """Return the groups of a bound :class:`TopicsField` as the template shows them."""
    field = bound.field
    assert isinstance(field, TopicsField)
    chosen = set(bound.value() or ())
    return [
        {
            "title": title,
            "number": sum(str(concept.pk) in chosen for concept in concepts),
            "rows": [
                {
                    "pk": concept.pk,
                    "label": _topic_label(concept, title, len(concepts)),
                    "is_chosen": str(concept.pk) in chosen,
                }
                for concept in concepts
            ],
        }
        for title, concepts in field.groups
    ]


def _topic_label(concept: Concept, group: str, number: int) -> str:
    """Return an entry in words; the one that heads its group stands for the whole of it."""
    label = str(concept.label)
    if concept.scheme.code != taxonomy.FIELDS_OF_WORK:
        return f"{concept.code}. {label}"
    return str(_("All of it")) if label == group and number > 1 else label
