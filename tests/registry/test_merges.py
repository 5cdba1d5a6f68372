"""Folding one record into another: what moves, what joins, what is set aside; and taking it back."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.apps import apps
from tests.factories import (
    ActivityFactory,
    AppearanceFactory,
    CitationFactory,
    EventFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    ProposedChangeFactory,
    SourceFactory,
    StatedFigureFactory,
    TieFactory,
    UserFactory,
)

from banyan.core.models import AuditEntry, TranslationMark
from banyan.events.domain import events
from banyan.events.models import EventOrganiser
from banyan.registry.domain import (
    activities,
    folding,
    judgements,
    living,
    merges,
    organisations,
    people,
    posts,
    proposals,
    redirects,
    staff_facts,
    ties,
)
from banyan.registry.domain.organisations import NewName
from banyan.registry.enums import RowOutcome, TieKind
from banyan.registry.models import (
    Citation,
    Identifier,
    Merge,
    Organisation,
    OrganisationName,
    Person,
    Post,
    StatedFigure,
    Tie,
)
from banyan.search.models import IndexChange
from banyan.taxonomy.models import Concept, Scheme

pytestmark = pytest.mark.django_db

LATER = datetime.timedelta(minutes=1)


def fold(kept: Any, folded: Any, now: datetime.datetime, **more: Any) -> Merge:
    return merges.merge(kept=kept, folded=folded, choices=more.pop("choices", {}), by=None, now=now, **more)


def take_back(merge: Merge, now: datetime.datetime, **more: Any) -> merges.Unmerged:
    return merges.unmerge(merge=merge, by=None, now=now + LATER, **more)


def every_row() -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table that holds facts; who touched a record last is no fact."""
    left_out = {
        "core.auditentry",
        "search.indexchange",
        "registry.merge",
        "registry.movedrow",
        "registry.judgement",
        "accounts.user",
    }
    found = {}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label_lower
        if label.split(".")[0] in {"core", "registry", "events", "ingest"} and label not in left_out:
            rows = model._default_manager.order_by("pk").values()
            found[label] = [
                {k: v for k, v in row.items() if k not in ("updated_at", "updated_by_id")} for row in rows
            ]
    return found


def test_every_relation_has_a_rule() -> None:
    """
    A new column that may name an organisation or a person must say what a merge does with it.

    Register a `Moves` or a `Stays` in `AppConfig.ready()` of its package: see docs/merging.md.
    """
    assert folding.columns_without_rule() == []


def test_relation_without_a_rule_stops_every_merge(monkeypatch, now) -> None:
    rules = {key: rule for key, rule in folding._rules.items() if key[1] != "registry.tie.subject"}
    monkeypatch.setattr(folding, "_rules", rules)
    one, other = OrganisationFactory(), OrganisationFactory()
    with pytest.raises(folding.RelationHasNoRule) as refused:
        fold(one, other, now)
    assert refused.value.columns == ["registry.tie.subject"]
    assert folding.columns_without_rule() == ["registry.tie.subject"]
    assert Merge.objects.count() == 0


def _topics(number: int, now: datetime.datetime) -> list[Concept]:
    words = {f"title_{code}": "Topics" for code in ("vi", "zh", "en")}
    scheme = Scheme.objects.create(
        code="t",
        source="s",
        edition="1",
        licence="l",
        confidence="our_wording",
        sha256="",
        loaded_at=now,
        **words,
    )
    labels = {f"label_{code}": "Water" for code in ("vi", "zh", "en")}
    return [
        Concept.objects.create(scheme=scheme, code=str(n), confidence="our_wording", position=n, **labels)
        for n in range(1, number + 1)
    ]


def _full(name: str, now: datetime.datetime, **values: Any) -> Organisation:
    """Return an organisation with a row in every table that can point at it."""
    record = OrganisationFactory(name=name, **values)
    PostFactory(organisation=record)
    TieFactory(subject=record)
    TieFactory(object=record, kind=TieKind.FUNDED_BY)
    ActivityFactory(parties=[("funder", record)])
    StatedFigureFactory(subject=record, value=len(name))
    EventFactory(organisers=[record])
    CitationFactory(subject=record)
    Identifier.objects.create(organisation=record, scheme=f"X-{name[:20]}", value="1")
    return record


