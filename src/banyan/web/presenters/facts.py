"""The rows of a page: facts with their numbers, and what a visitor calls wrong when pressing the button."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from banyan.core.i18n import Text, active_language
from banyan.registry.domain.evidence import MOST_QUOTES, Evidence, NumberedSource, Reference
from banyan.registry.domain.profiles import OrganisationProfile, SeenTie
from banyan.registry.enums import NameKind, OrganisationState, RegistrationState
from banyan.registry.models import Organisation, OrganisationName, PersonName, Post, StatedFigure
from banyan.taxonomy.models import Concept
from banyan.web.presenters import formats, words
from banyan.web.presenters.excerpts import excerpt

#: Characters of a fact sent back with "this is wrong".
_LONGEST_WRONG = 180


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a fact, with a remark, a language, an address and its own numbers where it has them."""

    text: str
    lang: str = ""
    note: str = ""
    url: str = ""
    refs: tuple[Reference, ...] = ()
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: a label, its values, and the numbers of its sources."""

    label: str
    parts: tuple[Part, ...]
    refs: tuple[Reference, ...] = ()

    @property
    def wrong(self) -> str:
        """What is reported when somebody presses "wrong" here."""
        return wrong(self.label, *(part.text for part in self.parts))


def wrong(label: object, *values: object) -> str:
    """Return a fact as one line of plain text, as it is sent back with "this is wrong"."""
    said = ", ".join(" ".join(strip_tags(str(value)).split()) for value in values if str(value))
    return (f"{label}: {said}" if said else str(label))[:_LONGEST_WRONG]


def part_of(text: Text, **values: Any) -> Part:
    """Return a trilingual text as a value that carries its language when it is another one."""
    return Part(text=text.value, lang=formats.html_tag(text.tag) if text.is_fallback else "", **values)


def other_names(names: Iterable[OrganisationName] | Iterable[PersonName], title: str) -> list[dict[str, str]]:
    """Return the names to stand under the title: official ones in other languages and scripts first."""
    shown: dict[str, dict[str, str]] = {}
    for name in sorted(names, key=lambda row: (row.kind != NameKind.OFFICIAL, row.pk)):
        if name.text != title and name.kind in (NameKind.OFFICIAL, NameKind.SHORT, NameKind.ACRONYM):
            shown.setdefault(name.text, {"lang": formats.html_tag(name.language), "text": name.text})
    return list(shown.values())[:6]


def _names(profile: OrganisationProfile, evidence: Evidence) -> Fact:
    parts = []
    for name in sorted(profile.names, key=lambda row: (list(NameKind).index(NameKind(row.kind)), row.pk)):
        remarks = [str(NameKind(name.kind).label), formats.language_name(name.language)]
        stretch = formats.period(name.valid_from_date, name.valid_to_date)
        parts.append(
            Part(
                text=name.text,
                lang=formats.html_tag(name.language),
                note=" · ".join([*remarks, *([stretch] if stretch else [])]),
                refs=evidence.of(name),
            )
        )
    return Fact(label=_("Names"), parts=tuple(parts), refs=evidence.of(profile.organisation))


def organisation_facts(profile: OrganisationProfile, evidence: Evidence) -> list[Fact]:
    """Return the facts of an organisation in the order in which they are read, without what is unknown."""
    organisation = profile.organisation
    facts = [_names(profile, evidence)]

    def add(label: str, column: str, *parts: Part) -> None:
        kept = tuple(part for part in parts if part.text)
        if kept:
            facts.append(Fact(label=label, parts=kept, refs=evidence.of(organisation, column)))

    if organisation.legal_form:
        add(_("Kind of organisation"), "legal_form", part_of(organisation.legal_form.label))
    if organisation.is_network:
        add(_("Network"), "is_network", Part(text=_("This is a network of organisations or people")))
    if organisation.registration_state != RegistrationState.UNKNOWN:
        label = str(RegistrationState(organisation.registration_state).label)
        add(_("Registration"), "registration_state", Part(text=label))
    add(_("Founded"), "founded_date", Part(text=formats.partial_date(organisation.founded_date)))
    add(_("Ended"), "ended_date", Part(text=formats.partial_date(organisation.ended_date)))
    if organisation.state != OrganisationState.ACTIVE:
        add(_("State"), "state", Part(text=str(OrganisationState(organisation.state).label)))
    places = [place.name for place in (organisation.place, organisation.country) if place]
    add(_("Place"), "place", *(part_of(name) for name in places))
    add(_("Works in"), "topics", *(part_of(topic.label) for topic in profile.topics))
    if organisation.website.startswith(("http://", "https://")):
        bare = organisation.website.split("://", 1)[1].rstrip("/")
        add(_("Website"), "website", Part(text=bare, url=organisation.website, is_outside=True))
    for identifier in profile.identifiers:
        label = register_named(identifier.scheme, profile.registers)
        facts.append(Fact(label=label, parts=(Part(text=identifier.value),), refs=evidence.of(identifier)))
    return facts


def register_named(code: str, registers: Mapping[str, Concept]) -> str:
    """Return a register in words; one in no list of ours is called by its code."""
    return str(registers[code].label) if code in registers else code


def place_line(organisation: Organisation) -> str:
    """Return the short line over a title: kind of organisation, place, country or area."""
    kind = organisation.legal_form.label if organisation.legal_form else None
    places = [str(place.name) for place in (organisation.place, organisation.country) if place]
    return " · ".join(str(item) for item in (kind, formats.listed(places)) if item)


def figure_value(figure: StatedFigure) -> str:
    """Return a stated figure as it is written: over 8,000; 1.65 million CNY."""
    value = formats.money(figure.value, figure.currency) if figure.currency else formats.number(figure.value)
    if figure.unit:
        is_joined = str(figure.unit) == "%" or (figure.unit.language == "zh" and active_language() == "zh")
        value = f"{value}{'' if is_joined else ' '}{figure.unit}"
    pattern = words.QUALIFIERS.get(figure.qualifier)
    return str(pattern) % value if pattern else value


def figure_said(figure: StatedFigure) -> str:
    """Return a stated figure with what is counted, as one line."""
    return f"{figure_value(figure)} {figure.measure}".strip()


def figure_rows(figures: Iterable[StatedFigure], evidence: Evidence) -> list[dict[str, Any]]:
    """Return what sources say in numbers, each with its date and its numbers."""
    return [
        {
            "value": figure_value(figure),
            "measure": figure.measure,
            "when": formats.partial_date(figure.stated_date),
            "refs": evidence.of(figure),
            "wrong": wrong(_("Figure"), figure_value(figure), figure.measure),
        }
        for figure in figures
    ]


def post_rows(posts: Iterable[Post], evidence: Evidence) -> list[dict[str, Any]]:
    """Return the people of an organisation with their positions."""
    return [
        {
            "post": post,
            "period": formats.period(post.from_date, post.to_date),
            "reported": formats.partial_date(post.reported_date),
            "refs": evidence.of(post),
            "wrong": wrong(_("Position"), post.person.title, post.title),
        }
        for post in posts
    ]


def tie_rows(ties: Iterable[SeenTie], evidence: Evidence) -> list[dict[str, Any]]:
    """Return the relationships of an organisation in words, read from its side."""
    rows = []
    for seen in ties:
        tie = seen.tie
        kind = words.tie(tie.kind, is_subject=seen.is_subject, grade=tie.grade)
        rows.append(
            {
                "kind": kind,
                "other": seen.other,
                "cooperation": tie.field_of_cooperation,
                "period": formats.period(tie.from_date, tie.to_date),
                "ended": bool(tie.to_date),
                "refs": evidence.of(tie),
                "wrong": wrong(_("Relationship"), kind, seen.other.title),
            }
        )
    return rows


def titles_of(*records: Any) -> list[str]:
    """Return the titles of records in every language, as a quote may write them."""
    return [text for record in records for text in type(record).title.values_of(record).values() if text]


def source_rows(sources: Iterable[NumberedSource], names: Iterable[str]) -> list[dict[str, Any]]:
    """Return the numbered sources of a page; of long quotes only the words around ``names`` are shown."""
    wanted = tuple(names)
    return [
        {
            "number": numbered.number,
            "source": numbered.source,
            "lang": formats.html_tag(numbered.source.language),
            "meta": source_line(numbered.source),
            "quotes": [excerpt(quote, wanted) for quote in numbered.quotes[:MOST_QUOTES]],
            "quotes_beyond": len(numbered.quotes) - MOST_QUOTES,
            "accepted": formats.day(numbered.accepted_at),
            "is_taken_down": numbered.is_taken_down,
        }
        for numbered in sources
    ]


def source_line(source: Any) -> str:
    """Return publisher, date and language of a source on one line."""
    published = formats.partial_date(source.published_date)
    language = formats.language_name(source.language) if source.language else ""
    return " · ".join(item for item in (source.publisher or source.reposted_by, published, language) if item)
