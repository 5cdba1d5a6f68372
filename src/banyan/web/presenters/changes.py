"""Suggested changes as cards, and how they hang together by record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from babel.dates import format_datetime
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.core.i18n import language_of
from banyan.registry.enums import RECORD_KINDS, ProposalKind, ProposalState
from banyan.registry.models import ProposedChange
from banyan.web.presenters import change_words, formats, reasons

#: The part of a reference that names the record a suggestion hangs on, by kind.
_ANCHOR = {"post": "person", "tie": "subject", "figure": "subject", "appearance": "person"}


@dataclass(slots=True)
class Near:
    """An existing record a name may stand for."""

    key: str
    name: str
    url: str
    why: str


@dataclass(slots=True)
class Card:
    """One suggested change, ready for the page. ``state`` adds "current" to the stored ones."""

    proposal: ProposedChange
    id: int
    state: str
    kind: str
    title: str
    lang: str
    summary: str
    short: str
    quote: str
    quote_lang: str
    decided: str = ""
    near: list[Near] = field(default_factory=list)
    record_url: str = ""
    linked_name: str = ""
    form: Any = None

    @property
    def is_waiting(self) -> bool:
        """True while nobody has decided."""
        return self.proposal.state == ProposalState.WAITING


@dataclass(slots=True)
class CardGroup:
    """The cards about one record: first the record itself, then what hangs on it."""

    title: str
    lang: str
    cards: list[Card] = field(default_factory=list)

    @property
    def is_headed(self) -> bool:
        """True if the record itself is suggested: its card is the heading of the group."""
        return bool(self.cards) and self.cards[0].proposal.kind in RECORD_KINDS


def record_url(kind: str, key: str) -> str:
    """Return the public page of a record, or "" for a kind that has none."""
    if kind == ProposalKind.CORRECTION:
        return ""
    try:
        return reverse(f"web:{'source' if kind == 'article' else kind}", args=[key]) if key else ""
    except NoReverseMatch:
        return ""


def _decided(proposal: ProposedChange) -> str:
    if proposal.decided_at is None:
        return ""
    return _("Decided by %(person)s, %(moment)s") % {
        "person": proposal.decided_by or _("Banyan"),
        "moment": format_datetime(timezone.localtime(proposal.decided_at), "short", locale=formats.locale()),
    }


def _url_of(proposal: ProposedChange) -> str:
    """Return the page of the record a suggestion made, stands for, or is about."""
    if proposal.kind == ProposalKind.CORRECTION:
        payload = proposal.payload
        return record_url(payload.get("subject_type", ""), payload.get("subject_key", ""))
    return record_url(proposal.kind, proposal.result_key or proposal.linked_key)


def card_of(proposal: ProposedChange, *, is_current: bool = False) -> Card:
    """Return the card of a suggestion."""
    language = language_of(proposal.payload.get("language") or proposal.source.language)
    is_waiting = proposal.state == ProposalState.WAITING
    near = [
        Near(
            key=str(item["key"]),
            name=str(item["name"]),
            url=record_url(proposal.kind, str(item["key"])),
            why=reasons.worded(item.get("reasons", [])),
        )
        for item in proposal.candidates
    ]
    linked = next((item.name for item in near if item.key == proposal.linked_key), "")
    return Card(
        proposal=proposal,
        id=proposal.pk,
        state="current" if is_current and is_waiting else proposal.state,
        kind=change_words.kind_of(proposal),
        title=change_words.title_of(proposal),
        lang=formats.html_tag(language),
        summary=change_words.summary_of(proposal),
        short=change_words.short_of(proposal),
        quote=proposal.quote,
        quote_lang=formats.html_tag(language_of(proposal.source.language)),
        decided=_decided(proposal),
        near=near if is_waiting and not proposal.linked_key else [],
        record_url=_url_of(proposal),
        linked_name=linked,
    )


def _anchor(proposal: ProposedChange) -> tuple[str, str, str]:
    """Return kind, group or key, and name of the record a suggestion belongs under."""
    if proposal.kind in RECORD_KINDS:
        return (proposal.kind, proposal.group, proposal.payload.get("name", ""))
    reference = proposal.payload.get(_ANCHOR.get(proposal.kind, ""), {}) or {}
    return (
        reference.get("type", proposal.kind),
        reference.get("group", "") or reference.get("key", ""),
        reference.get("name", proposal.payload.get("name", "")),
    )


def in_groups(proposals: Iterable[ProposedChange], *, current: int | None) -> list[CardGroup]:
    """Return the cards grouped by record, in the order of the page."""
    groups: dict[tuple[str, str], CardGroup] = {}
    for proposal in proposals:
        kind, key, name = _anchor(proposal)
        language = language_of(proposal.payload.get("language") or proposal.source.language)
        group = groups.setdefault((kind, key), CardGroup(title=name, lang=formats.html_tag(language)))
        card = card_of(proposal, is_current=proposal.pk == current)
        if proposal.kind in RECORD_KINDS:
            group.cards.insert(0, card)
        else:
            group.cards.append(card)
    return list(groups.values())


def in_order(groups: Sequence[CardGroup]) -> list[Card]:
    """Return the cards in the order they stand on the page."""
    return [card for group in groups for card in group.cards]
