"""Two people at once: nothing is written to a record in the moment it is folded away."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from tests.factories import OrganisationFactory, PersonFactory

from banyan.registry.domain import living, merges, organisations, posts, ties
from banyan.registry.enums import TieKind
from banyan.registry.models import Merge, Organisation, Person, Post, Tie

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="the file database lets one transaction write at a time"
    ),
]


def together(*steps: Callable[[], Any]) -> list[Any]:
    """Run steps at the same time; return what each returned or raised."""
    answers: list[Any] = [None] * len(steps)
    start = threading.Barrier(len(steps))

    def run(number: int, step: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=60)
            answers[number] = step()
        except Exception as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return answers


def _pair() -> tuple[Organisation, Organisation]:
    return OrganisationFactory(), OrganisationFactory()


def test_two_merges_of_one_pair_at_once(now) -> None:
    one, other = _pair()
    answers = together(
        lambda: merges.merge(kept=one, folded=other, choices={}, by=None, now=now),
        lambda: merges.merge(kept=other, folded=one, choices={}, by=None, now=now),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Merge", "MergeIsRefused"]
    assert Merge.objects.count() == 1
    assert Organisation.objects.filter(state="merged").count() == 1


def test_merges_in_a_ring_never_lose_every_record(now) -> None:
    first, second, third = (OrganisationFactory() for _ in range(3))
    together(
        lambda: merges.merge(kept=first, folded=second, choices={}, by=None, now=now),
        lambda: merges.merge(kept=second, folded=third, choices={}, by=None, now=now),
        lambda: merges.merge(kept=third, folded=first, choices={}, by=None, now=now),
    )
    assert Organisation.objects.exclude(state="merged").count() >= 1


def test_what_is_added_in_the_moment_of_a_merge_is_with_the_kept_record(now) -> None:
    kept, folded = _pair()
    third, person = OrganisationFactory(), PersonFactory()
    together(
        lambda: merges.merge(kept=kept, folded=folded, choices={}, by=None, now=now),
        lambda: ties.add(subject=folded, object=third, kind=TieKind.PARTNER_OF, by=None, now=now),
        lambda: posts.add(person=person, organisation=folded, titles={"en": "guest"}, by=None, now=now),
    )
    assert Tie.objects.get().subject == kept
    assert Post.objects.get().organisation == kept


def test_an_edit_saved_in_the_moment_of_a_merge_is_taken_or_refused(now) -> None:
    kept, folded = _pair()
    merged, edited = together(
        lambda: merges.merge(kept=kept, folded=folded, choices={}, by=None, now=now),
        lambda: organisations.edit(
            organisation=folded, values={"website": "https://x.example.org"}, by=None, now=now
        ),
    )
    assert isinstance(merged, Merge)
    kept.refresh_from_db()
    folded.refresh_from_db()
    if isinstance(edited, living.RecordIsFolded):
        assert (kept.website, folded.website) == ("", "")
    else:
        assert (kept.website, folded.website) == ("https://x.example.org", "https://x.example.org")


def test_a_partnership_entered_from_both_ends_at_once_is_one(now) -> None:
    one, other = _pair()
    answers = together(
        lambda: ties.add(subject=one, object=other, kind=TieKind.PARTNER_OF, by=None, now=now),
        lambda: ties.add(subject=other, object=one, kind=TieKind.PARTNER_OF, by=None, now=now),
    )
    assert sorted(is_new for _, is_new in answers) == [False, True]
    assert Tie.objects.count() == 1


def test_people_are_merged_and_given_a_post_at_once(now) -> None:
    kept, folded, place = PersonFactory(), PersonFactory(), OrganisationFactory()
    together(
        lambda: merges.merge(kept=kept, folded=folded, choices={}, by=None, now=now),
        lambda: posts.add(person=folded, organisation=place, titles={}, by=None, now=now),
    )
    assert Post.objects.get().person == Person.objects.get(pk=kept.pk)
