"""The roll of one page: the names, people and posts found on it so far."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from banyan.ingest.adapters.chinese.aliases import Alias
from banyan.ingest.adapters.chinese.naming import Name
from banyan.ingest.adapters.chinese.people import Person
from banyan.ingest.adapters.chinese.posts import Post
from banyan.ingest.adapters.chinese.words import Sentence


@dataclass
class Roster:
    """The names of one page, growing as it is read again with what was learnt."""

    text: str
    sentences: list[Sentence]
    names: list[Name] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    held: list[tuple[Person, Post]] = field(default_factory=list)
    canonical: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    defined: list[Alias] = field(default_factory=list)
    authors: dict[int, str] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)

    def add(self, name: Name) -> bool:
        """Add a name unless a name already stands there; tell whether it was added."""
        index = bisect_left(self.starts, name.start)
        if index < len(self.names) and self.names[index].start < name.end:
            return False
        if index and self.names[index - 1].end > name.start:
            return False
        self.names.insert(index, name)
        self.starts.insert(index, name.start)
        return True

    def between(self, start: int, end: int) -> list[Name]:
        """Return the names that lie within a stretch, in order."""
        first = bisect_left(self.starts, start)
        last = bisect_right(self.starts, end)
        return [name for name in self.names[first:last] if name.end <= end]

    def full(self, text: str) -> str:
        """Return the fullest name on the page that ``text`` stands for."""
        seen = {text}
        while text in self.canonical and self.canonical[text] not in seen:
            text = self.canonical[text]
            seen.add(text)
        return text

    def owner(self) -> Name | None:
        """Return the organisation the page is about: named twice or more, twice as often as any other."""
        times: dict[str, int] = {}
        first: dict[str, Name] = {}
        for name in self.names:
            if name.sort in ("ngo", "foundation", "umbrella", "network", "company", "academic"):
                full = self.full(name.text)
                times[full] = times.get(full, 0) + 1
                first.setdefault(full, name)
        ranked = sorted(times.items(), key=lambda each: -each[1])
        if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
            return None
        return first[ranked[0][0]]

    def people_between(self, start: int, end: int) -> list[Person]:
        """Return the people named within a stretch."""
        first = bisect_left(self.people, start, key=lambda each: each.start)
        last = bisect_right(self.people, end, key=lambda each: each.start)
        return [person for person in self.people[first:last] if person.end <= end]

    def is_inside(self, position: int) -> bool:
        """Say whether a place lies within a name."""
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and self.names[index].end > position
