"""Closed sets of taxonomy, as stored."""

from __future__ import annotations

from enum import StrEnum


class Confidence(StrEnum):
    """How far a row of a code list may be trusted, written beside it in its file."""

    READ_IN_SOURCE = "read_in_source"  # compared with the source the list names
    SECONDARY_COPY = "secondary_copy"  # seen in a copy of the source only
    GENERAL_KNOWLEDGE = "general_knowledge"  # not confirmed: verify before relying on it
    OUR_WORDING = "our_wording"  # no source has this label in all three languages: at least one is ours


class PlaceKind(StrEnum):
    """What a place is. The first is always shown as "country or area", never as "country"."""

    COUNTRY_OR_AREA = "country_or_area"
    PROVINCE = "province"
    CITY = "city"


class ListKind(StrEnum):
    """What a data file holds, and so which columns it must have."""

    CONCEPTS = "concepts"
    COUNTRIES = "countries"
    PLACES = "places"
    PLACE_NAMES = "place_names"
