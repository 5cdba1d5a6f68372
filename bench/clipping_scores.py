"""What counts as right when a reading is held against a hand-written key."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from banyan.ingest.adapters.clip import Reading

KINDS = (
    "organisations",
    "organisation mentions",
    "people",
    "person–organisation",
    "figures",
    "events",
    "relations",
    "spam",
)
# The key's words for ties, and what the readers call them; direction is not judged.
TIES = {
    "affiliated_to": {"part_of", "member_of", "affiliated_to"},
    "part_of": {"part_of", "affiliated_to", "member_of"},
    "member_of": {"member_of", "part_of", "affiliated_to"},
    "partnership": {"partner_of", "initiated_with"},
    "partner_of": {"partner_of", "initiated_with"},
    "initiated_with": {"partner_of", "initiated_with"},
    "supported_by": {"supported_by", "funded_by"},
    "funded_by": {"supported_by", "funded_by"},
    "registered_with": {"registered_with", "part_of", "guided_by"},
    "observer_of": {"observer_of", "member_of"},
}
JUDGED_TIES = {
    "consultative_status",
    "same_as",
    "operated_by",
    "guided_by",
    *TIES,
    *(kind for kinds in TIES.values() for kind in kinds),
}


@dataclass
class Score:
    """Counts of one kind on one document; ``misses`` and ``extras`` in words."""

    right: int = 0
    proposed: int = 0
    found: int = 0
    wanted: int = 0
    misses: list[str] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        return self.found / self.wanted if self.wanted else None

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.proposed + other.proposed,
            self.found + other.found,
            self.wanted + other.wanted,
            self.misses + other.misses,
            self.extras + other.extras,
        )


def same_form(text: Any) -> str:
    """Fold what no reader should be blamed for: blanks, quotes, case, full width."""
    plain = unicodedata.normalize("NFKC", str(text or "")).translate(str.maketrans("’‘“”–—", "''\"\"--"))
    return " ".join(plain.split()).casefold().strip(" .,;:\"'《》「」")


class Key:
    """The answers for one document."""

    def __init__(self, entry: dict[str, Any]) -> None:
        self.entry = entry
        self.organisations = entry.get("orgs", [])
        self.by_surface: dict[str, str] = {}
        for organisation in self.organisations:
            for surface in [*organisation.get("surfaces", []), organisation["name"]]:
                self.by_surface.setdefault(same_form(surface), organisation["id"])
        self.optional = {item["id"] for item in self.organisations if item.get("optional")}
        self.people = {
            same_form(surface): person
            for person in entry.get("people", [])
            for surface in [*person.get("surfaces", []), person["name"]]
        }

    def organisation(self, *surfaces: str) -> str:
        """Return the id of the organisation any surface names, or ""."""
        return next(
            (
                self.by_surface[same_form(surface)]
                for surface in surfaces
                if same_form(surface) in self.by_surface
            ),
            "",
        )

    def name(self, identity: str) -> str:
        return next((item["name"] for item in self.organisations if item["id"] == identity), identity)


def score_organisations(reading: Reading, key: Key) -> Score:
    groups: dict[str, set[str]] = defaultdict(set)
    for mention in reading.mentions:
        if mention.kind == "organisation":
            groups[same_form(mention.attributes.get("canonical") or mention.text)].add(mention.text)
    score, met = Score(), set()
    for canonical, surfaces in groups.items():
        identity = key.organisation(canonical, *sorted(surfaces))
        if identity:
            # A group may hold two organisations the key keeps apart: both were found.
            met |= {key.organisation(surface) for surface in surfaces} | {identity}
        if identity in key.optional:
            continue
        score.proposed += 1
        score.right += bool(identity)
        if not identity:
            score.extras.append(" / ".join(sorted(surfaces)))
    for item in key.organisations:
        if not item.get("optional"):
            score.wanted += 1
            score.found += item["id"] in met
            if item["id"] not in met:
                score.misses.append(item["name"])
    return score


def score_organisation_mentions(reading: Reading, key: Key) -> Score:
    wanted, neutral = set(), []
    for item in key.organisations:
        for mention in item.get("mentions", []):
            if isinstance(mention.get("start"), int):
                span = (mention["start"], mention["end"])
                (neutral.append(span) if item.get("optional") else wanted.add(span))
    neutral += [
        (item["start"], item["end"])
        for item in key.entry.get("optional_mentions", [])
        if isinstance(item.get("start"), int)
    ]
    score = Score(wanted=len(wanted))
    if not wanted:
        return score
    spans = {(item.start, item.end) for item in reading.mentions if item.kind == "organisation"}
    for start, end in sorted(spans):
        right = (start, end) in wanted
        if not right and any(first < end and start < last for first, last in neutral):
            continue
        score.proposed += 1
        score.right += right
        if not right:
            score.extras.append(f"{reading.source_text[start:end]} @{start}")
    score.found = len(wanted & spans)
    score.misses = [f"{reading.source_text[start:end]} @{start}" for start, end in sorted(wanted - spans)]
    return score


def score_people(reading: Reading, key: Key) -> Score:
    proposed = {
        same_form(item.attributes.get("canonical") or item.text): item.text
        for item in reading.mentions
        if item.kind == "person"
    }
    score, met = Score(), set()
    for name, text in proposed.items():
        person = key.people.get(name) or key.people.get(same_form(text))
        if person:
            met.add(person["id"])
        if person and person.get("optional"):
            continue
        score.proposed += 1
        score.right += person is not None
        if person is None:
            score.extras.append(text)
    for person in key.entry.get("people", []):
        if not person.get("optional"):
            score.wanted += 1
            score.found += person["id"] in met
            if person["id"] not in met:
                score.misses.append(person["name"])
    return score


def score_posts(reading: Reading, key: Key) -> Score:
    pairs: set[tuple[str, str]] = set()
    canonical = {}
    for mention in reading.mentions:
        if mention.kind in {"person", "organisation"}:
            canonical[(mention.start, mention.end)] = mention.attributes.get("canonical") or mention.text
        if mention.kind == "person" and mention.attributes.get("organisation"):
            pairs.add(
                (mention.attributes.get("canonical") or mention.text, mention.attributes["organisation"])
            )
    for tie in reading.relations:
        if tie.kind == "post":
            pairs.add(
                tuple(canonical.get((span.start, span.end), span.text) for span in (tie.subject, tie.object))
            )  # type: ignore[arg-type]
    wanted: dict[tuple[str, str], str] = {}
    neutral: set[str] = set()
    optional_pairs = set()
    for person in key.entry.get("people", []):
        for role in person.get("roles", []):
            if not role.get("org"):
                continue
            if person.get("optional") or role.get("optional"):
                optional_pairs.add((person["id"], role["org"]))
            else:
                wanted[(person["id"], role["org"])] = f"{person['name']} – {role.get('org_name')}"
        if person.get("optional"):
            neutral.add(person["id"])
    score, met = Score(wanted=len(wanted)), set()
    for name, organisation in {(same_form(a), same_form(b)) for a, b in pairs}:
        person = key.people.get(name)
        pair = (person["id"] if person else "", key.organisation(organisation))
        if pair in wanted:
            met.add(pair)
        elif pair in optional_pairs or pair[0] in neutral:
            continue
        score.proposed += 1
        score.right += pair in wanted
        if pair not in wanted:
            score.extras.append(f"{name} – {organisation}")
    score.found = len(met)
    score.misses = [text for pair, text in wanted.items() if pair not in met]
    return score


def number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return None


def score_figures(reading: Reading, key: Key) -> Score:
    proposals = []
    for mention in reading.mentions:
        value = number(
            mention.attributes.get("value") if mention.kind == "count" else mention.attributes.get("amount")
        )
        if mention.kind in {"count", "money"} and value is not None and not mention.attributes.get("repeat"):
            proposals.append((value, mention))
    facts = json.dumps([key.entry.get(name) for name in ("grants", "networks", "events")], ensure_ascii=False)
    neutral = {number(found) for found in re.findall(r"(?<![\d\-])\d+(?:\.\d+)?(?![\d\-])", facts)}
    score, met, seen = Score(), set(), set()
    figures = key.entry.get("figures", [])
    for value, mention in proposals:
        index = next(
            (
                i
                for i, figure in enumerate(figures)
                if number(figure["value"]) == value and _touches(figure["surface"], mention, reading)
            ),
            None,
        )
        if index is None:
            index = next(
                (i for i, figure in enumerate(figures) if number(figure["value"]) == value and i in met), None
            )
            if index is not None and (value, mention.attributes.get("unit")) in seen:
                continue
        seen.add((value, mention.attributes.get("unit")))
        if index is not None:
            met.add(index)
        if (index is not None and figures[index].get("optional")) or (index is None and value in neutral):
            continue
        score.proposed += 1
        score.right += index is not None
        if index is None:
            unit = mention.attributes.get("unit") or mention.attributes.get("currency")
            score.extras.append(f"{mention.text} ({value} {unit})")
    for index, figure in enumerate(figures):
        if not figure.get("optional"):
            score.wanted += 1
            score.found += index in met
            if index not in met:
                score.misses.append(f"{figure['value']} {figure.get('unit')}")
    return score


def _touches(surface: Any, mention: Any, reading: Reading) -> bool:
    if isinstance(surface, dict) and isinstance(surface.get("start"), int):
        return bool(surface["start"] < mention.end and mention.start < surface["end"])
    words = same_form(surface["surface"] if isinstance(surface, dict) else surface)
    return same_form(mention.text) in words or words in same_form(mention.text) or bool(words)


def score_events(reading: Reading, key: Key) -> Score:
    # A programme or project rides on the same kind of mention; the key keeps those under grants.
    proposals = [item for item in reading.mentions if item.kind == "event" and item.type != "programme"]
    wanted = key.entry.get("events", [])
    score, met = Score(), set()
    for proposal in {
        (item.attributes.get("date") or "", same_form(item.attributes.get("name") or item.text))
        for item in proposals
    }:
        index = next((i for i, event in enumerate(wanted) if _same_event(event, *proposal)), None)
        if index is not None:
            met.add(index)
        if index is not None and wanted[index].get("optional"):
            continue
        score.proposed += 1
        score.right += index is not None
        if index is None:
            score.extras.append(" ".join(proposal))
    for index, event in enumerate(wanted):
        if not event.get("optional"):
            score.wanted += 1
            score.found += index in met
            if index not in met:
                score.misses.append(f"{event.get('date')} {event['name']}")
    return score


def _same_event(event: dict[str, Any], date: str, name: str) -> bool:
    wanted, theirs = str(event.get("date") or ""), same_form(event["name"])
    alike = bool(name) and (
        name in theirs or theirs in name or len(set(name) & set(theirs)) >= 0.7 * len(set(theirs))
    )
    if not wanted:
        return alike
    return date == wanted or (alike and bool(date) and (date.startswith(wanted) or wanted.startswith(date)))


def score_relations(reading: Reading, key: Key) -> Score:
    canonical = {
        (item.start, item.end): item.attributes.get("canonical") or item.text for item in reading.mentions
    }
    wanted = key.entry.get("relations", [])

    def side(value: Any) -> str:
        return (
            value
            if any(item["id"] == value for item in key.organisations)
            else key.organisation(str(value)) or same_form(value)
        )

    score, met = Score(), set()
    seen = set()
    for tie in reading.relations:
        if tie.kind not in JUDGED_TIES:
            continue
        ends = frozenset(
            key.organisation(canonical.get((span.start, span.end), span.text), span.text)
            or same_form(span.text)
            for span in (tie.subject, tie.object)
        )
        if (tie.kind, ends) in seen:
            continue
        seen.add((tie.kind, ends))
        indexes = [
            i
            for i, item in enumerate(wanted)
            if tie.kind in _accepted(item) and (frozenset({side(item["a"]), side(item["b"])}) == ends)
        ]
        if not indexes and tie.kind == "same_as" and len(ends) == 1:
            indexes = [i for i, item in enumerate(wanted) if item["type"] == "same_as"]
        met.update(indexes)
        if (indexes and wanted[indexes[0]].get("optional")) or _follows_from_grant(tie.kind, ends, key):
            continue
        score.proposed += 1
        score.right += bool(indexes)
        if not indexes:
            score.extras.append(f"{tie.subject.text} –{tie.kind}→ {tie.object.text}")
    for index, item in enumerate(wanted):
        if not item.get("optional"):
            score.wanted += 1
            score.found += index in met
            if index not in met:
                score.misses.append(f"{key.name(item['a'])} –{item['type']}→ {key.name(item['b'])}")
    return score


def _accepted(item: dict[str, Any]) -> set[str]:
    also = item.get("also_accepted", [])
    return TIES.get(item["type"], {item["type"]}) | set([also] if isinstance(also, str) else also)


def _follows_from_grant(kind: str, ends: frozenset[str], key: Key) -> bool:
    """The key keeps who guides, starts and funds a programme in its grants, not in its relations."""
    if kind not in {"guided_by", "funded_by", "supported_by", "initiated_with", "partner_of"}:
        return False
    return any(
        ends <= {*grant.get("funders", []), *grant.get("initiators", []), *grant.get("guided_by", [])}
        or bool(ends & {*grant.get("funders", []), *grant.get("guided_by", [])})
        for grant in key.entry.get("grants", [])
    )


def score_spam(reading: Reading, key: Key) -> Score:
    wanted = key.entry.get("spam", [])
    score, met = Score(wanted=len(wanted)), set()
    for item in reading.suspicions:
        index = next((i for i, spam in enumerate(wanted) if i not in met and _same_plant(spam, item)), None)
        score.proposed += 1
        score.right += index is not None
        if index is not None:
            met.add(index)
            restores = wanted[index].get("restores_to")
            if restores and same_form(restores) != same_form(item.restores_to):
                score.misses.append(
                    f"{item.text}: restores to {restores}, not to {item.restores_to or 'nothing'}"
                )
        else:
            score.extras.append(f"{item.kind}: {item.text}")
    score.found = len(met)
    score.misses += [
        f"{spam['kind']}: {spam['span'].get('surface')}" for i, spam in enumerate(wanted) if i not in met
    ]
    return score


def _same_plant(spam: dict[str, Any], item: Any) -> bool:
    span = spam["span"]
    if isinstance(span.get("start"), int):
        return bool(span["start"] < item.end and item.start < span["end"])
    words, found = same_form(span["surface"]), same_form(item.text)
    return bool(found) and (found in words or words in found)


SCORERS = dict(
    zip(
        KINDS,
        (
            score_organisations,
            score_organisation_mentions,
            score_people,
            score_posts,
            score_figures,
            score_events,
            score_relations,
            score_spam,
        ),
        strict=True,
    )
)
