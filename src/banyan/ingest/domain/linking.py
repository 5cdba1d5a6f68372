"""Matching drafts against the register: what is known already, what is new, and what is certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from banyan.events.models import Event
from banyan.ingest.domain.drafting import CERTAIN, Draft
from banyan.registry.domain import matching
from banyan.registry.domain import names as name_rules
from banyan.registry.models import OrganisationName, Post, Tie

#: A new organisation is certain when a parenthesis, a title or a full name says so; below, a person looks.
CERTAIN_NEW = 0.75


@dataclass(slots=True)
class Linked:
    """A draft with what the register knows about it."""

    draft: Draft
    linked_key: str = ""
    candidates: list[dict[str, object]] = field(default_factory=list)
    is_certain: bool = False
    #: The register holds all of this already: nothing to decide.
    is_known: bool = False


class Linker:
    """Links the drafts of one page, records first."""

    def __init__(self, *, drafts: Sequence[Draft]) -> None:
        self.drafts = drafts
        self.keys: dict[tuple[str, str], str] = {}
        self.certain: set[tuple[str, str]] = set()

    def run(self) -> list[Linked]:
        """Return every draft with its links, in the order given."""
        return [self._link(draft) for draft in self.drafts]

    def _link(self, draft: Draft) -> Linked:
        if draft.kind in ("organisation", "person"):
            return self._record(draft)
        if draft.kind == "event":
            return self._event(draft)
        self._fill(draft.payload)
        linked = Linked(draft=draft)
        linked.is_known = self._is_held(draft)
        linked.is_certain = draft.confidence >= CERTAIN and self._rests_on_certain(draft.payload)
        if draft.kind == "activity":
            linked.is_certain = draft.confidence >= CERTAIN
            self._note(draft, linked)
        return linked

    def _record(self, draft: Draft) -> Linked:
        candidates = matching.candidates(kind=draft.kind, names=draft.names)
        linked = Linked(draft=draft, candidates=[candidate.as_json() for candidate in candidates])
        exact = [candidate for candidate in candidates if candidate.is_exact]
        if len(exact) == 1 and (
            draft.kind == "organisation" or self._shares_organisation(draft, exact[0].key)
        ):
            linked.linked_key = exact[0].key
            linked.is_certain = True
            linked.is_known = not self._new_names(draft, exact[0].key)
        elif not candidates:
            linked.is_certain = draft.confidence >= CERTAIN_NEW
        self._note(draft, linked)
        return linked

    def _note(self, draft: Draft, linked: Linked) -> None:
        if linked.linked_key:
            self.keys[(draft.kind, draft.group)] = linked.linked_key
        if linked.is_certain:
            self.certain.add((draft.kind, draft.group))

    def _shares_organisation(self, draft: Draft, key: str) -> bool:
        """Two people of one name are one only when a post ties both to one organisation."""
        for other in self.drafts:
            if other.kind != "post" or other.payload["person"]["group"] != draft.group:
                continue
            organisation = self.keys.get(("organisation", other.payload["organisation"]["group"]))
            if (
                organisation
                and Post.objects.filter(person__public_id=key, organisation__public_id=organisation).exists()
            ):
                return True
        return False

    @staticmethod
    def _new_names(draft: Draft, key: str) -> list[str]:
        if draft.kind != "organisation":
            return []
        held = set(
            OrganisationName.objects.filter(organisation__public_id=key).values_list("folded", flat=True)
        )
        return [name for name in draft.names if name_rules.compared(name) not in held]

    def _event(self, draft: Draft) -> Linked:
        for reference in draft.payload["organisers"]:
            reference["key"] = self.keys.get(("organisation", reference["group"]), "")
        linked = Linked(draft=draft)
        language = draft.payload["language"]
        same = Event.objects.filter(
            **{f"title_{language}": draft.payload["name"]},
            start_date__startswith=draft.payload["start_date"][:4],
        ).first()
        if same is not None and draft.payload["start_date"]:
            linked.linked_key = same.public_id
            linked.is_known = True
        linked.is_certain = (
            draft.confidence >= CERTAIN_NEW
            and bool(draft.payload["start_date"])
            and not draft.payload["date_inferred"]
        )
        self._note(draft, linked)
        return linked

    def _fill(self, payload: dict[str, Any]) -> None:
        """Write the public id into every reference whose record is known."""
        for value in payload.values():
            if isinstance(value, dict) and "group" in value:
                value["key"] = self.keys.get((value["type"], value["group"]), "")
            elif isinstance(value, list):
                for item in value:
                    if isinstance(item, dict):
                        self._fill({"item": item} if "group" in item else item)

    def _rests_on_certain(self, payload: dict[str, Any]) -> bool:
        references = [value for value in payload.values() if isinstance(value, dict) and "group" in value]
        return all((item["type"], item["group"]) in self.certain for item in references)

    def _is_held(self, draft: Draft) -> bool:
        """Say whether the register holds this very bond already."""
        payload = draft.payload
        if draft.kind == "post" and payload["person"]["key"] and payload["organisation"]["key"]:
            held = Post.objects.filter(
                person__public_id=payload["person"]["key"],
                organisation__public_id=payload["organisation"]["key"],
            )
            wanted = name_rules.compared(payload["title"])
            column = f"title_{payload['language']}"
            return any(
                not wanted or name_rules.compared(title) == wanted
                for title in held.values_list(column, flat=True)
            )
        if draft.kind == "tie" and payload["subject"]["key"] and payload["object"]["key"]:
            return Tie.objects.filter(
                subject__public_id=payload["subject"]["key"],
                object__public_id=payload["object"]["key"],
                kind=payload["kind"],
            ).exists()
        return False
