"""
What somebody else's list says of an organisation, in codes, and the columns and rows it becomes.

A sketch is plain: it can be kept as JSON with a suggested change and applied when a person accepts it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from banyan.registry.domain import organisations
from banyan.registry.domain.organisations import NewName
from banyan.registry.models import Organisation
from banyan.taxonomy.models import Concept, Place

#: Plain columns that a sketch may carry, as they are called in the table.
_PLAIN: Final = ("founded_date", "ended_date", "state", "registration_state", "website")
#: Columns that are set when a row is written.
_TRACKED: Final = frozenset({"created_at", "updated_at"})


@dataclass(frozen=True, slots=True)
class Sketch:
    """
    One organisation as a list states it; empty means that the list does not say.

    ``country`` and ``place`` are codes of places, ``legal_form`` of that list, ``topics`` pairs written
    list:code; ``identifiers`` are pairs of an org-id.guide list code and a value; ``summary`` is by column
    code (vi, zh, en).
    """

    names: tuple[NewName, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    country: str = ""
    place: str = ""
    legal_form: str = ""
    founded_date: str = ""
    ended_date: str = ""
    state: str = ""
    registration_state: str = ""
    website: str = ""
    is_network: bool | None = None
    summary: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return what it says as plain values, without what it does not say."""
        said = {name: value for name, value in asdict(self).items() if value is not None and value != ""}
        return {name: value for name, value in said.items() if not hasattr(value, "__len__") or value}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Sketch:
        """Return what ``as_json`` was made from; what is no part of a sketch is left out."""
        known = {name: value[name] for name in cls.__dataclass_fields__ if name in value}
        known["names"] = tuple(
            NewName(**{column: name[column] for column in NewName.__dataclass_fields__ if column in name})
            for name in value.get("names", ())
        )
        known["identifiers"] = tuple((pair[0], pair[1]) for pair in value.get("identifiers", ()))
        known["topics"] = tuple(value.get("topics", ()))
        return cls(**known)


class Codes:
    """
    The keys of places and entries of code lists, read once: some thousand rows, whatever is looked up.
    """

    def __init__(self) -> None:
        self.places: dict[str, int] = dict(Place.objects.values_list("code", "pk"))
        self.concepts: dict[str, int] = {
            f"{scheme}:{code}": pk
            for scheme, code, pk in Concept.objects.values_list("scheme__code", "code", "pk")
        }

    def columns(self, sketch: Sketch) -> dict[str, Any]:
        """Return the columns a sketch sets; a code that is in no list of ours is left out."""
        values: dict[str, Any] = {name: getattr(sketch, name) for name in _PLAIN if getattr(sketch, name)}
        found = {
            "country_id": self.places.get(sketch.country),
            "place_id": self.places.get(sketch.place),
            "legal_form_id": self.concepts.get(f"legal_forms:{sketch.legal_form}"),
            "is_network": sketch.is_network,
        }
        values.update({name: value for name, value in found.items() if value is not None})
        return values

    def topics(self, sketch: Sketch) -> list[int]:
        """Return the keys of the topics, each once."""
        known = (self.concepts.get(topic) for topic in sketch.topics)
        return list(dict.fromkeys(pk for pk in known if pk is not None))

    def refuse_malformed(self, sketch: Sketch) -> None:
        """
        Check the values of a sketch that adds to an organisation.

        :raises ValidationError: if a value is malformed
        """
        Organisation(title_en="-", **self.columns(sketch)).clean_fields(
            exclude=organisations.FOREIGN | _TRACKED
        )