def test_everything_moves_and_returns(now) -> None:
    kept, folded = _full("Clear River", now), _full("River, Clear", now)
    before = every_row()
    merge = fold(kept, folded, now)
    folded.refresh_from_db()
    assert folded.state == "merged"
    for model, column in (
        (Post, "organisation"),
        (Tie, "subject"),
        (Tie, "object"),
        (EventOrganiser, "organisation"),
        (Identifier, "organisation"),
    ):
        assert model.objects.filter(**{column: folded}).count() == 0
        assert model.objects.filter(**{column: kept}).count() == 2
    assert StatedFigure.objects.filter(subject_key=kept.public_id).count() == 2
    assert [name.kind for name in kept.names.order_by("pk")] == ["official", "alias"]
    assert redirects.current(public_id=folded.public_id) == kept.public_id
    assert Citation.objects.filter(subject_type="registry.organisation", subject_id=kept.pk).count() == 2
    undone = take_back(merge, now)
    assert undone.kept_edits == ()
    assert every_row() == before
    assert redirects.current(public_id=folded.public_id) == folded.public_id


def test_people_move_and_return(now) -> None:
    kept, folded = PersonFactory(name="Le Thu An"), PersonFactory(name="Lê Thu An", language="vi")
    place = OrganisationFactory()
    PostFactory(person=kept, organisation=place, titles={"en": "director"})
    same = PostFactory(person=folded, organisation=place, titles={"en": "Director"}, from_date="2019")
    words = CitationFactory(subject=same)
    AppearanceFactory(person=folded)
    StatedFigureFactory(subject=folded)
    people.edit(person=folded, values={"private_phone": "0900"}, by=UserFactory(), now=now)
    before = every_row()
    merge = fold(kept, folded, now)
    kept.refresh_from_db()
    assert (kept.title_en, kept.title_vi, kept.private_phone) == ("Le Thu An", "Lê Thu An", "0900")
    post = Post.objects.get(person=kept)
    words.refresh_from_db()
    assert (post.from_date, words.subject_id) == ("2019", post.pk)
    assert "0900" not in str(list(AuditEntry.objects.values()))
    assert "0900" in str(list(merge.rows.values()))
    assert take_back(merge, now).kept_edits == ()
    assert every_row() == before
    assert "0900" not in str(list(merge.rows.values()))
    folded.refresh_from_db()
    assert folded.private_phone == "0900"


def test_field_choices_take_values_with_their_words(now) -> None:
    kept = OrganisationFactory(name="Clear River", website="https://a.example.org", founded_date="2001")
    folded = OrganisationFactory(name="River", website="https://b.example.org", founded_date="1999")
    ours = CitationFactory(subject=kept, field="website")
    theirs = CitationFactory(subject=folded, field="website")
    year = CitationFactory(subject=folded, field="founded_date")
    shown = {row.field: row for row in merges.preview(kept=kept, folded=folded).fields}
    assert shown["website"].is_conflict
    assert shown["website"].suggested == "kept"
    merge = fold(kept, folded, now, choices={"website": "folded", "founded_date": "kept"})
    kept.refresh_from_db()
    assert (kept.website, kept.founded_date) == ("https://b.example.org", "2001")
    at = dict(Citation.objects.values_list("pk", "subject_id"))
    assert at == {ours.pk: folded.pk, theirs.pk: kept.pk, year.pk: folded.pk}
    take_back(merge, now)
    kept.refresh_from_db()
    assert kept.website == "https://a.example.org"
    at = dict(Citation.objects.values_list("pk", "subject_id"))
    assert at == {ours.pk: kept.pk, theirs.pk: folded.pk, year.pk: folded.pk}


def test_chosen_title_becomes_the_official_name(now) -> None:
    kept, folded = OrganisationFactory(name="Clear River"), OrganisationFactory(name="Pure River")
    merge = fold(kept, folded, now, choices={"title_en": "folded"}, names_as="former")
    kept.refresh_from_db()
    assert kept.title_en == "Pure River"
    assert list(kept.names.order_by("text").values_list("text", "kind")) == [
        ("Clear River", "former"),
        ("Pure River", "official"),
    ]
    take_back(merge, now)
    kept.refresh_from_db()
    assert (kept.title_en, kept.names.get().kind) == ("Clear River", "official")


