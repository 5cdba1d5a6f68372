"""Posts in the rows of a table: name | position | organisation, in whatever order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from banyan.ingest.adapters.chinese import lexicon, people
from banyan.ingest.adapters.chinese.naming import Name
from banyan.ingest.adapters.chinese.people import Person
from banyan.ingest.adapters.chinese.posts import LONGEST_TITLE, Post
from banyan.ingest.adapters.chinese.words import Sentence

_CELL = re.compile(r"[^|\n]+")


def posts_in_row(
    sentence: Sentence, names: Sequence[Name], found: Sequence[Person]
) -> tuple[Person, Post] | None:
    """Read a row "name | position | organisation", whatever the order, or return None."""
    if not 1 <= sentence.text.count("|") <= 9:
        return None
    person: tuple[int, int] | None = None
    title: tuple[int, int, str] | None = None
    organisation: Name | None = None
    for cell in _CELL.finditer(sentence.text):
        text = cell.group().strip()
        start = sentence.start + cell.start() + len(cell.group()) - len(cell.group().lstrip())
        end = start + len(text)
        name = next((each for each in names if start <= each.start and each.end <= end), None)
        role = lexicon.longest_ending(text, lexicon.roles())
        if name is None and not role and person is None and people.is_name(text):
            person = (start, end)
        elif title is None and role and len(text) <= LONGEST_TITLE + (len(name.text) if name else 0):
            begin = name.end if name else start
            title = (begin, end, lexicon.roles()[role])
            organisation = organisation or name
        elif organisation is None and name is not None and name.end - name.start >= len(text) - 2:
            organisation = name
    if person is None or title is None:
        return None
    text = sentence.text[person[0] - sentence.start : person[1] - sentence.start]
    known = next((each for each in found if (each.start, each.end) == person), None)
    holder = Person(person[0], person[1], text, 0.85, known.honorific if known else "", "position")
    words = sentence.text[title[0] - sentence.start : title[1] - sentence.start]
    return holder, Post(title[0], title[1], words, title[2], organisation)
