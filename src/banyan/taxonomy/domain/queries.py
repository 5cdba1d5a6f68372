"""Asking for code lists and places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.db.models import Q, QuerySet

from banyan.taxonomy.enums import PlaceKind
from banyan.taxonomy.models import Concept, Place, Scheme

#: What Chinese puts behind the name of a province or city, often left out in running text.
_CHINESE_ENDINGS: Final = ("市", "省", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "特别行政区")

#: What Vietnamese puts before, and English behind, the name of a province or city.
_RANK: Final = re.compile(
    r"^(?:tỉnh|thành phố|tp\.?)\s*(?=\S)|\s+(?:province|city|municipality)$", re.IGNORECASE
)

#: The list of fields of work, and every list whose entries may be topics of a record.
FIELDS_OF_WORK: Final = "icnptso"
TOPIC_LISTS: Final = (FIELDS_OF_WORK, "sdg")
#: The list of registers that give numbers, by org-id.guide code, and that of legal forms.
REGISTERS: Final = "registers"
LEGAL_FORMS: Final = "legal_forms"


def schemes() -> QuerySet[Scheme]:
    """Return every list with its source and licence, by code: for the page that names our sources."""
    return Scheme.objects.order_by("code")


def concepts_of(scheme_code: str) -> QuerySet[Concept]:
    """Return the entries of a list that a person may choose, in the order of its file."""
    return Concept.objects.filter(scheme__code=scheme_code, is_active=True).order_by("position")


def offered(codes: Iterable[str], *, also: Q) -> QuerySet[Concept]:
    """Return the entries of several lists that a person may choose, and others, with their lists."""
    active = Q(scheme__code__in=list(codes), is_active=True)
    found = Concept.objects.filter(active | also).select_related("scheme")
    return found.order_by("scheme__code", "position")


def topics() -> QuerySet[Concept]:
    """Return the entries that may be topics of a record, with their lists: fields of work first."""
    found = Concept.objects.filter(scheme__code__in=TOPIC_LISTS, is_active=True).select_related("scheme")
    return found.order_by("scheme__code", "position")


def in_list(concept: Concept) -> str:
    """Return an entry as the log names it, whatever its key: the code of its list and its own."""
    return f"{concept.scheme.code}:{concept.code}"


def labels_of(listed: Iterable[str]) -> dict[str, str]:
    """Return the labels of entries written list:code, in the reader's language, with one query."""
    wanted = set(listed)
    found = Concept.objects.filter(code__in={text.partition(":")[2] for text in wanted})
    rows = found.select_related("scheme") if wanted else ()
    return {key: str(row.label) for row in rows if (key := in_list(row)) in wanted}


def registers() -> QuerySet[Concept]:
    """Return the registers that give numbers to organisations, by org-id.guide code."""
    return concepts_of(REGISTERS)


def concept_with_code(scheme_code: str, code: str) -> Concept | None:
    """Return one entry, active or not: what a record is filed under stays readable."""
    return Concept.objects.filter(scheme__code=scheme_code, code=code).first()


def legal_forms_for(country_code: str) -> QuerySet[Concept]:
    """Return the legal forms of one country or area (ISO 3166-1) and those that exist everywhere."""
    return concepts_of(LEGAL_FORMS).filter(Q(country="") | Q(country=country_code))


def countries_and_areas() -> QuerySet[Place]:
    """Return countries and areas by code; sort by name in the reader's language where they are shown."""
    return Place.objects.filter(kind=PlaceKind.COUNTRY_OR_AREA, is_active=True).order_by("code")


def places_inside(parent_code: str) -> QuerySet[Place]:
    """Return the provinces or cities that lie directly in a place, by code."""
    return Place.objects.filter(parent__code=parent_code, is_active=True).order_by("code")


def place_with_code(code: str) -> Place | None:
    """Return one place, active or not."""
    return Place.objects.filter(code=code).first()


def places_named(name: str, *, country: str = "") -> list[Place]:
    """
    Return the places that bear this exact name in any of the three languages, widest first.

    A name matches with and without what says that it is a province or city: 北京 finds 北京市, "tỉnh Bắc
    Ninh" and "TP. Hồ Chí Minh" find theirs. Several places may share a
    name: Hà Nam is a former province of Viet Nam and the Vietnamese name of a Chinese one.

    :param country: ISO 3166-1 code of the country the text is most likely about; its places come first
    """
    name = " ".join(name.split())
    if not name:
        return []
    found = list(_bearing(name)) or list(_bearing(_RANK.sub("", name)))
    width = {kind.value: rank for rank, kind in enumerate(PlaceKind)}
    # Every code we use begins with that of the country or area.
    return sorted(
        found,
        key=lambda place: (
            bool(country) and place.code[:2] != country,
            not place.is_active,
            width[place.kind],
            place.code,
        ),
    )


def _bearing(name: str) -> QuerySet[Place]:
    chinese = [name, *(name + ending for ending in _CHINESE_ENDINGS)]
    return Place.objects.filter(
        Q(name_zh__in=chinese) | Q(name_vi__in=[name, f"Thành phố {name}"]) | Q(name_en__iexact=name)
    )
