"""
Names of the register that stand in a text, looked up without reading the register whole.

Every run of words, or of Han characters, that could be a name is folded and asked for in the index of the
table. A page of 5,000 characters asks some tens of thousands of short questions, in a few queries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from banyan.ingest.adapters.reading import KnownName
from banyan.registry.domain import names as name_rules
from banyan.registry.enums import OrganisationState, PersonState
from banyan.registry.models import OrganisationName, PersonName

_HAN_RUN = re.compile(r"[㐀-䶿一-鿿豈-﫿·]+")
_WORD = re.compile(r"[^\W_㐀-䶿一-鿿]+(?:[’'&./-][^\W_㐀-䶿一-鿿]+)*")
#: A name is looked for up to this many Han characters, or words of other scripts.
_LONGEST_HAN = 24
_LONGEST_WORDS = 14
_SHORTEST_HAN = 2
_SHORTEST_LATIN = 3
#: Values in one query: below the limits of both databases.
_CHUNK = 2000
#: A page longer than this is looked at up to here: the rest is found by grammar alone.
_MOST_CHARACTERS = 60_000


def _windows(text: str) -> Iterator[str]:
    for run in _HAN_RUN.finditer(text):
        folded = name_rules.compared(run.group())
        for start in range(len(folded)):
            for length in range(_SHORTEST_HAN, min(_LONGEST_HAN, len(folded) - start) + 1):
                yield folded[start : start + length]
    for line in text.splitlines():
        words = [name_rules.compared(match.group()) for match in _WORD.finditer(line)]
        for start in range(len(words)):
            joined = ""
            for word in words[start : start + _LONGEST_WORDS]:
                joined += word
                if len(joined) >= _SHORTEST_LATIN:
                    yield joined


def names_in(*, text: str) -> tuple[KnownName, ...]:
    """Return the names of the register that may stand in ``text``, each with the public id it leads to."""
    wanted = list(dict.fromkeys(_windows(text[:_MOST_CHARACTERS])))
    found: dict[tuple[str, str], KnownName] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        organisations = (
            OrganisationName.objects.filter(folded__in=chunk)
            .exclude(organisation__state=OrganisationState.MERGED)
            .values_list("text", "organisation__public_id")
        )
        for name, key in organisations:
            found.setdefault((name, key), KnownName(text=name, record=key, kind="organisation"))
        people = (
            PersonName.objects.filter(folded__in=chunk)
            .exclude(person__state=PersonState.MERGED)
            .values_list("text", "person__public_id")
        )
        for name, key in people:
            found.setdefault((name, key), KnownName(text=name, record=key, kind="person"))
    return tuple(found.values())