def test_summary_comes_with_its_mark(now) -> None:
    kept, folded = OrganisationFactory(name="A river"), OrganisationFactory(name="B river")
    organisations.edit(
        organisation=folded,
        values={},
        summary={"vi": "Một", "en": "One"},
        summary_language="vi",
        by=None,
        now=now,
    )
    organisations.edit(
        organisation=folded, values={}, summary={"vi": "Hai"}, summary_language="vi", by=None, now=now
    )
    merge = fold(kept, folded, now)
    kept.refresh_from_db()
    mark = TranslationMark.objects.get(object_id=str(kept.pk))
    assert (kept.summary_vi, kept.summary_en) == ("Hai", "One")
    assert (mark.source_language, mark.is_stale_en) == ("vi", True)
    take_back(merge, now)
    kept.refresh_from_db()
    assert (kept.summary_vi, kept.summary_en) == ("", "")


def test_ties_between_the_two_and_twice_said_are_set_aside(now) -> None:
    kept, folded, third = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    between = TieFactory(subject=kept, object=folded)
    ours = TieFactory(subject=kept, object=third, kind=TieKind.PARTNER_OF)
    theirs = TieFactory(subject=third, object=folded, kind=TieKind.PARTNER_OF)
    words = CitationFactory(subject=theirs)
    outcomes = {
        row.pk: row.outcome
        for row in merges.preview(kept=kept, folded=folded).rows
        if row.model == "registry.tie"
    }
    assert outcomes == {
        between.pk: RowOutcome.WOULD_BE_SELF_TIE.value,
        theirs.pk: RowOutcome.JOINS.value,
    }
    before = every_row()
    merge = fold(kept, folded, now)
    words.refresh_from_db()
    assert words.subject_id == ours.pk
    assert Tie.objects.count() == 3
    take_back(merge, now)
    assert every_row() == before


def test_topics_are_united(now) -> None:
    kept, folded = OrganisationFactory(), OrganisationFactory()
    one, two = _topics(2, now)
    kept.topics.add(one)
    folded.topics.add(one, two)
    before = every_row()
    merge = fold(kept, folded, now)
    assert set(kept.topics.all()) == {one, two}
    take_back(merge, now)
    assert every_row() == before


def test_same_figure_is_kept_once_with_the_words_of_both(now) -> None:
    kept, folded = OrganisationFactory(), OrganisationFactory()
    ours, theirs = StatedFigureFactory(subject=kept), StatedFigureFactory(subject=folded)
    words = CitationFactory(subject=theirs)
    fold(kept, folded, now)
    words.refresh_from_db()
    assert words.subject_id == ours.pk
    assert StatedFigure.objects.get(subject_key=kept.public_id) == ours


def test_chain_leads_to_the_end_and_is_taken_back_from_the_end(now) -> None:
    first, second, third = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    post = PostFactory(organisation=first)
    before = every_row()
    one = fold(second, first, now)
    two = fold(third, second, now)
    assert redirects.current(public_id=first.public_id) == third.public_id
    led = Organisation.objects.filter(public_id__in=redirects.leading_to(public_id=third.public_id))
    assert set(led) == {first, second, third}
    with pytest.raises(merges.LaterMergeComesFirst) as refused:
        take_back(one, now)
    assert refused.value.merge == two
    take_back(two, now)
    assert redirects.current(public_id=first.public_id) == second.public_id
    post.refresh_from_db()
    assert post.organisation == second
    take_back(one, now)
    assert every_row() == before


def test_two_merges_into_one_record_are_taken_back_in_any_order(now) -> None:
    kept, first, second = (_full(name, now) for name in ("Clear River", "Blue River Group", "Deep River"))
    before = every_row()
    one, two = fold(kept, first, now), fold(kept, second, now)
    assert take_back(one, now).kept_edits == ()
    assert take_back(two, now).kept_edits == ()
    assert every_row() == before


def test_a_later_merge_that_joined_a_moved_row_comes_first(now) -> None:
    kept, first, second, third = (OrganisationFactory() for _ in range(4))
    TieFactory(subject=first, object=third)
    TieFactory(subject=second, object=third)
    before = every_row()
    one, two = fold(kept, first, now), fold(kept, second, now)
    with pytest.raises(merges.LaterMergeComesFirst) as refused:
        take_back(one, now)
    assert refused.value.merge == two
    take_back(two, now)
    take_back(one, now)
    assert every_row() == before


