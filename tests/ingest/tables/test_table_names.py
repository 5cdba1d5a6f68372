"""A name and its translation in one cell, and names that only look like two."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.ingest.adapters.tables import names


def found(text: str, **options: str) -> list[tuple[str, str, str]]:
    return [(name.text, name.language, str(name.kind)) for name in names.drafts(text, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hội Chữ thập đỏ Việt Nam (Vietnam Red Cross Society - VNRC)",
            [
                ("Hội Chữ thập đỏ Việt Nam", "vi", "official"),
                ("Vietnam Red Cross Society", "en", "official"),
                ("VNRC", "en", "acronym"),
            ],
        ),
        (
            "中国红十字会 Red Cross Society of China",
            [("中国红十字会", "zh", "official"), ("Red Cross Society of China", "en", "official")],
        ),
        (
            "Red Cross Society of China 中国红十字会",
            [("Red Cross Society of China", "en", "official"), ("中国红十字会", "zh", "official")],
        ),
        (
            "晨光志愿者协会（Dawn Volunteers）",
            [("晨光志愿者协会", "zh", "official"), ("Dawn Volunteers", "en", "official")],
        ),
        (
            "Hội Sao Mai / Morning Star Society",
            [("Hội Sao Mai", "vi", "official"), ("Morning Star Society", "en", "official")],
        ),
        (
            "Hội Sao Mai\nMorning Star Society\n晨星会",
            [
                ("Hội Sao Mai", "vi", "official"),
                ("Morning Star Society", "en", "official"),
                ("晨星会", "zh", "official"),
            ],
        ),
        ("Quỹ Vì trẻ em (VCF)", [("Quỹ Vì trẻ em", "vi", "official"), ("VCF", "", "acronym")]),
        ("Trung tâm Sống xanh (SX)", [("Trung tâm Sống xanh", "vi", "official"), ("SX", "vi", "acronym")]),
        (
            "Green Hands Association (GHA)",
            [("Green Hands Association", "en", "official"), ("GHA", "en", "acronym")],
        ),
        (
            "Green Hands Association; GHA",
            [("Green Hands Association", "en", "official"), ("GHA", "en", "acronym")],
        ),
        ("青禾基金会（简称“青禾”）", [("青禾基金会", "zh", "official"), ("青禾", "zh", "short")]),
        ("青禾协会（原青苗协会）", [("青禾协会", "zh", "official"), ("青苗协会", "zh", "former")]),
        (
            "Hội Sao Mai (tên cũ: Hội Sao Hôm)",
            [("Hội Sao Mai", "vi", "official"), ("Hội Sao Hôm", "vi", "former")],
        ),
        (
            "Green Hands (formerly Blue Hands)",
            [("Green Hands", "en", "official"), ("Blue Hands", "en", "former")],
        ),
    ],
)
def test_names_that_are_several(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Save the Children (UK)", "en"),
        ("Oxfam (Hong Kong)", "en"),
        ("Women's Aid (Leicester)", "en"),
        ("Green Hands (Ltd)", "en"),
        ("Green Hands (II)", "en"),
        ("Hội Khuyến học (Hà Nội)", "vi"),
        ("Hội Phụ nữ (Ha Noi)", "vi"),
        ("Hội Nông dân - Chi hội 3", "vi"),
        ("Hội Sao Mai (cũ)", "vi"),
        ("晨光志愿者协会（北京）", "zh"),
        ("TCL公益基金会", "zh"),
        ("北京ABC公益中心", "zh"),
        ("WWF世界自然基金会", "zh"),
        ("中国NGO中心", "zh"),
        ("Plan International / Plan", "en"),
        ("日本の会", "ja"),
        ("() (", "en"),
    ],
)
def test_names_that_are_one(text: str, language: str) -> None:
    assert found(text) == [(text, language, "official")]


def test_the_heading_gives_language_and_kind_but_the_script_decides() -> None:
    assert found("Hoi Sao Mai", language="vi") == [("Hoi Sao Mai", "vi", "official")]
    assert found("青禾", language="en") == [("青禾", "zh", "official")]
    assert found("Étoile", fallback="fr") == [("Étoile", "fr", "official")]
    assert found("GHA", kind="acronym") == [("GHA", "en", "acronym")]
    assert [name.text for name in names.drafts("Hội A (Society A One)", splits=False)] == [
        "Hội A (Society A One)"
    ]


@settings(deadline=None, max_examples=300)
@given(text=st.text(max_size=60) | st.text(alphabet="HộiA (Bc)（中会） /-;\n", max_size=40))
def test_nothing_of_a_name_is_invented(text: str) -> None:
    letters = "".join(text.split())
    for name in names.drafts(text):
        assert "".join(name.text.split()) in letters
        assert name.kind
