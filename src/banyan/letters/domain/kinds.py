"""
The kinds of letters there are: each package declares its own, with its first words and what may stand in
them.

A wording is plain text with placeholders in braces. Only declared names are filled in, and nothing is
evaluated: somebody who edits a letter cannot reach anything but these values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise

#: A text, or one that is translated when it is read.
Words = str | Promise
_PLACE: Final = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Place:
    """
    Something that is filled in.

    ``sample`` stands for it in previews; without an ``is_needed`` one a letter would be useless: a link.
    """

    label: Words
    sample: Words
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """
    One kind of letter.

    ``when`` says in a sentence when it is sent. ``subject`` and ``text`` are the words that come with
    Banyan, read in the language of the letter. A kind that ``is_secret`` carries a link that lets somebody
    in.
    """

    name: str
    title: Words
    when: Words
    places: Mapping[str, Place]
    subject: Callable[[], str]
    text: Callable[[], str]
    is_secret: bool = False


_KINDS: dict[str, Kind] = {}


def declare(kind: Kind) -> None:
    """Add a kind; called once, when a package is loaded."""
    _KINDS[kind.name] = kind


def named(name: str) -> Kind:
    """
    Return a kind.

    :raises KeyError: if there is none
    """
    return _KINDS[name]


def all_kinds() -> list[Kind]:
    """Return every kind, in the order of their names."""
    return [_KINDS[name] for name in sorted(_KINDS)]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a wording with its places filled; a name in braces that is no place stays as it stands."""
    return _PLACE.sub(lambda match: values.get(match[1], match[0]), text)


def unknown_places(kind: Kind, text: str) -> list[str]:
    """Return the names in braces that this kind does not fill, in order."""
    return [name for name in dict.fromkeys(_PLACE.findall(text)) if name not in kind.places]


def missing_places(kind: Kind, text: str) -> list[str]:
    """Return the needed places that a text leaves out."""
    used = set(_PLACE.findall(text))
    return [name for name, place in kind.places.items() if place.is_needed and name not in used]