def test_folded_records_are_refused_with_where_they_are(now) -> None:
    kept, folded, third = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    fold(kept, folded, now)
    for one, other, code in (
        (folded, third, "kept_is_folded"),
        (third, folded, "folded_is_folded"),
        (third, third, "same_record"),
        (third, PersonFactory(), "kinds_differ"),
    ):
        for row in (one, other):
            row.refresh_from_db()
        with pytest.raises(merges.MergeIsRefused) as refused:
            fold(one, other, now)
        assert [reason.code for reason in refused.value.reasons] == [code]
        assert [reason.code for reason in merges.preview(kept=one, folded=other).refusals] == [code]
    assert Merge.objects.count() == 1


def test_later_edits_stay_and_are_told(now) -> None:
    kept = OrganisationFactory(name="Clear River", website="https://a.example.org")
    folded = OrganisationFactory(name="Pure River", website="https://b.example.org", founded_date="1999")
    ended, removed, moved = (PostFactory(organisation=folded) for _ in range(3))
    quiet = PostFactory(organisation=folded)
    merge = fold(kept, folded, now, choices={"website": "folded"})
    editor = UserFactory()
    when = now + datetime.timedelta(seconds=5)
    organisations.edit(organisation=kept, values={"website": "https://c.example.org"}, by=editor, now=when)
    posts.end(post=ended, to_date="2020", by=editor, now=when)
    removed_pk = removed.pk
    posts.remove(post=removed, by=editor, now=when)
    Post.objects.filter(pk=moved.pk).update(organisation=OrganisationFactory())
    added = PostFactory(organisation=folded)  # lands on the kept record
    organisations.add_name(
        organisation=folded, name=NewName(text="River of Light", language="en"), by=editor, now=when
    )
    undone = take_back(merge, now)
    assert {(edit.model, edit.row_id, edit.what, edit.column) for edit in undone.kept_edits} == {
        ("registry.organisation", kept.pk, "edited", "website"),
        ("registry.post", ended.pk, "edited", "to_date"),
        ("registry.post", removed_pk, "removed", ""),
        ("registry.post", moved.pk, "moved", ""),
    }
    assert [line.key for line in undone.later] == [
        "registry.organisation.name_added",
        "registry.organisation.edited",
    ]
    kept.refresh_from_db()
    folded.refresh_from_db()
    ended.refresh_from_db()
    assert (kept.website, kept.founded_date) == ("https://c.example.org", "")
    assert (folded.website, folded.founded_date, folded.state) == ("https://b.example.org", "1999", "active")
    assert (ended.organisation, ended.to_date) == (folded, "2020")
    assert set(Post.objects.filter(organisation=folded)) == {ended, quiet}
    assert list(Post.objects.filter(organisation=kept)) == [added]
    assert set(kept.names.values_list("text", flat=True)) == {"Clear River", "River of Light"}


def test_words_overwritten_on_the_kept_record_return_to_the_folded_one(now) -> None:
    """The editor changed the kept record's website; what the other one's website rests on is untouched."""
    kept = OrganisationFactory(website="https://a.example.org")
    folded = OrganisationFactory(website="https://b.example.org")
    CitationFactory(subject=kept, field="website")
    words = CitationFactory(subject=folded, field="website", quote="See b.example.org.")
    merge = fold(kept, folded, now, choices={"website": "folded"})
    editor = UserFactory()
    organisations.edit(organisation=kept, values={"website": "https://c.example.org"}, by=editor, now=now)
    staff_facts.cite(subject=kept, fields=["website"], by=editor, now=now)
    take_back(merge, now)
    at = {(row.subject_id, row.quote, row.source.kind) for row in Citation.objects.all()}
    assert at == {
        (folded.pk, "See b.example.org.", "clipping"),
        (kept.pk, "", "staff"),
    }
    assert Citation.objects.get(subject_id=folded.pk).pk == words.pk


def test_a_record_never_comes_back_without_a_name(now) -> None:
    kept, folded = OrganisationFactory(name="Clear River"), OrganisationFactory(name="Pure River")
    merge = fold(kept, folded, now)
    editor = UserFactory()
    name = OrganisationName.objects.get(organisation=kept, text="Pure River")
    organisations.remove_name(name=name, by=editor, now=now)
    take_back(merge, now)
    assert [row.text for row in folded.names.all()] == ["Pure River"]
    merge = fold(kept, folded, now)
    organisations.remove_name(name=kept.names.get(text="Clear River"), by=editor, now=now)
    take_back(merge, now)
    assert kept.names.count() == 1
    assert folded.names.count() == 1


