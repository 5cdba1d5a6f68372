"""What is written from an old page after its records were merged: it lands on the rows that are seen."""

from __future__ import annotations

import pytest
from tests.factories import (
    ActivityFactory,
    CitationFactory,
    OrganisationFactory,
    PostFactory,
    StatedFigureFactory,
    UserFactory,
)
from tests.registry.test_merges import fold

from banyan.registry.domain import activities, figures, living
from banyan.registry.models import ActivityParty, Citation, StatedFigure

pytestmark = pytest.mark.django_db


def test_figure_set_aside_is_edited_and_removed_where_it_is_seen(now) -> None:
    kept, folded, user = OrganisationFactory(), OrganisationFactory(), UserFactory()
    ours, theirs = StatedFigureFactory(subject=kept), StatedFigureFactory(subject=folded)
    fold(kept, folded, now)
    assert StatedFigure.objects.get(pk=theirs.pk).subject_key == folded.public_id
    what = {"values": {"stated_date": "2021"}, "measures": {}, "units": {}}
    assert figures.edit(figure=theirs, **what, by=user, now=now) == ours
    assert list(StatedFigure.objects.filter(stated_date="2021")) == [ours]
    figures.remove(figure=theirs, by=user, now=now)
    assert list(StatedFigure.objects.all()) == [theirs]


def test_party_set_aside_is_taken_off_where_it_is_seen(now) -> None:
    kept, folded = OrganisationFactory(), OrganisationFactory()
    activity = ActivityFactory(parties=[("funder", kept), ("funder", folded)])
    theirs = activity.parties.get(organisation=folded)
    fold(kept, folded, now)
    activities.remove_party(party=theirs, by=UserFactory(), now=now)
    assert list(ActivityParty.objects.all()) == [theirs]


def test_words_are_cited_for_the_row_that_is_seen(now) -> None:
    kept, folded = OrganisationFactory(), OrganisationFactory()
    ours = PostFactory(organisation=kept, titles={"en": "director"}, from_date="2019")
    theirs = PostFactory(organisation=folded, person=ours.person, titles={"en": "director"}, from_date="2019")
    fold(kept, folded, now)
    assert living.row(theirs) == ours
    words = CitationFactory(subject=theirs)
    assert (words.subject_type, words.subject_id) == ("registry.post", ours.pk)
    assert Citation.objects.filter(subject_type="registry.post", subject_id=theirs.pk).count() == 0
