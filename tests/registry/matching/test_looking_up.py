"""The register asked for many names at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.registry import OrganisationFactory, PersonFactory

from banyan.registry.adapters.matching import Name, Profile
from banyan.registry.domain import learned_words, matching, organisations
from banyan.registry.domain.matching import Band
from banyan.registry.domain.organisations import NewName
from banyan.registry.enums import NameKind
from banyan.registry.models import Organisation

pytestmark = pytest.mark.django_db


def asked(*names: str, **values: object) -> Profile:
    return Profile(key="", names=tuple(Name(text=name) for name in names), **values)


def with_acronym(name: str, short: str) -> Organisation:
    names = [NewName(text=name, language="en"), NewName(text=short, language="en", kind=NameKind.ACRONYM)]
    return organisations.create(names=names, by=None, now=datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC))


def test_a_name_of_another_language_leads_to_its_record(index: Callable[[], int]) -> None:
    wanted = OrganisationFactory(name="Hội Chữ thập đỏ Thung Lũng Xanh", language="vi")
    OrganisationFactory(name="Hội Phụ nữ Thung Lũng Xanh", language="vi")
    index()
    verdict = matching.look_up(asked=[asked("Thung Lung Xanh Red Cross Society")])[0]
    assert verdict.candidates[0].key == wanted.public_id
    assert verdict.band == Band.CERTAIN
    assert verdict.chosen == wanted.public_id


def test_two_records_of_one_name_are_for_a_person_to_choose(index: Callable[[], int]) -> None:
    for _place in range(2):
        OrganisationFactory(name="Willow Bend Foundation")
    index()
    verdict = matching.look_up(asked=[asked("Willow Bend Foundation")])[0]
    assert (verdict.band, verdict.chosen) == (Band.ASK, "")
    assert len(verdict.candidates) == 2


def test_without_an_index_the_table_answers() -> None:
    wanted = OrganisationFactory(name="Willow Bend Foundation")
    assert matching.look_up(asked=[asked("willow bend foundation")])[0].chosen == wanted.public_id


def test_a_misspelled_word_leads_to_what_was_meant(index: Callable[[], int]) -> None:
    wanted = OrganisationFactory(name="Thistledown Society")
    index()
    assert matching.look_up(asked=[asked("Thisteldown Society")])[0].chosen == wanted.public_id


def test_an_acronym_that_one_record_bears_is_certain_if_it_is_long_enough(index: Callable[[], int]) -> None:
    wanted = with_acronym("Thistledown Society", "QTXS")
    for place, short in enumerate(("QTX", "QTY", "QTY")):
        with_acronym(f"House of Herons {place}", short)
    index()
    verdicts = matching.look_up(asked=[asked("QTXS"), asked("QTX"), asked("QTY")])
    assert [verdict.chosen for verdict in verdicts] == [wanted.public_id, "", ""]


def test_nothing_alike_is_new(index: Callable[[], int]) -> None:
    OrganisationFactory(name="Willow Bend Foundation")
    index()
    assert matching.look_up(asked=[asked("Trung tâm Nghiên cứu Rùa biển")])[0].band == Band.NEW


def test_a_person_of_the_same_name_is_asked_about_never_certain(index: Callable[[], int]) -> None:
    PersonFactory(name="Tran Mai Huong")
    index()
    verdict = matching.look_up(asked=[asked("Tran Mai Huong", kind="person")])[0]
    assert (verdict.band, verdict.chosen) == (Band.ASK, "")


def test_a_record_is_no_candidate_for_itself(index: Callable[[], int]) -> None:
    one = OrganisationFactory(name="Willow Bend Foundation")
    index()
    profile = matching.profiles(keys=[one.public_id])[one.public_id]
    assert matching.look_up(asked=[profile])[0].candidates == ()


def test_the_number_of_queries_does_not_grow(index: Callable[[], int]) -> None:
    names = [f"Willow Bend Foundation {letter}" for letter in "ABC"]
    for name in names:
        OrganisationFactory(name=name)
    index()
    counts = []
    for profiles in ([asked(names[0])], [asked(name) for name in names]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            matching.look_up(asked=profiles)
        counts.append(len(queries))
    assert counts == [4, 4]


def test_what_the_register_teaches_is_used_at_once(settings: object, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert "柳湾" not in matching.current_lexicon().learned
    for place in ("North", "South", "East", "West"):
        OrganisationFactory(name=f"Willowbend {place} Group", others={"zh": f"柳湾{place}小组"})
    assert learned_words.learn() == 8
    assert matching.current_lexicon().learned["柳湾"]["willowbend"] > 0.5


def test_a_damaged_file_of_learned_words_counts_as_none(settings: object, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "matching").mkdir()
    (tmp_path / "matching" / learned_words.FILE).write_text("{", encoding="utf-8")
    assert matching.current_lexicon().concepts
