"""Finding words in a saved page, so that a quote written down by hand is really there."""

from __future__ import annotations

import re

from banyan.ingest.models import Clipping
from banyan.registry.domain.staff_facts import Quoted
from banyan.registry.models import Source


class QuoteIsNotInThePage(ValueError):
    """The words do not stand in the saved page, however they are spaced."""


def quoted(*, source: Source, words: str) -> Quoted:
    """
    Return words of a source with their place in its text, as the text writes them; white space counts for
    nothing. A source without a saved text, such as a data set, is taken at its word.

    :raises QuoteIsNotInThePage: if the text does not have the words
    """
    clipping = Clipping.objects.filter(source=source).only("analysed_text").first()
    if clipping is None or not clipping.analysed_text:
        return Quoted(source=source, quote=words.strip())
    pattern = r"\s*".join(re.escape(character) for character in "".join(words.split()))
    found = re.search(pattern, clipping.analysed_text) if pattern else None
    if found is None:
        raise QuoteIsNotInThePage(words)
    return Quoted(source=source, quote=found.group(), start=found.start(), end=found.end())
