"""What is known of one page while it is read: names, people and titles by the tokens they stand on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from banyan.ingest.adapters.english.chains import run_end, written
from banyan.ingest.adapters.english.lexicon import lexicon
from banyan.ingest.adapters.english.organisations import Name
from banyan.ingest.adapters.english.phrases import places
from banyan.ingest.adapters.english.roles import Role
from banyan.ingest.adapters.english.shapes import person_at
from banyan.ingest.adapters.english.tokens import Sentence, Words

if TYPE_CHECKING:
    from banyan.ingest.adapters.english.stands import Antecedents


@dataclass(slots=True)
class Human:
    """One place where a person is named, over tokens ``first`` to ``last`` (exclusive)."""

    first: int
    last: int
    shape: str
    confidence: float
    honorific: str = ""
    position: str = ""
    organisation: Name | None = None
    canonical: str = ""
    quote: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a person in a body, with the tokens that state it."""

    human: Human
    name: Name
    position: str
    quote: tuple[int, int]
    inferred: bool


@dataclass(slots=True)
class Sheet:
    """A page being read."""

    words: Words
    sentences: list[Sentence]
    names: dict[int, Name] = field(default_factory=dict)
    ends: dict[int, Name] = field(default_factory=dict)
    humans: dict[int, Human] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)
    role_ends: dict[int, Role] = field(default_factory=dict)
    role_tokens: set[int] = field(default_factory=set)
    used: set[int] = field(default_factory=set)
    listed: set[int] = field(default_factory=set)
    """Ends of names that stand in a list "organisations such as A, B and C"."""
    generic: set[str] = field(default_factory=set)
    """Initials this page defines as something other than a body."""
    stands: dict[int, Name] = field(default_factory=dict)
    """Bare heads by their first token, each standing for a name."""
    antecedents: Antecedents = field(init=False)
    posts: list[Post] = field(default_factory=list)
    """Posts told beside the first one of a person."""
    holdings: dict[str, set[str]] = field(default_factory=dict)
    """The bodies in which a person is known to hold a post, both by their canonical names."""

    def add_role(self, role: Role) -> None:
        """Write a title down."""
        self.roles[role.first] = role
        self.role_ends[role.last] = role
        self.role_tokens.update(range(role.first, role.last))

    def add_name(self, name: Name) -> Name:
        """Write a name down, unless a longer one stands there already."""
        if any(index in self.used for index in range(name.first, name.last)):
            return self.names.get(name.first, name)
        self.names[name.first] = name
        self.ends[name.last] = name
        self.used.update(range(name.first, name.last))
        return name

    def drop_name(self, name: Name) -> None:
        """Take a name off the sheet."""
        if self.names.get(name.first) is name:
            del self.names[name.first]
            self.ends.pop(name.last, None)
            self.used.difference_update(range(name.first, name.last))

    def add_human(self, human: Human) -> Human:
        """Write a person down; a person already there is kept and learns what is new."""
        known = self.humans.get(human.first)
        if known is not None and known.last == human.last:
            known.position = known.position or human.position
            known.organisation = known.organisation or human.organisation
            known.honorific = known.honorific or human.honorific
            known.confidence = max(known.confidence, human.confidence)
            known.quote = human.quote if human.quote != (0, 0) else known.quote
            return known
        if any(index in self.used for index in range(human.first, human.last)):
            return known or human
        self.humans[human.first] = human
        self.used.update(range(human.first, human.last))
        return human

    def human_ending(self, index: int) -> Human | None:
        """Return the person whose name of at most six words ends before a token."""
        for first in range(index - 1, max(-1, index - 7), -1):
            human = self.humans.get(first)
            if human is not None:
                return human if human.last == index else None
        return None

    def body_at(self, index: int) -> Name | None:
        """Return the name or the bare head standing for one that begins at a token, an article skipped."""
        tokens = self.words.tokens
        if index < len(tokens) and tokens[index].low in {"the", "a", "an", "our", "this"}:
            index += 1
        return self.names.get(index) or self.stands.get(index)

    def bodies(self, first: int, last: int) -> list[Name]:
        """Return the names and bare heads of a stretch, in order."""
        return [one for at in range(first, last) if (one := self.names.get(at) or self.stands.get(at))]

    def name_at(self, index: int, sentence: Sentence) -> Name | None:
        """Return the organisation that begins at a token, an article skipped."""
        if index < sentence.last and self.words.tokens[index].low in {"the", "a", "an"}:
            index += 1
        return self.names.get(index)

    def spoken_of(self, index: int, sentence: Sentence) -> Name | None:
        """
        Return the body that "the federation" or "the Centre" at a token speaks of.

        With a small letter it is the last such body named before; with a capital, as a report writes of
        its own house, the first on the page.
        """
        tokens = self.words.tokens
        if index + 1 >= sentence.last or tokens[index].low not in {"the", "this"}:
            return None
        noun = tokens[index + 1]
        general = noun.low in {"organisation", "organization", "ngo", "charity"}
        if noun.key.capitalize() not in lexicon().head_types and not general:
            return None
        following = tokens[index + 2] if index + 2 < sentence.last else None
        if following is not None and (following.is_capital or following.low in {"of", "for"}):
            return None
        before = sorted(at for at in self.names if at < index)
        if not noun.is_capital:
            before.reverse()
        for at in before[:200]:
            name = self.names[at]
            keys = {token.low.replace("center", "centre") for token in tokens[name.first : name.last]}
            if name.confidence >= 0.6 and (
                noun.low.replace("center", "centre") in keys or (general and name.type == "ngo")
            ):
                return name
        return None

    def headless_at(self, index: int, sentence: Sentence) -> Name | None:
        """
        Return the run of capitals at a token as a possible organisation without a head word.

        Only a neighbour that vouches for it (a title, "organised by") makes it more than a possibility.
        """
        lists = lexicon()
        tokens = self.words.tokens
        if index < sentence.last and tokens[index].low in {"the", "a", "an"}:
            index += 1
        if index < sentence.last and tokens[index].text in '“"‘':
            index += 1
        if index >= sentence.last or index in self.used:
            return None
        end = run_end(self.words, sentence, index, frozenset())
        end = next((at for at in range(index, end) if at in self.used or at in self.roles), end)
        if end <= index:
            return None
        if self.is_initials(index, sentence):
            return Name(index, index + 1, "ngo", 0.6, "title", name_kind="acronym")
        if end - index > 6 or not self._may_be_body(index, end, sentence):
            return None
        if end < sentence.last and (tokens[end].low in lists.event_nouns or tokens[end].low in lists.owners):
            return None
        if end < sentence.last and tokens[end].low in {"of", "for"} and end == index + 1:
            return None
        return Name(index, end, "ngo", 0.5, "title", inferred=True)

    def is_initials(self, index: int, sentence: Sentence) -> bool:
        """Whether a token is the initials of some body rather than of a kind of thing."""
        token = self.words.tokens[index]
        lists = lexicon()
        stem = token.key[:-1] if token.key.endswith("s") else token.key
        return (
            token.is_acronym
            and "." not in token.text
            and not sentence.shouted
            and token.key not in lists.generic
            and stem not in lists.generic
            and token.key not in self.generic
            and not places().match(self.words.tokens, index, index + 1)
            and not (token.key.endswith("s") and token.key[:-1].isupper())
        )

    def _may_be_body(self, first: int, last: int, sentence: Sentence) -> bool:
        lists = lexicon()
        tokens = self.words.tokens
        keys = [
            written(tokens[index], sentence) for index in range(first, last) if tokens[index].kind == "word"
        ]
        place = places().match(tokens, first, last)
        if place is not None and (place[0] == last or person_at(tokens, place[0], last)[1] >= 0.7):
            return False
        end, confidence, _ = person_at(tokens, first, last)
        if end > first and confidence >= 0.7:
            return False
        tail = keys[-1]
        if tail in lists.tails or tail in lists.plural_heads or tail.lower() in lists.event_nouns:
            return False
        if tail.lower() in lists.role_heads or keys[0] in lists.stop or tail in lists.generic:
            return False
        if len(keys) == 1 and (
            keys[0] in lists.domain
            or keys[0] in lists.head_types
            or keys[0] in lists.generic
            or _national(keys[0])
        ):
            return False
        return not all(
            (key in lists.domain and key not in _PICTURES) or key in lists.inner_modifiers or _national(key)
            for key in keys
        )


_PICTURES = frozenset({"Green", "Mountain", "Water", "Forest", "Nature", "Wildlife", "World", "Young"})
"""Words of a field that also paint the names of small groups: "Green Mountain"."""


def _national(word: str) -> bool:
    return word.endswith(("ese", "ian", "ish", "ean", "can")) or word in {
        "Dutch",
        "French",
        "German",
        "Swiss",
        "Thai",
    }
