"""Which mentions of a page stand for the same thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from banyan.ingest.adapters.reading import Mention, Relation
from banyan.search.domain.normalise import fold

#: Below this an engine's guess is not worth a person's time.
LEAST_CONFIDENCE = 0.3
#: What an engine calls an event, when it is really something organisations do over time.
PROGRAMME_TYPES = ("programme", "project", "activity")


@dataclass(slots=True, eq=False)
class Group:
    """All mentions of one organisation, person, event or programme on a page."""

    id: str
    kind: str
    name: str
    mentions: list[Mention] = field(default_factory=list)

    @property
    def confidence(self) -> float:
        """The best evidence there is for it."""
        return max(mention.confidence for mention in self.mentions)

    @property
    def first(self) -> Mention:
        """Its first mention with the best evidence: the one to quote."""
        return max(self.mentions, key=lambda mention: (mention.confidence, -mention.start))

    @property
    def type(self) -> str:
        """The sort of organisation most of its mentions say."""
        types = Counter(mention.type for mention in self.mentions if mention.type)
        return types.most_common(1)[0][0] if types else ""

    def surfaces(self) -> list[tuple[str, str]]:
        """Return each distinct way it is written, with the kind of name: official, short or acronym."""
        kinds: dict[str, str] = {}
        for mention in self.mentions:
            text = " ".join(mention.text.split())
            kinds.setdefault(text, mention.attributes.get("name_kind") or _guessed_kind(text, self.name))
        return list(kinds.items())


def _guessed_kind(text: str, name: str) -> str:
    if fold(text) == fold(name):
        return "official"
    if text.isascii() and text.upper() == text and " " not in text:
        return "acronym"
    return "short"


def _name_of(mention: Mention) -> str:
    name = mention.attributes.get("canonical") or mention.attributes.get("name") or mention.text
    return " ".join(str(name).split())


def _kind_of(mention: Mention) -> str:
    if mention.kind == "event" and mention.attributes.get("type", mention.type) in PROGRAMME_TYPES:
        return "activity"
    return mention.kind


_GROUPED = ("organisation", "person", "event", "activity")


class Groups:
    """The groups of a page, found by mention or by name."""

    def __init__(self, mentions: Iterable[Mention], relations: Sequence[Relation]) -> None:
        self._by_name: dict[tuple[str, str], Group] = {}
        self._by_place: dict[tuple[int, int], Group] = {}
        for mention in mentions:
            kind = _kind_of(mention)
            if kind not in _GROUPED or mention.confidence < LEAST_CONFIDENCE:
                continue
            self._add(kind, mention)
        for relation in relations:
            if relation.kind == "same_as":
                self._unite(relation)

    def _add(self, kind: str, mention: Mention) -> None:
        name = _name_of(mention)
        folded = fold(name)
        if not folded:
            return
        group = self._by_name.get((kind, folded))
        if group is None:
            number = sum(1 for known in self._by_name if known[0] == kind) + 1
            group = Group(id=f"{kind}-{number}", kind=kind, name=name)
            self._by_name[(kind, folded)] = group
        group.mentions.append(mention)
        self._by_place[(mention.start, mention.end)] = group

    def _unite(self, relation: Relation) -> None:
        """Two names of one organisation: the longer, registered one keeps the group."""
        ends = (
            self.at(relation.subject.start, relation.subject.end),
            self.at(relation.object.start, relation.object.end),
        )
        one, other = ends
        if one is None or other is None or one is other or one.kind != other.kind:
            return
        kept, gone = (one, other) if len(one.name) >= len(other.name) else (other, one)
        kept.mentions.extend(gone.mentions)
        for place, group in self._by_place.items():
            if group is gone:
                self._by_place[place] = kept
        for key, group in self._by_name.items():
            if group is gone:
                self._by_name[key] = kept

    def at(self, start: int, end: int) -> Group | None:
        """Return the group of the mention at a place."""
        return self._by_place.get((start, end))

    def named(self, kind: str, name: str) -> Group | None:
        """Return the group of a kind with this name."""
        return self._by_name.get((kind, fold(name))) if name else None

    def of_kind(self, kind: str) -> list[Group]:
        """Return the groups of a kind in the order of the text."""
        return list(dict.fromkeys(group for (known, _), group in self._by_name.items() if known == kind))

    def __iter__(self) -> Iterator[Group]:
        return iter(dict.fromkeys(self._by_name.values()))
