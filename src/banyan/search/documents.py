"""
The shape of a findable record, and the register of those who can build one.

A package above calls :func:`register_builder` in its ``AppConfig.ready()``; ``search`` never imports upwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

FACETS = ("kind", "country", "place", "topic", "language", "year")
NAME_KINDS = ("official", "short", "acronym", "alias", "former")


class UnknownFacet(ValueError):
    """A document or a filter names a facet that the index does not have."""


@dataclass(frozen=True, slots=True)
class SearchName:
    """One name: its text, its language ("vi", "zh", "en" or "") and its kind (see ``NAME_KINDS``)."""

    text: str
    language: str
    kind: str


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """
    A record as the index sees it.

    ``key`` is the record's public id. ``text`` holds running text by language ("" where unknown). ``facets``
    maps names of ``FACETS`` to their values; "kind" is filled in from ``kind``. ``weight`` (above 0, usually
    1.0) only breaks ties between records that match equally well.

    :raises UnknownFacet: if ``facets`` holds a name outside ``FACETS``
    """

    kind: str
    key: str
    names: tuple[SearchName, ...]
    text: dict[str, str] = field(default_factory=dict)
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    weight: float = 1.0
    is_public: bool = True

    def __post_init__(self) -> None:
        if unknown := set(self.facets) - set(FACETS):
            raise UnknownFacet(", ".join(sorted(unknown)))


@dataclass(frozen=True, slots=True)
class Builder:
    """How documents of one kind are made: ``build`` one by key, ``build_many`` in one go, ``keys`` of all."""

    build: Callable[[str], SearchDocument | None]
    keys: Callable[[], Iterator[str]]
    build_many: Callable[[Sequence[str]], Iterable[SearchDocument]]


_builders: dict[str, Builder] = {}


def register_builder(
    kind: str,
    *,
    build: Callable[[str], SearchDocument | None],
    keys: Callable[[], Iterator[str]],
    build_many: Callable[[Sequence[str]], Iterable[SearchDocument]] | None = None,
) -> None:
    """
    Say how records of ``kind`` become documents.

    ``build`` returns None if the record no longer exists or must not be found; ``build_many`` leaves such
    keys out. ``keys`` streams the keys of all records, for a rebuild. A second call for the same kind
    replaces the first.
    """

    def one_by_one(wanted: Sequence[str]) -> Iterator[SearchDocument]:
        for key in wanted:
            document = build(key)
            if document is not None:
                yield document

    _builders[kind] = Builder(build=build, keys=keys, build_many=build_many or one_by_one)


def builder_of(kind: str) -> Builder | None:
    """Return the builder of ``kind``, or None if no package has registered one."""
    return _builders.get(kind)


def registered_kinds() -> tuple[str, ...]:
    """Return the kinds that can be built, in the order of registration."""
    return tuple(_builders)
