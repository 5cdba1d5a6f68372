"""One page being read: its view, its tokens, and the names found so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from banyan.ingest.adapters.reading import Page, Span
from banyan.ingest.adapters.vietnamese.lexicon import Lexicon, lexicon
from banyan.ingest.adapters.vietnamese.tokens import Token, sentences_of, shouted, tokens_of
from banyan.ingest.adapters.vietnamese.view import View, clean, view_of

if TYPE_CHECKING:
    from banyan.ingest.adapters.vietnamese.stands import Antecedents
    from banyan.ingest.adapters.vietnamese.titles import Title

LIMIT = 500_000
"""Code points read of one page; what stands behind is left unread."""


@dataclass(slots=True, eq=False)
class Name:
    """An organisation's name on the page, as a range of tokens, end exclusive."""

    first: int
    last: int
    head: str
    type: str
    evidence: str
    confidence: float
    kind: str = "official"
    canonical: str = ""
    inferred: bool = False
    stands_for: Name | None = None
    """For a bare head such as "Hội": the name that it stands for."""

    @property
    def named(self) -> Name:
        """The place where the organisation is named, for a bare head that of its antecedent."""
        return self.stands_for or self


@dataclass(slots=True, eq=False)
class Person:
    """A person's name, with the token where the words of address before it begin."""

    first: int
    last: int
    opens: int
    honorific: str
    confidence: float
    canonical: str = ""
    position: str = ""
    organisation: str = ""
    listed: tuple[Title, Name | None] | None = None
    """Title and body of a list that the name opens, to be carried over to the names behind it."""


