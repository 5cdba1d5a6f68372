"""Names the register holds are found however they are written, and nowhere else."""

# Pages and sentences stand unbroken, as their sites send them.

from __future__ import annotations

import time

import pytest

from banyan.ingest.adapters.clip import read
from banyan.ingest.adapters.engines import merged
from banyan.ingest.adapters.known_names import KnownNames
from banyan.ingest.adapters.reading import Found, KnownName, Mention, Page, Relation, Span

NAMES = [
    KnownName("Quỹ Mái Ấm Đồng Bằng", "o1"),
    KnownName("Mái Ấm", "o2"),
    KnownName("绿色家园志愿者协会", "o3"),
    KnownName("绿色家园", "o4"),
    KnownName("WHO", "o5"),
    KnownName("Friends of the Delta", "o6"),
    KnownName("Hội An", "o7"),
]


def found(text: str) -> list[tuple[str, str]]:
    hits = KnownNames(NAMES).find(text)
    return [(text[hit.start : hit.end], hit.name.record) for hit in hits]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("do Quỹ Mái Ấm Đồng Bằng tổ chức", [("Quỹ Mái Ấm Đồng Bằng", "o1")]),
        ("do QUỸ MÁI ẤM ĐỒNG BẰNG tổ chức", [("QUỸ MÁI ẤM ĐỒNG BẰNG", "o1")]),
        ("do Quy Mai Am Dong Bang to chuc", [("Quy Mai Am Dong Bang", "o1")]),
        ("do Quỹ\u00a0Mái  Ấm\nĐồng Bằng", [("Quỹ\u00a0Mái  Ấm\nĐồng Bằng", "o1")]),
        (
            "Quy\u0303 Ma\u0301i Â\u0301m Đô\u0300ng Bă\u0300ng",
            [("Quy\u0303 Ma\u0301i Â\u0301m Đô\u0300ng Bă\u0300ng", "o1")],
        ),
        ("ở Mái Ấm.", [("Mái Ấm", "o2")]),
        ("ở Mai Ầm.", []),
        ("由綠色家園志願者協會主辦", [("綠色家園志願者協會", "o3")]),
        ("由绿色家园主办", [("绿色家园", "o4")]),
        ("WHO said who knows", [("WHO", "o5")]),
        ("WHOLE and WHO-like", [("WHO", "o5")]),
        ("ＷＨＯ", [("ＷＨＯ", "o5")]),
        ("friends of the delta met", [("friends of the delta", "o6")]),
        ("Friends of the Deltas", []),
        ("hỏi ăn gì", []),
        ("Hội\u200b An", [("Hội\u200b An", "o7")]),
    ],
)
def test_a_name_is_found_as_whole_words_with_the_right_accents(
    text: str, wanted: list[tuple[str, str]]
) -> None:
    assert found(text) == wanted


def test_the_longest_name_wins() -> None:
    assert found("绿色家园志愿者协会与绿色家园") == [("绿色家园志愿者协会", "o3"), ("绿色家园", "o4")]


def test_many_names_in_a_long_text_take_little_time() -> None:
    names = KnownNames(KnownName(f"Quỹ số {number} vì trẻ em", f"r{number}") for number in range(20_000))
    text = "Quỹ số 19999 vì trẻ em, và Quỹ số 5 vì người già. " * 2_000
    started = time.process_time()
    hits = names.find(text)
    assert len(hits) == 2_000
    assert time.process_time() - started < 6


def mention(text: str, page: str, **attributes: object) -> Mention:
    start = page.index(text)
    return Mention("organisation", text, start, start + len(text), 0.6, "ngo", dict(attributes))


def test_a_known_name_beats_a_guess_and_takes_its_ties() -> None:
    text = "An Lê, Giám đốc Quỹ Mái Ấm Đồng"
    guess = mention("Quỹ Mái", text, evidence="ner", canonical="Quỹ Mái")
    tie = Relation("post", Span("An Lê", 0, 5), guess.span, text, 0.7)
    hits = KnownNames([KnownName("Quỹ Mái Ấm", "o9")]).find(text)
    both = merged(found=Found((guess,), (tie,)), hits=hits, page=Page(text, "vi"))
    (only,) = both.mentions
    assert (only.text, only.attributes["record"], only.attributes["evidence"], only.confidence) == (
        "Quỹ Mái Ấm",
        "o9",
        "known",
        0.99,
    )
    assert both.relations[0].object.text == "Quỹ Mái Ấm"


def test_a_closed_longer_name_keeps_its_length() -> None:
    text = "由绿色家园成都中心主办"
    guess = mention("绿色家园成都中心", text, evidence="suffix")
    both = merged(found=Found((guess,)), hits=KnownNames(NAMES).find(text), page=Page(text, "zh"))
    assert [(item.text, item.attributes.get("contains_known")) for item in both.mentions] == [
        ("绿色家园成都中心", "o4")
    ]


def test_known_names_are_found_in_pages_but_not_in_furniture() -> None:
    text = "Friends of the Delta | Home | News | Contact\nForum on rivers\n\nThe friends of the delta held a forum on clean rivers in May, and eighty people came to it from ten towns.\n\nCopyright © 2020 Friends of the Delta"
    page = read(raw=text.encode(), known_names=NAMES)
    known = [item for item in page.mentions if item.attributes.get("record") == "o6"]
    assert [item.text for item in known] == ["friends of the delta"]


def test_the_names_to_look_for_are_asked_for_once_with_the_text_that_is_read() -> None:
    asked: list[str] = []

    def names_for(text: str) -> list[KnownName]:
        asked.append(text)
        return [KnownName("绿色家园", "o4")]

    page = read(raw="论坛由绿色家园和各方共同主办。".encode(), names_for=names_for)
    assert asked == ["论坛由绿色家园和各方共同主办。"]
    assert [item.attributes.get("record") for item in page.mentions if item.text == "绿色家园"] == ["o4"]
