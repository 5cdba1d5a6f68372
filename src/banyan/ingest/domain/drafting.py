"""
From what a page says to what could be changed in the register: one draft per suggestion.

Nothing here touches the database. A reference to a record is ``{"type", "group", "name", "key"}``; the key
is filled in by `linking` when the register already holds the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from banyan.ingest.adapters.reading import Mention, Relation
from banyan.ingest.domain.groups import Group, Groups
from banyan.ingest.domain.sentences import Sentences
from banyan.ingest.domain.subjects import Subjects, facts_of

#: How the engines' words for a bond become the register's. Bonds not listed here are no ties of ours.
TIES: Final = {
    "member_of": "member_of",
    "observer_of": "observer_of",
    "partner_of": "partner_of",
    "part_of": "part_of",
    "guided_by": "guided_by",
    "operated_by": "operated_by",
    "initiated_with": "initiated_with",
    "funded_by": "funded_by",
    "supported_by": "supported_by",
    "consultative_status": "consultative_status",
}
#: What a bond to a programme makes an organisation in it.
PARTY_ROLES: Final = {
    "guided_by": "guiding_authority",
    "operated_by": "operator",
    "funded_by": "funder",
    "supported_by": "funder",
    "initiated_with": "initiator",
    "initiated_by": "initiator",
    "organised": "initiator",
}
#: A single bond is certain from here on, when both its ends are.
CERTAIN: Final = 0.8


@dataclass(slots=True)
class Draft:
    """One suggestion before it is matched against the register. Offsets are into the analysed text."""

    kind: str
    payload: dict[str, Any]
    quote: str
    start: int
    end: int
    confidence: float
    group: str = ""
    names: list[str] = field(default_factory=list)


def _reference(group: Group) -> dict[str, str]:
    return {"type": group.kind, "group": group.id, "name": group.name, "key": ""}


class _Drafter:
    def __init__(
        self,
        *,
        text: str,
        language: str,
        date: str,
        mentions: Sequence[Mention],
        relations: Sequence[Relation],
        groups: Groups,
    ) -> None:
        self.language, self.date = language, date
        self.mentions, self.relations = mentions, relations
        self.sentences = Sentences(text)
        self.groups = groups
        self.subjects = Subjects(groups=self.groups, sentences=self.sentences, mentions=mentions)

    def _draft(self, kind: str, mention_start: int, mention_end: int, **values: Any) -> Draft:
        return Draft(
            kind=kind,
            quote=self.sentences.quote(mention_start, mention_end),
            start=mention_start,
            end=mention_end,
            **values,
        )

    def _record(self, group: Group, *, payload: dict[str, Any], names: Sequence[str] = ()) -> Draft:
        """Draft the record a group stands for; ``names`` are further ones to match it by."""
        return self._draft(
            group.kind,
            group.first.start,
            group.first.end,
            group=group.id,
            confidence=group.confidence,
            names=[group.name, *names],
            payload={"name": group.name, "language": self.language, **payload},
        )

    def _ends(self, relation: Relation) -> tuple[Group | None, Group | None]:
        """Return what a relation binds."""
        subject, target = relation.subject, relation.object
        return self.groups.at(subject.start, subject.end), self.groups.at(target.start, target.end)

    def organisations(self) -> Iterable[Draft]:
        for group in self.groups.of_kind("organisation"):
            names = [
                {"text": text, "language": self.language, "kind": kind} for text, kind in group.surfaces()
            ]
            yield self._record(
                group,
                names=[name["text"] for name in names],
                payload={
                    "type": group.type,
                    "is_network": group.type == "network",
                    "names": names,
                },
            )

    def people(self) -> Iterable[Draft]:
        for group in self.groups.of_kind("person"):
            yield self._record(group, payload={})

    def events(self) -> Iterable[Draft]:
        for group in self.groups.of_kind("event"):
            facts = facts_of(group)
            start, _, end = str(facts.get("date", "")).partition("/")
            organisers = self._organisers(group, facts)
            yield self._record(
                group,
                payload={
                    "start_date": start,
                    "end_date": end,
                    "date_inferred": bool(facts.get("date_inferred")),
                    "venue": str(facts.get("place", "")),
                    "organisers": organisers,
                },
            )

    def _organisers(self, group: Group, facts: dict[str, Any]) -> list[dict[str, str]]:
        found = [self.groups.named("organisation", name) for name in facts.get("organisers", [])]
        for relation in self.relations:
            if relation.kind not in ("organised", "hosted_by"):
                continue
            ends = self._ends(relation)
            if group in ends:
                found.extend(end for end in ends if end is not None and end.kind == "organisation")
        return [_reference(item) for item in dict.fromkeys(found) if item is not None]

    def activities(self) -> Iterable[Draft]:
        for group in self.groups.of_kind("activity"):
            facts = facts_of(group)
            money = self.subjects.money_of(group)
            yield self._record(
                group,
                payload={
                    "start_date": str(facts.get("date", "")).partition("/")[0],
                    "amount": money.attributes.get("amount", "") if money else "",
                    "currency": money.attributes.get("currency", "") if money else "",
                    "parties": self._parties(group),
                },
            )

    def _parties(self, group: Group) -> list[dict[str, Any]]:
        parties: dict[tuple[str, str], dict[str, Any]] = {}
        for relation in self.relations:
            role = PARTY_ROLES.get(relation.kind)
            ends = self._ends(relation)
            if role is None or (group not in ends and not self._stands_with(group, relation)):
                continue
            for position, end in enumerate(ends):
                # "X funded by Y": Y funds. Of two joint initiators, both are named.
                is_agent = position == 1 or relation.kind in ("initiated_with", "organised")
                if end is not None and end.kind == "organisation" and is_agent:
                    parties[(role, end.id)] = {"role": role, "organisation": _reference(end)}
        return list(parties.values())

    def _stands_with(self, group: Group, relation: Relation) -> bool:
        """
        Say whether a programme is named in the sentence that states a bond.

        On a page about one programme, the paragraph is near enough.
        """
        together = self.sentences.same
        if len(self.groups.of_kind("activity")) == 1:
            together = self.sentences.same_paragraph
        bond = (relation.subject.start, relation.subject.end)
        return any(together([(mention.start, mention.end), bond]) for mention in group.mentions)

    def posts(self) -> Iterable[Draft]:
        seen: set[tuple[str, str, str]] = set()
        for relation in self.relations:
            if relation.kind != "post":
                continue
            person, organisation = self._ends(relation)
            if person is None or organisation is None:
                continue
            title = str(relation.attributes.get("title") or relation.attributes.get("position") or "")
            key = (person.id, organisation.id, title)
            if key in seen or (not title and any(known[:2] == key[:2] for known in seen)):
                continue
            seen.add(key)
            yield self._bond(
                "post",
                relation,
                {
                    "person": _reference(person),
                    "organisation": _reference(organisation),
                    "title": title,
                    "language": self.language,
                    "kind": "membership" if relation.attributes.get("membership") else "position",
                    "reported_date": self.date,
                },
            )

    def ties(self) -> Iterable[Draft]:
        seen: set[tuple[str, str, str]] = set()
        for relation in self.relations:
            kind = TIES.get(relation.kind)
            subject, target = self._ends(relation)
            if kind is None or subject is None or target is None or subject is target:
                continue
            if subject.kind != "organisation" or target.kind != "organisation":
                continue
            if (kind, subject.id, target.id) in seen:
                continue
            seen.add((kind, subject.id, target.id))
            yield self._bond(
                "tie",
                relation,
                {
                    "subject": _reference(subject),
                    "object": _reference(target),
                    "kind": kind,
                    "grade": str(relation.attributes.get("grade", "")),
                },
            )

    def appearances(self) -> Iterable[Draft]:
        seen: set[tuple[str, str]] = set()
        for relation in self.relations:
            if relation.kind not in ("spoke_at", "chaired", "attended"):
                continue
            person, event = self._ends(relation)
            if person is None or event is None or person.kind != "person" or event.kind != "event":
                continue
            if (person.id, event.id) in seen:
                continue
            seen.add((person.id, event.id))
            role = {"spoke_at": "speaker", "chaired": "chair"}.get(relation.kind, "participant")
            yield self._bond(
                "appearance",
                relation,
                {
                    "person": _reference(person),
                    "event": _reference(event),
                    "role": role,
                    "talk": str(relation.attributes.get("talk", "")),
                    "language": self.language,
                },
            )

    def _bond(self, kind: str, relation: Relation, payload: dict[str, Any]) -> Draft:
        start = min(relation.subject.start, relation.object.start)
        end = max(relation.subject.end, relation.object.end)
        draft = self._draft(kind, start, end, confidence=relation.confidence, payload=payload)
        if relation.quote:
            draft.quote = relation.quote if len(relation.quote) > end - start else draft.quote
        return draft

    def figures(self) -> Iterable[Draft]:
        amounts = [self.subjects.money_of(group) for group in self.groups.of_kind("activity")]
        for mention in self.mentions:
            if mention.kind not in ("count", "money") or mention.attributes.get("repeat"):
                continue
            if any(amount is mention for amount in amounts):
                continue  # the amount of the programme itself
            subject, is_stated = self.subjects.subject_of(mention)
            if subject is None:
                continue
            facts = mention.attributes
            yield self._draft(
                "figure",
                mention.start,
                mention.end,
                confidence=mention.confidence if is_stated else min(mention.confidence, 0.5),
                payload={
                    "subject": _reference(subject),
                    "measure": str(facts.get("unit", "")) if mention.kind == "count" else "",
                    "value": str(facts.get("value", "") or facts.get("amount", "")),
                    "qualifier": str(facts.get("qualifier", "")),
                    "currency": str(facts.get("currency", "")),
                    "language": self.language,
                    "stated_date": self.date,
                },
            )


def draft(
    *,
    text: str,
    language: str,
    date: str,
    mentions: Sequence[Mention],
    relations: Sequence[Relation],
    groups: Groups,
) -> list[Draft]:
    """
    Return the suggestions a page gives rise to, records first.

    :param text: the text the offsets point into
    :param date: the day, month or year of publication, as ISO; "" when unknown
    :param groups: which of the mentions stand for the same thing
    """
    drafter = _Drafter(
        text=text, language=language, date=date, mentions=mentions, relations=relations, groups=groups
    )
    return [
        *drafter.organisations(),
        *drafter.people(),
        *drafter.events(),
        *drafter.activities(),
        *drafter.posts(),
        *drafter.ties(),
        *drafter.appearances(),
        *drafter.figures(),
    ]
