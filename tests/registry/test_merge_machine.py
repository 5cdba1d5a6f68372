"""
Random registers, merged, taken back, edited and merged again: no fact is lost, every number leads somewhere.

The model knows nothing of rows being moved. It keeps a list of facts with the records they were told of, and
which record is folded into which; what the register shows must follow from that alone.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.factories import CitationFactory, OrganisationFactory, PersonFactory, SourceFactory, UserFactory

from banyan.registry.domain import figures, merges, organisations, people, posts, redirects, ties
from banyan.registry.domain.organisations import NewName
from banyan.registry.enums import SYMMETRIC_TIES, TieKind
from banyan.registry.models import Citation, Merge, MovedRow, Organisation, Person, Post, StatedFigure, Tie
from banyan.registry.models.visibility import standing_posts

pytestmark = pytest.mark.django_db

START = datetime.datetime(2026, 11, 21, 9, 0, tzinfo=datetime.UTC)
NAMES = ("Clear River", "Pure River", "Deep River")
TITLES = ("director", "guest")
KINDS = (TieKind.MEMBER_OF, TieKind.PARTNER_OF)
MODELS = {"organisation": Organisation, "person": Person}


@dataclass
class Fact:
    """Something told of one or two records; ``row`` is where the register keeps it."""

    table: str
    row: int
    owners: tuple[str, ...]
    words: tuple[Any, ...]
    quotes: set[str] = field(default_factory=set)
    is_removed: bool = False
    is_founding: bool = False
    #: The merges that set this fact aside and under which it was removed together with its like.
    removed_under: set[int] = field(default_factory=set)


class Register(RuleBasedStateMachine):
    """What the register should say, beside what it does say."""

    records = Bundle("records")

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = START
        self.editor, self.source = UserFactory(), SourceFactory()
        self.folded: dict[str, str] = {}
        self.merges: dict[int, tuple[str, str, Any, Any]] = {}
        self.facts: list[Fact] = []
        self.kinds: dict[str, str] = {}
        self.websites: dict[str, str] = {}
        self.numbers = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # --- the model ----------------------------------------------------------------------------------

    def live(self, key: str) -> str:
        while key in self.folded:
            key = self.folded[key]
        return key

    def record(self, key: str) -> Any:
        return MODELS[self.kinds[key]].objects.get(public_id=key)

    def tell(
        self, table: str, row: Any, owners: tuple[str, ...], words: tuple[Any, ...], **more: Any
    ) -> None:
        """Note a fact, or further words for one that is there, and cite a sentence for it."""
        self.numbers += 1
        quote = f"Sentence {self.numbers}."
        CitationFactory(source=self.source, subject=row, quote=quote)
        known = next((fact for fact in self.facts if (fact.table, fact.row) == (table, row.pk)), None)
        if known is None:
            known = Fact(table, row.pk, owners, words, **more)
            self.facts.append(known)
        known.quotes.add(quote)

    def said(self, fact: Fact) -> tuple[Any, ...]:
        owners: Any = tuple(self.live(owner) for owner in fact.owners)
        if fact.table == "registry.tie" and fact.words[0] in SYMMETRIC_TIES:
            owners = tuple(sorted(owners))
        return (fact.table, *owners, *fact.words)

    def expected(self) -> dict[tuple[Any, ...], set[str]]:
        found: dict[tuple[Any, ...], set[str]] = defaultdict(set)
        for fact in self.facts:
            is_tied_to_itself = len({self.live(owner) for owner in fact.owners}) < len(fact.owners)
            if not (fact.is_removed or fact.removed_under or is_tied_to_itself):
                found[self.said(fact)] |= fact.quotes
        return dict(found)

    def step(self) -> datetime.datetime:
        self.now += datetime.timedelta(minutes=1)
        return self.now

    # --- what people do -----------------------------------------------------------------------------

    @initialize(target=records)
    def begin(self) -> Any:
        return self.add("organisation", 0)

    @rule(
        target=records,
        kind=st.sampled_from(["organisation", "organisation", "person"]),
        name=st.integers(0, 2),
    )
    def add(self, kind: str, name: int) -> str:
        factory = OrganisationFactory if kind == "organisation" else PersonFactory
        record = factory(name=NAMES[name], now=self.step())
        key = str(record.public_id)
        self.kinds[key], self.websites[key] = kind, ""
        row = record.names.get()
        self.tell(row._meta.label_lower, row, (key,), (NAMES[name],), is_founding=True)
        return key

    @rule(one=records, name=st.integers(0, 2))
    def name_it(self, one: str, name: int) -> None:
        add = organisations.add_name if self.kinds[one] == "organisation" else people.add_name
        wanted = NewName(text=NAMES[name], language="en", kind="alias")
        values: dict[str, Any] = {self.kinds[one]: self.record(one)}
        live = self.record(self.live(one))
        if live.names.filter(text=NAMES[name]).exists():
            return
        row, _ = add(name=wanted, by=self.editor, now=self.step(), **values)
        self.tell(row._meta.label_lower, row, (self.live(one),), (NAMES[name],))

    @rule(one=records, other=records, kind=st.sampled_from(KINDS))
    def tie(self, one: str, other: str, kind: TieKind) -> None:
        if {self.kinds[one], self.kinds[other]} != {"organisation"} or self.live(one) == self.live(other):
            return
        row, _ = ties.add(
            subject=self.record(one), object=self.record(other), kind=kind, by=self.editor, now=self.step()
        )
        self.tell("registry.tie", row, (self.live(one), self.live(other)), (kind,))

    @rule(one=records, other=records, title=st.integers(0, 1))
    def post(self, one: str, other: str, title: int) -> None:
        if self.kinds[one] != "person" or self.kinds[other] != "organisation":
            return
        row, _ = posts.add(
            person=self.record(one),
            organisation=self.record(other),
            titles={"en": TITLES[title]},
            by=self.editor,
            now=self.step(),
        )
        self.tell("registry.post", row, (self.live(one), self.live(other)), (TITLES[title],))

    @rule(one=records, value=st.integers(1, 2))
    def count(self, one: str, value: int) -> None:
        if StatedFigure.objects.filter(subject_key=self.live(one), value=value).exists():
            return
        row = figures.state(
            subject_type=self.kinds[one],
            subject_key=one,
            measures={"en": "partners"},
            value=value,
            by=self.editor,
            now=self.step(),
        )
        self.tell("registry.statedfigure", row, (self.live(one),), (value,))

    @rule(one=records, number=st.integers(0, 2))
    def edit(self, one: str, number: int) -> None:
        key = self.live(one)
        if self.kinds[key] == "organisation":
            website = f"https://{number}.example.org" if number else ""
            organisations.edit(
                organisation=self.record(key), values={"website": website}, by=self.editor, now=self.step()
            )
            self.websites[key] = website

    @precondition(lambda self: any(fact.table in ("registry.tie", "registry.post") for fact in self.facts))
    @rule(data=st.data())
    def remove(self, data: Any) -> None:
        shown = self.expected()
        removable = [
            fact
            for fact in self.facts
            if fact.table in ("registry.tie", "registry.post")
            and self.said(fact) in shown
            and not fact.is_removed
            and not fact.removed_under
        ]
        if not removable:
            return
        fact = data.draw(st.sampled_from(removable))
        row = apps.get_model(fact.table).objects.get(pk=fact.row)
        alike = {
            other.row: other
            for other in self.facts
            if other.table == fact.table and self.said(other) == self.said(fact)
        }
        remove = ties.remove if fact.table == "registry.tie" else posts.remove
        remove(**{fact.table.rpartition(".")[2]: row}, by=self.editor, now=self.step())
        gone = [pk for pk in alike if not apps.get_model(fact.table).objects.filter(pk=pk).exists()]
        for pk, other in alike.items():
            aside = MovedRow.objects.filter(
                model=fact.table, row_id=pk, outcome__in=["joins", "duplicate"], merge__undone_at__isnull=True
            )
            if pk in gone:
                other.is_removed = True
            else:
                other.removed_under |= set(aside.values_list("merge_id", flat=True))
        assert sum(alike[pk].is_removed for pk in gone) >= 1

    @rule(one=records, other=records, side=st.sampled_from(["kept", "folded"]))
    def merge(self, one: str, other: str, side: str) -> None:
        one, other = self.live(one), self.live(other)
        if one == other or self.kinds[one] != self.kinds[other]:
            return
        is_organisation = self.kinds[one] == "organisation"
        kept, folded = self.record(one), self.record(other)
        merge = merges.merge(
            kept=kept,
            folded=folded,
            choices={"website": side} if is_organisation else {},
            by=self.editor,
            now=self.step(),
            seen=merges.preview(kept=kept, folded=folded).digest,
        )
        before = self.websites[one]
        shown = {row.field for row in merges.preview(kept=kept, folded=folded).fields}
        if is_organisation and side == "folded" and "website" in shown:
            self.websites[one] = self.websites[other]
        self.merges[merge.pk] = (one, other, before, self.websites[one])
        self.folded[other] = one

    @precondition(lambda self: bool(self.merges))
    @rule(data=st.data())
    def unmerge(self, data: Any) -> None:
        wanted = data.draw(st.sampled_from(sorted(self.merges)))
        while wanted in self.merges:
            pk = wanted
            while (later := self.refusal(pk)) is not None:
                assert later in self.merges
                assert later > pk
                pk = later
            kept, folded, before, after = self.merges.pop(pk)
            del self.folded[folded]
            if self.websites[kept] == after:
                self.websites[kept] = before
            for fact in self.facts:
                fact.removed_under.discard(pk)

    def refusal(self, pk: int) -> int | None:
        """Take a merge back, or return the later one that comes first."""
        try:
            merges.unmerge(merge=Merge.objects.get(pk=pk), by=self.editor, now=self.step())
        except merges.LaterMergeComesFirst as refused:
            return int(refused.merge.pk)
        return None

    # --- what must always hold ------------------------------------------------------------------------

    @invariant()
    def every_fact_is_shown_with_its_words(self) -> None:
        assert self.shown() == self.expected()

    def shown(self) -> dict[tuple[Any, ...], set[str]]:
        quotes: dict[tuple[str, int], set[str]] = defaultdict(set)
        for citation in Citation.objects.all():
            quotes[(citation.subject_type, citation.subject_id)].add(citation.quote)
        found: dict[tuple[Any, ...], set[str]] = defaultdict(set)

        def show(row: Any, *words: Any) -> None:
            found[(row._meta.label_lower, *words)] |= quotes[(row._meta.label_lower, row.pk)]

        for model in MODELS.values():
            for record in model.objects.exclude(state="merged"):
                for name in record.names.all():
                    show(name, record.public_id, name.text)
                for figure in StatedFigure.objects.filter(subject_key=record.public_id):
                    show(figure, record.public_id, int(figure.value))
        standing = Tie.objects.exclude(subject__state="merged").exclude(object__state="merged")
        for tie in standing.select_related("subject", "object"):
            ends = (tie.subject.public_id, tie.object.public_id)
            show(tie, *(sorted(ends) if tie.kind in SYMMETRIC_TIES else ends), tie.kind)
        for post in standing_posts().select_related("person", "organisation"):
            show(post, post.person.public_id, post.organisation.public_id, post.title_en)
        return dict(found)

    @invariant()
    def every_number_leads_to_a_record(self) -> None:
        ends = redirects.current_of(public_ids=self.kinds)
        assert ends == {key: self.live(key) for key in self.kinds}
        for model in MODELS.values():
            states = dict(model.objects.values_list("public_id", "state"))
            for key, state in states.items():
                assert (state == "merged") == (key in self.folded)

    @invariant()
    def no_row_is_orphaned(self) -> None:
        for citation in Citation.objects.all():
            assert apps.get_model(citation.subject_type).objects.filter(pk=citation.subject_id).exists()
        for model in (Post, Tie):
            label = model._meta.label_lower
            aside = set(
                MovedRow.objects.filter(model=label, merge__undone_at__isnull=True)
                .exclude(outcome="moves")
                .values_list("row_id", flat=True)
            )
            ends = ("person", "organisation") if model is Post else ("subject", "object")
            for row in model.objects.select_related(*ends):
                if any(getattr(row, end).state == "merged" for end in ends):
                    assert row.pk in aside

    @invariant()
    def every_record_is_shown_by_a_name_of_its_own(self) -> None:
        for model in MODELS.values():
            for record in model.objects.exclude(state="merged"):
                assert record.title_en in set(record.names.values_list("text", flat=True))

    @invariant()
    def fields_are_as_chosen_or_edited(self) -> None:
        for key, website in Organisation.objects.exclude(state="merged").values_list("public_id", "website"):
            assert website == self.websites[key]


def test_random_registers_keep_every_fact() -> None:
    run_state_machine_as_test(
        Register,
        settings=settings(
            max_examples=25,
            stateful_step_count=16,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