@dataclass(slots=True)
class Reading:
    """The page as the grammar sees it."""

    page: Page
    view: View
    tokens: list[Token]
    lex: Lexicon
    loud: list[bool]
    sentences: list[tuple[int, int]]
    sentence_at: list[int]
    blocked: list[bool]
    people: list[Person] = field(default_factory=list)
    name_at: dict[int, Name] = field(default_factory=dict)
    name_by_end: dict[int, Name] = field(default_factory=dict)
    owner: dict[int, Name] = field(default_factory=dict)
    covered: list[bool] = field(default_factory=list)
    stand_at: dict[int, Name] = field(default_factory=dict)
    stand_by_end: dict[int, Name] = field(default_factory=dict)
    antecedents: Antecedents = field(init=False)
    title_ends: frozenset[int] = frozenset()
    boards: dict[int, Name | None] = field(default_factory=dict)
    """For a sentence, the body whose board it lists; filled as it is asked for."""
    _by_sentence: dict[int, list[Name]] = field(default_factory=dict)
    _by_start: dict[int, Name] = field(default_factory=dict)
    _people_from: set[int] = field(default_factory=set)
    _people_to: set[int] = field(default_factory=set)

    def word(self, place: int) -> str:
        """Return the lower-case form of a token, empty outside the page."""
        return self.tokens[place].key if 0 <= place < len(self.tokens) else ""

    def cap(self, place: int) -> bool:
        """Whether a token exists and begins with a capital that means something."""
        return 0 <= place < len(self.tokens) and self.tokens[place].cap

    def key(self, first: int, last: int) -> str:
        """Return the lower-case words of a range."""
        return " ".join(token.key for token in self.tokens[first:last])

    def text(self, first: int, last: int) -> str:
        """Return the words of a range as the page writes them, composed and with single spaces."""
        return clean(self.view.raw_text(self.tokens[first].start, self.tokens[last - 1].end))

    def span(self, first: int, last: int) -> Span:
        """Return the raw stretch of a range."""
        return self.stretch(self.tokens[first].start, self.tokens[last - 1].end)

    def stretch(self, start: int, end: int) -> Span:
        """Return the raw stretch of offsets of the view."""
        first, last = self.view.raw_span(start, end)
        return Span(text=self.page.text[first:last], start=first, end=last)

    def starts_sentence(self, place: int) -> bool:
        """Whether a token opens a sentence or line, so that its capital tells nothing."""
        number = self.sentence_at[place]
        if number < 0:
            return True
        first = self.sentences[number][0]
        return place == first or (place == first + 1 and self.tokens[first].kind == "p")

    def sentence(self, place: int) -> tuple[int, int]:
        """Return the token range of the sentence around a place."""
        number = self.sentence_at[place]
        return self.sentences[number] if number >= 0 else (place, place + 1)

    def closed(self, place: int) -> bool:
        """Whether a place lies outside the page or between sentences."""
        return not 0 <= place < len(self.tokens) or self.sentence_at[place] < 0

    def add(self, name: Name) -> None:
        """Note a name unless it touches one already noted or a blocked stretch."""
        stretch = range(name.first, name.last)
        if any(self.covered[at] or self.blocked[at] for at in stretch):
            return
        for at in stretch:
            self.covered[at] = True
            self.owner[at] = name
        self.name_at[name.first] = name
        self.name_by_end[name.last] = name

    def remove(self, name: Name) -> None:
        """Forget a name."""
        for at in range(name.first, name.last):
            self.covered[at] = False
            del self.owner[at]
        del self.name_at[name.first]
        del self.name_by_end[name.last]

    def names(self) -> list[Name]:
        """Return the names noted, in the order of the text."""
        return [self.name_at[first] for first in sorted(self.name_at)]

    def index_names(self) -> None:
        """Make names findable by sentence and head; call when no more will be noted."""
        for name in self.names():
            self._by_sentence.setdefault(self.sentence_at[name.first], []).append(name)
            self._by_start[self.span(name.first, name.last).start] = name

    def index_people(self) -> None:
        """Make people findable by where they begin and end; call when no more will be noted."""
        self._people_from = {at for person in self.people for at in (person.opens, person.first)}
        self._people_to = {person.last for person in self.people}

    def names_in(self, first: int, last: int) -> list[Name]:
        """Return the names that begin in a stretch of one sentence."""
        return [
            one for one in self._by_sentence.get(self.sentence_at[first], []) if first <= one.first < last
        ]

    def body_at(self, place: int) -> Name | None:
        """Return the name or the bare head standing for one that begins at a place."""
        return self.name_at.get(place) or self.stand_at.get(place)

    def body_ending(self, place: int) -> Name | None:
        """Return the name or the bare head standing for one that ends before a place."""
        return self.name_by_end.get(place) or self.stand_by_end.get(place)

    def bodies_in(self, first: int, last: int) -> list[Name]:
        """Return names and bare heads that begin in a stretch of one sentence, in order."""
        stands = [self.stand_at[at] for at in range(first, last) if at in self.stand_at]
        names = self.names_in(first, last)
        return sorted(names + stands, key=lambda one: one.first) if stands else names

    def entry_before(self, at: int) -> Name | None:
        """Return the organisation a directory entry tells of: the last that opened a line before a place."""
        number = self.sentence_at[at]
        for earlier in range(number - 1, max(number - 8, -1), -1):
            first = self.sentences[earlier][0]
            name = self.name_at.get(first) or self.name_at.get(first + 1)
            if name is not None:
                return name
        return None

    def name_of(self, span: Span) -> Name | None:
        """Return the name that a stretch of the page covers."""
        return self._by_start.get(span.start)

    def person_begins(self, place: int) -> bool:
        """Whether a person's name or the address before it begins at a place."""
        return place in self._people_from

    def person_ends(self, place: int) -> bool:
        """Whether a person's name ends before a place."""
        return place in self._people_to


def reading_of(page: Page) -> Reading:
    """Return a page made ready for the grammar, at most LIMIT code points of it."""
    view = view_of(page.text[:LIMIT])
    tokens = tokens_of(view.text)
    sentences = sentences_of(tokens)
    sentence_at = [-1] * len(tokens)
    for number, (first, last) in enumerate(sentences):
        for at in range(first, last):
            sentence_at[at] = number
    return Reading(
        page=page,
        view=view,
        tokens=tokens,
        lex=lexicon(),
        loud=shouted(tokens),
        sentences=sentences,
        sentence_at=sentence_at,
        blocked=_blocked(page, view, tokens),
        covered=[False] * len(tokens),
    )


def _blocked(page: Page, view: View, tokens: list[Token]) -> list[bool]:
    """For every token, whether it touches a stretch from which nothing may be proposed."""
    marks = [False] * len(tokens)
    stretches = sorted(page.blocked)
    next_one = 0
    for at, token in enumerate(tokens):
        start, end = view.raw_span(token.start, token.end)
        while next_one < len(stretches) and stretches[next_one][1] <= start:
            next_one += 1
        if next_one < len(stretches) and stretches[next_one][0] < end:
            marks[at] = True
    return marks
