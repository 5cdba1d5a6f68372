"""Entries in the centre's own words, and that loading the files again leaves them."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from tests.factories import ConceptFactory, SchemeFactory, UserFactory
from tests.factories.base import NOW

from banyan.core.models import AuditEntry
from banyan.taxonomy.domain import entries, schemes
from banyan.taxonomy.models import Concept, Place, Scheme

pytestmark = pytest.mark.django_db
LATER = NOW + datetime.timedelta(days=1)
WORDS = {"vi": "Câu lạc bộ thanh niên", "zh": "青年俱乐部", "en": "Youth clubs"}


def test_an_entry_of_our_own_stands_at_the_end_of_its_list() -> None:
    editor, scheme = UserFactory(), SchemeFactory()
    ConceptFactory(scheme=scheme)
    made = entries.add_concept(
        scheme=scheme,
        code="youth-clubs",
        labels={**WORDS, "vi": "  Câu lạc bộ  thanh niên "},
        by=editor,
        now=NOW,
    )
    stored = Concept.objects.get(pk=made.pk)
    assert (stored.label_vi, stored.label_zh, stored.label_en) == tuple(
        WORDS[code] for code in ("vi", "zh", "en")
    )
    assert (stored.position, stored.is_own, stored.is_active, stored.worded_by) == (2, True, True, editor)
    logged = AuditEntry.objects.get(key="taxonomy.concept.added", object_id=str(made.pk))
    assert logged.after == {**WORDS, "code": "youth-clubs"}


@pytest.mark.parametrize(
    ("code", "labels", "refused"),
    [
        ("Youth Clubs", WORDS, entries.CodeIsMalformed),
        ("", WORDS, entries.CodeIsMalformed),
        ("a" * 41, WORDS, entries.CodeIsMalformed),
        ("youth", {**WORDS, "zh": "  "}, entries.WordIsMissing),
        ("taken", WORDS, entries.CodeIsTaken),
    ],
)
def test_what_is_malformed_missing_or_taken_is_refused(
    code: str, labels: dict[str, str], refused: type[Exception]
) -> None:
    scheme = SchemeFactory()
    ConceptFactory(scheme=scheme, code="taken")
    with pytest.raises(refused):
        entries.add_concept(scheme=scheme, code=code, labels=labels, by=None, now=NOW)
    assert Concept.objects.filter(scheme=scheme).count() == 1


def test_an_entry_leaves_use_only_after_those_below_it() -> None:
    above = ConceptFactory()
    below = ConceptFactory(scheme=above.scheme, parent=above)
    with pytest.raises(entries.EntryHasOthersBelow):
        entries.offer_concept(concept=above, is_active=False, by=None, now=NOW)
    entries.offer_concept(concept=below, is_active=False, by=None, now=NOW)
    assert not entries.offer_concept(concept=above, is_active=False, by=None, now=NOW).is_active
    assert entries.offer_concept(concept=above, is_active=True, by=None, now=LATER).is_active
    keys = AuditEntry.objects.filter(object_id=str(above.pk)).order_by("id").values_list("key", flat=True)
    assert list(keys) == [
        "taxonomy.concept.added",
        "taxonomy.concept.taken_out_of_use",
        "taxonomy.concept.offered_again",
    ]


def test_loading_the_files_again_keeps_what_the_centre_worded() -> None:
    schemes.load_code_lists(now=NOW)
    editor = UserFactory()
    goal = Concept.objects.get(scheme__code="sdg", code="1")
    place = Place.objects.get(code="VN")
    own = entries.add_concept(
        scheme=Scheme.objects.get(code="icnptso"), code="our-field", labels=WORDS, by=editor, now=NOW
    )
    gone = Concept.objects.filter(scheme__code="legal_forms", children=None).order_by("pk").last()
    assert gone is not None
    entries.word_concept(concept=goal, labels=WORDS, note="Ours", by=editor, now=NOW)
    entries.word_place(place=place, names=WORDS, by=editor, now=NOW)
    entries.offer_concept(concept=gone, is_active=False, by=editor, now=NOW)
    counts = schemes.load_code_lists(now=LATER)
    assert (counts.added, counts.changed, counts.retired) == (0, 0, 0)
    goal.refresh_from_db()
    place.refresh_from_db()
    own.refresh_from_db()
    gone.refresh_from_db()
    assert (goal.label_en, goal.note, place.name_zh, own.is_active, own.is_own, gone.is_active) == (
        "Youth clubs",
        "Ours",
        "青年俱乐部",
        True,
        True,
        False,
    )


def test_the_same_words_again_leave_no_trace() -> None:
    concept = ConceptFactory()
    before = AuditEntry.objects.count()
    entries.word_concept(
        concept=concept,
        labels={"vi": concept.label_vi, "zh": concept.label_zh, "en": concept.label_en},
        note="",
        by=None,
        now=LATER,
    )
    assert AuditEntry.objects.count() == before


def test_somebody_who_worded_needs_a_moment() -> None:
    concept = ConceptFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Concept.objects.filter(pk=concept.pk).update(worded_at=None, worded_by=UserFactory())


def test_every_list_that_ships_is_read_by_the_desk(client) -> None:
    schemes.load_code_lists(now=NOW)
    client.force_login(UserFactory())
    html = client.get("/vi/desk/lists/").content.decode()
    listed = [
        scheme.code for scheme in Scheme.objects.all() if scheme.concepts.exists() or scheme.places.exists()
    ]
    assert listed
    for code in listed:
        assert f'href="/vi/desk/lists/{code}/"' in html
        assert client.get(f"/vi/desk/lists/{code}/").status_code == 200
