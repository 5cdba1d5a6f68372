"""From what the readers found to mentions and relations over the raw page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from banyan.ingest.adapters.chinese.dates import When
from banyan.ingest.adapters.chinese.figures import Figure, same_thing
from banyan.ingest.adapters.chinese.gatherings import Gathering
from banyan.ingest.adapters.chinese.naming import Name
from banyan.ingest.adapters.chinese.people import Person
from banyan.ingest.adapters.chinese.posts import Post
from banyan.ingest.adapters.chinese.roll import Roster
from banyan.ingest.adapters.chinese.spreading import sentence_at
from banyan.ingest.adapters.chinese.ties import Tie
from banyan.ingest.adapters.reading import Found, Mention, Page, Relation, Span

#: A quotation is cut to so many characters.
LONGEST_QUOTE = 300


#: Sorts the grammar tells apart and the register does not.
_UNSHOWN = frozenset({"hospital"})


def _shown(sort: str) -> str:
    return "" if sort in _UNSHOWN else sort


#: That somebody holds a position at present is no part of its name.
_NOW = re.compile(r"^(?:现任|新任|时任)(?=..)")


class Report:
    """Collects mentions and relations; every text is cut from the raw page."""

    def __init__(self, *, page: Page, roster: Roster) -> None:
        """Start an empty report on a page."""
        self._page = page
        self._roster = roster
        self._mentions: list[Mention] = []
        self._relations: list[Relation] = []
        self._surface: dict[str, str] = {}
        self._gatherings: list[Gathering] = []
        for name in roster.names:
            self._surface.setdefault(name.text, page.text[name.start : name.end])

    def _span(self, start: int, end: int) -> Span:
        return Span(text=self._page.text[start:end], start=start, end=end)

    def _quote(self, start: int, end: int) -> str:
        return self._page.text[start : min(end, start + LONGEST_QUOTE)]

    def _canonical(self, text: str) -> str:
        """Return the fullest name as the page itself writes it."""
        full = self._roster.full(text)
        if full in self._surface:
            return self._surface[full]
        position = self._roster.text.find(full)
        self._surface[full] = self._page.text[position : position + len(full)] if position >= 0 else full
        return self._surface[full]

    def _add(
        self, kind: str, start: int, end: int, confidence: float, attributes: dict[str, Any], sort: str = ""
    ) -> None:
        text = self._page.text[start:end]
        self._mentions.append(Mention(kind, text, start, end, confidence, sort, attributes))

    def organisations(self) -> None:
        """Report every occurrence of every organisation."""
        sorts = {name.text: name.sort for name in self._roster.names if name.sort}
        for name in self._roster.names:
            full = self._roster.full(name.text)
            short = full != name.text
            kind = self._roster.kinds.get(name.text, "short") if short else "official"
            if name.text.isascii() and name.text.isupper():
                kind = "acronym"
            attributes: dict[str, Any] = {
                "canonical": self._canonical(name.text),
                "name_kind": kind,
                "evidence": name.evidence,
            }
            if name.confidence < 0.65 or name.evidence == "title":
                attributes["inferred"] = True
            self._add(
                "organisation",
                name.start,
                name.end,
                name.confidence,
                attributes,
                _shown(sorts.get(full) or name.sort),
            )

    def people(self) -> None:
        """Report every occurrence of every person, and the posts they hold."""
        facts: dict[str, tuple[str, str]] = {}
        seen: set[tuple[str, str, str]] = set()
        for person, post in self._roster.held:
            organisation = self._canonical(post.organisation.text) if post.organisation else ""
            title = _NOW.sub("", self._page.text[post.start : post.end])
            known = facts.get(person.text)
            if (
                known is None
                or (not known[1] and organisation)
                or (not known[0] and title and known[1] == organisation)
            ):
                facts[person.text] = (title, organisation)
            if post.organisation is not None and (person.text, organisation, title) not in seen:
                seen.add((person.text, organisation, title))
                self._hold(person, post, title)
        surface: dict[str, str] = {}
        for person in self._roster.people:
            raw = self._page.text[person.start : person.end]
            title, organisation = facts.get(person.text, ("", ""))
            attributes = {
                "canonical": surface.setdefault(person.text, re.sub(r"\s", "", raw)),
                "position": title,
                "organisation": organisation,
                "honorific": person.honorific,
            }
            self._add("person", person.start, person.end, person.confidence, attributes)

    def _hold(self, person: Person, post: Post, title: str) -> None:
        organisation = post.organisation
        if organisation is None:
            return
        start = min(organisation.start, person.start, post.start)
        end = max(organisation.end, person.end, post.end)
        attributes: dict[str, Any] = {"title": title}
        if post.inferred:
            attributes["inferred"] = True
        confidence = 0.75 if post.inferred else 0.9 if title else 0.65
        self._relations.append(
            Relation(
                "post",
                self._span(person.start, person.end),
                self._span(organisation.start, organisation.end),
                self._quote(start, end),
                confidence,
                attributes,
            )
        )

    def gatherings(self, held: Sequence[Gathering]) -> None:
        """Report gatherings with their places, and who called, hosted and spoke at them."""
        self._gatherings = list(held)
        places: set[tuple[int, int]] = set()
        for each in held:
            place = self._page.text[slice(*each.place)] if each.place else ""
            attributes: dict[str, Any] = {
                "name": self._page.text[each.start : each.end],
                "date": each.date,
                "date_inferred": each.date_inferred,
                "place": place,
                "organisers": [self._canonical(name.text) for name in each.organisers],
            }
            if each.repeat:
                attributes["repeat"] = True
            self._add("event", each.start, each.end, 0.75 if each.date else 0.6, attributes)
            if each.place and each.place not in places:
                places.add(each.place)
                self._add("place", each.place[0], each.place[1], 0.7, {"of": attributes["name"]})
            if each.repeat:
                continue
            event = self._span(each.start, each.end)
            for name in each.organisers:
                self._tie_event("organised", self._span(name.start, name.end), event)
            for name in each.hosts:
                self._tie_event("hosted_by", event, self._span(name.start, name.end))
        self._speakers()

    def roles_in_gatherings(self, found: Iterable[tuple[str, Name, Gathering]]) -> None:
        """Report who called, supported and guided a gathering by the label lines of its page."""
        known = {(each.kind, each.subject.start, each.object.start) for each in self._relations}
        for kind, name, gathering in found:
            body, event = self._span(name.start, name.end), self._span(gathering.start, gathering.end)
            subject, target = (body, event) if kind == "organised" else (event, body)
            if (kind, subject.start, target.start) not in known:
                self._relations.append(
                    Relation(kind, subject, target, self._quote(name.start, name.end), 0.75, {})
                )

    def _tie_event(self, kind: str, subject: Span, target: Span) -> None:
        start, end = min(subject.start, target.start), max(subject.end, target.end)
        self._relations.append(Relation(kind, subject, target, self._quote(start, end), 0.75, {}))

    def _speakers(self) -> None:
        first = sorted((each for each in self._gatherings if not each.repeat), key=lambda each: each.start)
        seen: set[tuple[str, int]] = set()
        for person in self._roster.people:
            after = self._roster.text[person.end : person.end + 14]
            match = re.match(
                r"(?:先生|女士|老师|教授|博士|书记|主任)?(?:[^,。;\n]{0,5}?)(致辞|致词|主旨演讲|演讲|发言|专题分享|讲话|授课|主持|总结致辞|连线分享)",
                after,
            )
            index = bisect_right(first, person.start, key=lambda each: each.start)
            before = first[max(index - 20, 0) : index]
            if match is None or not before:
                continue
            event = next((each for each in reversed(before) if len(each.date) >= 10), before[-1])
            if person.start - event.end > 6000 or (person.text, event.start) in seen:
                continue
            seen.add((person.text, event.start))
            self._relations.append(
                Relation(
                    "spoke_at",
                    self._span(person.start, person.end),
                    self._span(event.start, event.end),
                    self._quote(person.start, person.end + match.end()),
                    0.6,
                    {"part": match.group(1)},
                )
            )

    def dates(self, whens: Sequence[When]) -> None:
        """Report every date."""
        for when in whens:
            self._add(
                "date",
                when.start,
                when.end,
                0.75 if when.inferred else 0.95,
                {"value": when.value, "inferred": when.inferred},
            )

    def sums(self, sums: Sequence[Figure]) -> None:
        """Report sums of money; the same sum again is marked as a repeat."""
        seen: set[tuple[str, str]] = set()
        for each in sums:
            attributes: dict[str, Any] = {
                "amount": each.value,
                "currency": each.currency,
                "qualifier": each.qualifier,
                "about": self._about(each),
            }
            if (each.value, each.currency) in seen:
                attributes["repeat"] = True
            seen.add((each.value, each.currency))
            self._add("money", each.start, each.end, 0.9, attributes)

    def counts(self, counts: Sequence[Figure]) -> None:
        """Report counts; the same count of the same thing again is marked as a repeat."""
        seen: dict[Decimal, list[str]] = {}
        for each in counts:
            attributes: dict[str, Any] = {
                "value": each.value,
                "unit": each.unit,
                "qualifier": each.qualifier,
                "about": self._about(each),
            }
            if each.network:
                attributes["network"] = each.network
            units = seen.setdefault(Decimal(each.value), [])
            if any(same_thing(unit, each.unit) for unit in units):
                attributes["repeat"] = True
            units.append(each.unit)
            self._add("count", each.start, each.end, 0.8, attributes)

    def _about(self, figure: Figure) -> str:
        sentence = sentence_at(self._roster.sentences, figure.start)
        if sentence is None:
            return ""
        before = self._roster.between(sentence.start, figure.start)
        if not before:
            return ""
        between = self._roster.text[before[-1].end : figure.start]
        if len(between) > 40 or re.search(r"主办|承办|协办|出席|参加|等", between):
            return ""
        return self._canonical(before[-1].text)

    def ties(self, found: Sequence[Tie]) -> None:
        """Report the ties between organisations, each pair and kind once."""
        seen: set[tuple[str, str, str]] = set()
        for tie in found:
            key = (tie.kind, self._roster.full(tie.subject.text), self._roster.full(tie.object.text))
            if key in seen:
                continue
            seen.add(key)
            self._relations.append(
                Relation(
                    tie.kind,
                    self._span(tie.subject.start, tie.subject.end),
                    self._span(tie.object.start, tie.object.end),
                    self._quote(tie.start, tie.end),
                    tie.confidence,
                    dict(tie.attributes),
                )
            )

    def found(self) -> Found:
        """Return the mentions in the order of the text, and the relations."""
        mentions = sorted(self._mentions, key=lambda each: (each.start, -each.end, each.kind))
        return Found(mentions=tuple(mentions), relations=tuple(self._relations))
