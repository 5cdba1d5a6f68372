"""What a figure is about, and which amount belongs to a programme."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from banyan.ingest.adapters.reading import Mention
from banyan.ingest.domain.groups import Group, Groups
from banyan.ingest.domain.sentences import Sentences

_ATTENDANCE: Final = Path(__file__).resolve().parent.parent / "data" / "pages" / "attendance.txt"
_COUNTED_OF = ("activity", "event", "organisation")


@cache
def attendance_words() -> tuple[str, ...]:
    """Return the words that count people at a meeting."""
    lines = _ATTENDANCE.read_text().splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def facts_of(group: Group) -> dict[str, Any]:
    """Return what the mentions of a group say of it, the first word on each point."""
    facts: dict[str, Any] = {}
    for mention in group.mentions:
        for name, value in mention.attributes.items():
            if value and not facts.get(name):
                facts[name] = value
    return facts


class Subjects:
    """Finds what each figure of a page is about."""

    def __init__(self, *, groups: Groups, sentences: Sentences, mentions: Sequence[Mention]) -> None:
        self.groups, self.sentences, self.mentions = groups, sentences, mentions
        self.programmes = groups.of_kind("activity")

    def subject_of(self, mention: Mention) -> tuple[Group | None, bool]:
        """Return what a figure is about, and whether the text says so or it is only near."""
        about = str(mention.attributes.get("about", ""))
        for kind in ("organisation", "activity", "event"):
            group = self.groups.named(kind, about)
            if group is not None:
                return group, True
        meeting = self._meeting_of(mention)
        if meeting is not None:
            return meeting, False
        if len(self.programmes) == 1:
            # A page about one programme: what is counted without an owner is counted of it.
            return self.programmes[0], False
        return self._nearest(mention) or self._most_named(), False

    def money_of(self, programme: Group) -> Mention | None:
        """Return the amount of a programme: in its sentence, or the first on a page about it alone."""
        for mention in self.mentions:
            if mention.kind != "money" or mention.attributes.get("repeat"):
                continue
            if len(self.programmes) == 1 or self._distance(mention, programme) is not None:
                return mention
        return None

    def _distance(self, mention: Mention, group: Group) -> int | None:
        """Return how far the nearest mention in the same sentence is, in characters; None if none is."""
        place = (mention.start, mention.end)
        distances = [
            abs(mention.start - other.start)
            for other in group.mentions
            if self.sentences.same([place, (other.start, other.end)])
        ]
        return min(distances, default=None)

    def _nearest(self, mention: Mention) -> Group | None:
        for kind in _COUNTED_OF:
            near = [
                (distance, number, group)
                for number, group in enumerate(self.groups.of_kind(kind))
                if (distance := self._distance(mention, group)) is not None
            ]
            if near:
                return min(near)[2]
        return None

    def _most_named(self) -> Group | None:
        counted = [group for group in self.groups if group.kind in _COUNTED_OF]
        return max(counted, key=lambda group: len(group.mentions), default=None)

    def _meeting_of(self, mention: Mention) -> Group | None:
        """Return the event whose guests a figure counts: in its paragraph, or the page's only dated one."""
        unit = str(mention.attributes.get("unit", "")).casefold()
        if not any(word in unit for word in attendance_words()):
            return None
        events = self.groups.of_kind("event")
        place = (mention.start, mention.end)
        for group in events:
            if any(
                self.sentences.same_paragraph([(other.start, other.end), place]) for other in group.mentions
            ):
                return group
        dated = [group for group in events if facts_of(group).get("date")]
        return dated[0] if len(dated) == 1 else None