def test_decision_taken_back_does_not_return_with_the_record(now) -> None:
    """A suggestion gave the folded record a name; taking it back while merged takes it back for good."""
    kept = OrganisationFactory(name="Clear River")
    folded = OrganisationFactory(name="Pure River")
    proposal = ProposedChangeFactory(
        payload={"name": "Pure Water River", "language": "en"}, linked_key=folded.public_id
    )
    proposals.accept(proposal_id=proposal.pk, by=None, now=now)
    merge = fold(kept, folded, now)
    proposals.undo(proposal_id=proposal.pk, by=None, now=now)
    assert set(kept.names.values_list("text", flat=True)) == {"Clear River", "Pure River"}
    take_back(merge, now)
    assert [row.text for row in folded.names.all()] == ["Pure River"]
    assert Citation.objects.count() == 0


def test_waiting_suggestions_follow_the_number(now) -> None:
    kept, folded = OrganisationFactory(name="Clear River"), OrganisationFactory(name="Pure River")
    proposal = ProposedChangeFactory(
        payload={"name": "Pure Water River", "language": "en"}, linked_key=folded.public_id
    )
    merge = fold(kept, folded, now)
    proposals.accept(proposal_id=proposal.pk, by=None, now=now)
    assert kept.names.filter(text="Pure Water River").count() == 1
    take_back(merge, now)
    assert kept.names.filter(text="Pure Water River").count() == 1


def test_what_is_written_to_a_folded_record_lands_on_the_kept_one(now) -> None:
    kept, folded, third = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    joined = TieFactory(subject=folded, object=third)
    ours = TieFactory(subject=kept, object=third)
    fold(kept, folded, now)
    assert PostFactory(organisation=folded).organisation == kept
    assert TieFactory(subject=folded).subject == kept
    assert ties.end(tie=joined, to_date="2020", by=None, now=now) == ours
    activity = ActivityFactory()
    assert (
        activities.add_party(activity=activity, organisation=folded, role="funder", by=None, now=now)[
            0
        ].organisation
        == kept
    )
    assert events.add_organiser(event=EventFactory(), organisation=folded)[0].organisation == kept
    assert StatedFigureFactory(subject=folded).subject_key == kept.public_id
    assert CitationFactory(subject=folded).subject_id == kept.pk
    with pytest.raises(ties.TieBindsOneOrganisation):
        TieFactory(subject=folded, object=kept)
    with pytest.raises(living.RecordIsFolded) as refused:
        organisations.edit(organisation=folded, values={"website": ""}, by=None, now=now)
    assert refused.value.into == kept.public_id


def test_nobody_marks_a_record_as_merged_by_hand(now) -> None:
    record = OrganisationFactory()
    with pytest.raises(living.RecordIsFolded):
        organisations.edit(organisation=record, values={"state": "merged"}, by=None, now=now)


def test_what_was_seen_must_still_hold(now) -> None:
    kept, folded = OrganisationFactory(), OrganisationFactory()
    seen = merges.preview(kept=kept, folded=folded).digest
    PostFactory(organisation=folded)
    with pytest.raises(merges.PreviewIsOutdated):
        fold(kept, folded, now, seen=seen)
    organisations.edit(organisation=folded, values={"website": "https://x.example.org"}, by=None, now=now)
    fresh = [Organisation.objects.get(pk=row.pk) for row in (kept, folded)]
    fold(*fresh, now, seen=merges.preview(kept=fresh[0], folded=fresh[1]).digest)


@pytest.mark.parametrize("choices", [{"website": "both"}, {"no_such_column": "kept"}])
def test_choices_that_are_none_are_refused(choices, now) -> None:
    with pytest.raises(merges.ChoiceIsUnknown):
        fold(OrganisationFactory(), OrganisationFactory(), now, choices=choices)


