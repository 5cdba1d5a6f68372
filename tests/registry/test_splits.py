"""Taking out of one organisation what belongs to another, and taking that back."""

from __future__ import annotations

import pytest
from tests.factories import (
    CitationFactory,
    EventFactory,
    OrganisationFactory,
    PostFactory,
    StatedFigureFactory,
    TieFactory,
)
from tests.registry.test_merges import every_row, fold, take_back

from banyan.registry.domain import judgements, merges, organisations, redirects, splits
from banyan.registry.domain.organisations import NameIsEmpty, NewName
from banyan.registry.models import Citation, Organisation, Post, Split

pytestmark = pytest.mark.django_db


def part(organisation, rows, now, **more):
    return splits.split(
        organisation=organisation,
        rows=[(row._meta.label_lower, row.pk) for row in rows],
        reason=more.pop("reason", "two towns"),
        by=None,
        now=now,
        **more,
    )


def test_chosen_rows_make_a_record_of_their_own(now) -> None:
    record = OrganisationFactory(name="Clear River", others={"vi": "Sông Trong"})
    stays, goes = PostFactory(organisation=record), PostFactory(organisation=record)
    figure, tie = StatedFigureFactory(subject=record), TieFactory(object=record)
    event = EventFactory(organisers=[record]).organisers.get()
    words = CitationFactory(subject=goes)
    name = record.names.get(language="vi")
    made = part(record, [name, goes, figure, tie, event], now)
    new = Organisation.objects.get(public_id=made.to_key)
    record.refresh_from_db()
    assert (record.title_vi, record.title_en, new.title_vi) == ("", "Clear River", "Sông Trong")
    assert list(Post.objects.filter(organisation=record)) == [stays]
    assert list(Post.objects.filter(organisation=new)) == [goes]
    assert Citation.objects.get(pk=words.pk).subject_id == goes.pk
    for row in (figure, tie, event, name):
        row.refresh_from_db()
    assert (figure.subject_key, tie.object, event.organisation, name.organisation) == (
        new.public_id,
        new,
        new,
        new,
    )
    pair = judgements.ordered(record.public_id, new.public_id)
    assert judgements.known(pairs=[pair]) == {pair: "different"}
    assert judgements.reason_of(first_key=pair[0], second_key=pair[1]) == "two towns"


def test_split_is_taken_back_and_the_number_given_leads_back(now) -> None:
    record = OrganisationFactory(name="Clear River")
    post = PostFactory(organisation=record)
    made = part(record, [post], now, name=NewName(text="Deep River", language="en"))
    assert splits.undo(split=made, by=None, now=now) == []
    post.refresh_from_db()
    assert post.organisation == record
    assert redirects.current(public_id=made.to_key) == record.public_id
    with pytest.raises(splits.SplitIsUndone):
        splits.undo(split=made, by=None, now=now)


def test_split_into_a_record_removed_since_is_not_taken_back(now) -> None:
    record, other = OrganisationFactory(), OrganisationFactory()
    post = PostFactory(organisation=record)
    made = part(record, [post], now, into=other)
    post.delete()
    other.delete()
    with pytest.raises(splits.RecordIsGone):
        splits.undo(split=made, by=None, now=now)
    made.refresh_from_db()
    assert made.undone_at is None


def test_into_a_record_that_is_there_and_back(now) -> None:
    record, other = OrganisationFactory(), OrganisationFactory()
    post = PostFactory(organisation=record)
    before = every_row()
    made = part(record, [post], now, into=other)
    post.refresh_from_db()
    assert post.organisation == other
    assert splits.undo(split=made, by=None, now=now) == []
    del before["registry.split"]
    assert {label: rows for label, rows in every_row().items() if label != "registry.split"} == before


def test_what_cannot_be_taken_out_is_refused_with_nothing_changed(now) -> None:
    record, other = OrganisationFactory(), OrganisationFactory()
    foreign = PostFactory(organisation=other)
    tie, twin = TieFactory(subject=record), None
    twin = TieFactory(subject=other, object=tie.object)
    between = TieFactory(subject=record, object=other)
    with pytest.raises(splits.NothingChosen):
        part(record, [], now)
    with pytest.raises(splits.ReasonIsMissing):
        part(record, [tie], now, reason="  ")
    with pytest.raises(splits.RowIsNotTheirs):
        part(record, [foreign], now)
    with pytest.raises(NameIsEmpty):
        part(record, [record.names.get()], now)
    with pytest.raises(NameIsEmpty):
        part(record, [tie], now)
    with pytest.raises(splits.RowIsThereAlready) as refused:
        part(record, [tie], now, into=other)
    assert refused.value.row == twin
    with pytest.raises(splits.RowIsThereAlready):
        part(record, [between], now, into=other)
    assert Split.objects.count() == 0
    assert Organisation.objects.count() == 3


def test_row_taken_out_of_a_merged_record_stays_out_when_the_merge_is_taken_back(now) -> None:
    kept, folded, third = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    post = PostFactory(organisation=folded)
    merge = fold(kept, folded, now)
    post.refresh_from_db()
    made = part(kept, [post], now, into=third)
    undone = take_back(merge, now)
    assert [(edit.row_id, edit.what) for edit in undone.kept_edits] == [(post.pk, "moved")]
    splits.undo(split=made, by=None, now=now)
    post.refresh_from_db()
    assert post.organisation == folded


def test_later_merge_comes_first(now) -> None:
    record, other, third = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    made = part(record, [PostFactory(organisation=record)], now, into=other)
    merge = fold(third, other, now)
    with pytest.raises(merges.LaterMergeComesFirst) as refused:
        splits.undo(split=made, by=None, now=now)
    assert refused.value.merge == merge


def test_a_split_record_may_be_edited_and_keeps_it(now) -> None:
    record = OrganisationFactory()
    made = part(
        record, [PostFactory(organisation=record)], now, name=NewName(text="Deep River", language="en")
    )
    new = Organisation.objects.get(public_id=made.to_key)
    organisations.edit(organisation=new, values={"founded_date": "1999"}, by=None, now=now)
    splits.undo(split=made, by=None, now=now)
    record.refresh_from_db()
    assert record.founded_date == "1999"
