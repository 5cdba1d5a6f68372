"""What the shipped lists say, and how they are asked."""

import datetime

import pytest
from django.utils import translation

from banyan.taxonomy.domain import queries
from banyan.taxonomy.domain.schemes import load_code_lists
from banyan.taxonomy.models import Concept, Place, Scheme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded(db):
    load_code_lists(now=datetime.datetime(2026, 11, 21, 9, 0, tzinfo=datetime.UTC))


@pytest.mark.parametrize(("model", "field"), [(Scheme, "title"), (Concept, "label"), (Place, "name")])
def test_every_text_is_there_in_three_languages(model, field):
    absent = [
        (record.code, language)
        for record in model.objects.all()
        for language in ("vi", "zh", "en")
        if not getattr(record, f"{field}_{language}").strip()
    ]
    assert absent == []


def test_chinese_labels_are_written_in_chinese():
    written = [
        *Concept.objects.values_list("label_zh", flat=True),
        *Place.objects.values_list("name_zh", flat=True),
    ]
    assert [text for text in written if not any("\u4e00" <= letter <= "\u9fff" for letter in text)] == []


def test_labels_of_a_list_do_not_repeat():
    for scheme in Scheme.objects.all():
        for language in ("vi", "zh", "en"):
            labels = [getattr(each, f"label_{language}") for each in scheme.concepts.all()]
            assert len(labels) == len(set(labels)), (scheme.code, language)


def test_every_list_names_its_source_licence_and_edition():
    assert [
        each.code for each in queries.schemes() if not (each.source and each.licence and each.edition)
    ] == []
    assert {each.licence for each in queries.schemes() if "ODbL" in each.licence} == {
        "ODbL-1.0, our labels included"
    }


def test_label_is_read_in_the_language_of_the_reader():
    goal = queries.concept_with_code("sdg", "17")
    with translation.override("vi"):
        assert str(goal.label) == "Quan hệ đối tác vì các mục tiêu"
    with translation.override("zh-hans"):
        assert str(goal.label) == "促进目标实现的伙伴关系"


def test_goals_come_in_their_order():
    assert [each.code for each in queries.concepts_of("sdg")] == [str(n) for n in range(1, 18)]


def test_fields_of_work_have_twelve_sections():
    sections = queries.concepts_of("icnptso").filter(parent=None)
    assert "".join(each.code for each in sections) == "ABCDEFGHIJKL"
    assert queries.concept_with_code("icnptso", "H10").parent.code == "H"


def test_legal_forms_of_a_country_stand_beside_those_that_exist_everywhere():
    assert queries.legal_forms_for("").count() == 19
    assert queries.legal_forms_for("VN").count() == 19 + 12
    assert queries.legal_forms_for("CN").count() == 19 + 10
    assert queries.concept_with_code("legal_forms", "cn_jj").parent.code == "foundation"


def test_problems_in_working_abroad_fall_in_two_groups():
    groups = queries.concepts_of("abroad_problems").filter(parent=None)
    assert [(each.label_zh, each.children.count()) for each in groups] == [("基础问题", 6), ("实践问题", 7)]


def test_countries_and_areas_are_250_and_four_areas_stand_side_by_side():
    assert queries.countries_and_areas().count() == 250
    assert queries.countries_and_areas().filter(code__in=["CN", "HK", "MO", "TW"]).count() == 4


def test_provinces_of_china_that_are_areas_of_their_own_are_not_offered_twice():
    assert queries.places_inside("VN").count() == 34
    assert queries.places_inside("CN").count() == 31
    assert queries.place_with_code("CN-HK").is_active is False


def test_place_in_the_likely_country_comes_first():
    assert [each.code for each in queries.places_named("Hà Nam", country="VN")] == ["VN-63", "CN-HA"]


def test_merged_province_lies_in_the_one_it_became_part_of():
    former = queries.place_with_code("VN-54")
    assert (former.name_vi, former.is_active, former.parent.name_vi) == ("Bắc Giang", False, "Bắc Ninh")


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Hà Nội", ["VN-HN"]),
        ("北京", ["CN-BJ"]),
        ("内蒙古", ["CN-NM"]),
        ("Berlin", ["DEBER"]),
        ("tỉnh Bắc Ninh", ["VN-56"]),
        ("TP. Hồ Chí Minh", ["VN-SG"]),
        ("Thành phố Hồ Chí Minh", ["VN-SG"]),
        ("Hồ Chí Minh", ["VN-SG"]),
        ("Sichuan Province", ["CN-SC"]),
        ("Mexico City", ["MXMEX"]),
        ("釜山", ["KRPUS"]),
        ("Việt Nam", ["VN"]),
        ("河南", ["CN-HA"]),
        ("Hà Nam", ["CN-HA", "VN-63"]),
        ("nowhere", []),
        ("  ", []),
    ],
)
def test_place_is_found_by_its_name_in_any_language(name, codes):
    assert [each.code for each in queries.places_named(name)] == codes