def test_judgements_follow_merges(now) -> None:
    kept, folded = OrganisationFactory(), OrganisationFactory()
    pair = judgements.ordered(kept.public_id, folded.public_id)
    judgements.decide(
        first_key=pair[0], second_key=pair[1], verdict="different", reason="two towns", by=None, now=now
    )
    assert merges.preview(kept=kept, folded=folded).warnings == (
        merges.Remark("judged_different", "two towns"),
    )
    merge = fold(kept, folded, now)
    assert judgements.known(pairs=[pair]) == {pair: "same"}
    take_back(merge, now)
    assert judgements.known(pairs=[pair]) == {pair: "different"}
    judgements.forget(first_key=pair[0], second_key=pair[1], by=None, now=now)
    take_back(fold(kept, folded, now), now)
    assert judgements.known(pairs=[pair]) == {}
    take_back(fold(kept, folded, now), now, are_different=True)
    assert judgements.known(pairs=[pair]) == {pair: "different"}


def test_two_numbers_in_one_register_and_ties_are_warned_of(now) -> None:
    kept, folded = OrganisationFactory(), OrganisationFactory()
    Identifier.objects.create(organisation=kept, scheme="XI-LEI", value="1")
    Identifier.objects.create(organisation=folded, scheme="XI-LEI", value="2")
    TieFactory(subject=kept, object=folded)
    assert [row.code for row in merges.preview(kept=kept, folded=folded).warnings] == [
        "numbers_differ",
        "are_tied",
    ]


def test_undone_once_only(now) -> None:
    merge = fold(OrganisationFactory(), OrganisationFactory(), now)
    take_back(merge, now)
    with pytest.raises(merges.MergeIsUndone):
        take_back(merge, now)


def test_both_histories_tell_of_it(now) -> None:
    kept, folded = OrganisationFactory(), OrganisationFactory()
    editor = UserFactory()
    merge = merges.merge(kept=kept, folded=folded, choices={}, by=editor, now=now)
    merges.unmerge(merge=merge, by=editor, now=now)
    for record in (kept, folded):
        lines = AuditEntry.objects.filter(object_id=str(record.pk), object_type="registry.organisation")
        assert list(lines.order_by("pk").values_list("key", flat=True))[1:] == [
            "registry.organisation.merged",
            "registry.organisation.unmerged",
        ]


def test_everything_that_carries_words_of_the_two_is_indexed_anew(now) -> None:
    kept, folded = OrganisationFactory(), OrganisationFactory()
    post, tie = PostFactory(organisation=folded), TieFactory(subject=folded)
    page, other_page = SourceFactory(), SourceFactory()
    CitationFactory(subject=folded, source=page)
    CitationFactory(subject=post, source=other_page)
    event = EventFactory(organisers=[folded])
    IndexChange.objects.all().delete()
    fold(kept, folded, now)
    assert set(IndexChange.objects.values_list("kind", "key")) == {
        ("organisation", kept.public_id),
        ("organisation", folded.public_id),
        ("organisation", tie.object.public_id),
        ("person", post.person.public_id),
        ("event", event.public_id),
        ("article", page.public_id),
        ("article", other_page.public_id),
    }


def test_merged_people_are_seen_nowhere(now) -> None:
    from banyan.registry.documents import person_documents
    from banyan.registry.domain import matching
    from banyan.registry.models.visibility import shown_people

    kept, folded = PersonFactory(name="Le Thu An"), PersonFactory(name="Le Thu An")
    for person in (kept, folded):
        CitationFactory(subject=person)
    fold(kept, folded, now)
    assert list(shown_people()) == [kept]
    assert [found.key for found in person_documents([kept.public_id, folded.public_id])] == [kept.public_id]
    assert [row.key for row in matching.same_name(kind="person", names=["Le Thu An"])] == [kept.public_id]
    assert Person.objects.count() == 2


def test_number_of_queries_does_not_grow_with_the_rows(now, django_assert_max_num_queries) -> None:
    def pair(rows: int) -> tuple[Organisation, Organisation]:
        kept, folded = OrganisationFactory(), OrganisationFactory()
        for _ in range(rows):
            CitationFactory(subject=PostFactory(organisation=folded))
            TieFactory(subject=folded)
        return kept, folded

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counted = []
    for rows in (2, 6):
        kept, folded = pair(rows)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            merge = fold(kept, folded, now)
        with CaptureQueriesContext(connection) as undoing:
            take_back(merge, now)
        counted.append((len(queries), len(undoing)))
    assert counted[0] == counted[1]
