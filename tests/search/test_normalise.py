"""Folding and cutting text: properties that hold for any text, and the cases that decide."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.search.documents import SearchDocument, SearchName
from banyan.search.domain.analysis import analyse, derived_initials, tokens_of
from banyan.search.domain.highlighting import matched_spans, pieces, snippet
from banyan.search.domain.normalise import accent_forms, accents_agree, fold, marked, settle
from banyan.search.domain.readings import near_sound, readings_of, syllables_of
from banyan.search.domain.typed import read

unhurried = settings(deadline=None)  # the first text of a script loads its tables
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=80)
LIKELY = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĐƠƯáạảẵệộớứợ中国民间組織国際がカ゛ .-'’\u0301\u0323\u0308"
LIKELY_TEXT = st.text(LIKELY, max_size=60)


@unhurried
@given(ANY_TEXT | LIKELY_TEXT)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@unhurried
@given(LIKELY_TEXT)
def test_composed_and_decomposed_fold_alike(text):
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert fold(composed) == fold(decomposed)
    assert [token.folded for token in tokens_of(settle(composed))] == [
        token.folded for token in tokens_of(settle(decomposed))
    ]


@unhurried
@given(ANY_TEXT | LIKELY_TEXT)
def test_settling_twice_is_settling_once_and_can_be_stored(text):
    settled = settle(text)
    assert settle(settled) == settled
    settled.encode()


@unhurried
@given(ANY_TEXT | LIKELY_TEXT)
def test_tokens_stand_where_they_say(text):
    settled = settle(text)
    last = 0
    for token in tokens_of(settled):
        assert last <= token.start < token.end <= len(settled)
        here = settled[token.start : token.end]
        assert fold(here) != ""
        assert [alone.folded for alone in tokens_of(here)] == [token.folded]
        assert not any(character.isspace() for character in token.folded + token.marked)
        last = token.end


@unhurried
@given(ANY_TEXT | LIKELY_TEXT, ANY_TEXT | LIKELY_TEXT)
def test_pieces_joined_are_the_text_and_matches_fold_to_what_was_typed(text, query):
    settled, typed = settle(text), read(query)
    spans = matched_spans(settled, typed)
    assert "".join(piece for piece, _ in pieces(settled, spans)) == settled
    assert all(start < end for start, end in spans)
    for piece, is_match in snippet(settled, typed, length=20):
        assert piece
        assert is_match in (True, False)


@unhurried
@given(ANY_TEXT)
def test_anything_can_be_indexed(text):
    made = analyse(SearchDocument("event", "e1", (SearchName(text, "zh", "official"),), {"": text}))
    made.payload.encode()
    assert all("  " not in tokens and tokens.strip() == tokens for tokens in made.fields.values())


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đà Nẵng", "danang"),
        ("ĐƯỜNG", "duong"),
        ("民間組織國際交流促進會", "民间组织国际交流促进会"),
        ("ＮＧＯ－ＩＣ", "ngoic"),
        ("Straße Łódź Ørsted", "strasselodzorsted"),
        ("ﬁnance", "finance"),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("typed", "stored", "expected"),
    [
        ("hoi", "hội", True),
        ("hôi", "hội", True),
        ("họi", "hội", True),
        ("hội", "hội", True),
        ("hồi", "hội", False),
        ("da", "đà", True),
        ("đa", "đà", True),
        ("đa", "da", False),
        ("nga", "ngã ba", False),
        ("hòa", "hoà", True),
        ("hóa", "hoà", False),
    ],
)
def test_a_typed_accent_counts_and_a_missing_one_does_not_exclude(typed, stored, expected):
    assert accents_agree(typed=typed, stored=stored) is expected


def test_the_forms_in_which_a_word_may_be_partly_typed():
    assert accent_forms("nẵng") == {"nẵng", "năng", "nãng"}
    assert accent_forms("đường") == {"đường", "đương", "duòng"}
    assert accent_forms("hoi") == set()
    assert marked("ĐƯỜNG") == "đường"


def test_a_joined_piece_counts_apart_and_together():
    made = analyse(SearchDocument("organisation", "o", (SearchName("NGO-IC", "", "acronym"),)))
    assert made.fields["name"] == "ngoic ngo ic"
    assert made.fields["name_key"] == "ngoic"


def test_y_and_i_are_one_where_vietnamese_writes_either():
    for one, other in (("Kỹ thuật", "Kĩ thuật"), ("Quỹ Mỹ Lý", "Quĩ Mĩ Lí")):
        assert [token[:2] for token in tokens_of(one)] == [token[:2] for token in tokens_of(other)]
    assert tokens_of("yêu")[0].folded == "yeu"


def test_british_and_american_spellings_are_one():
    assert tokens_of("Organisation Centre")[0].folded == tokens_of("organization")[0].folded
    assert [token.folded for token in tokens_of("Labour Programme Centre")] == ["labor", "program", "center"]


def test_initials_with_and_without_and():
    assert derived_initials(
        ["lien", "hiep", "cac", "hoi", "khoa", "hoc", "va", "ky", "thuat", "viet", "nam"]
    ) == {
        "lhchkhvktvn",
        "lhchkhktvn",
        "lhhkhktvn",
    }


def test_readings_follow_the_word_and_offer_the_other_reading():
    assert readings_of("重庆银行") == [("chong", "qing", "yin", "hang")]
    assert set(readings_of("长乐")) == {("chang", "le"), ("zhang", "le"), ("chang", "yue")}
    assert readings_of("abc") == []


def test_near_sounds_meet():
    assert near_sound("zhongguo") == near_sound("zongguo")
    assert near_sound("minchuhui") == near_sound("mincuhui")
    assert near_sound("nanling") == near_sound("lanlin")


def test_letters_are_cut_into_syllables():
    assert syllables_of("xian") == [("xian",), ("xi", "an")]
    assert syllables_of("minjianzuz", may_be_unfinished=True)[0] == ("min", "jian", "zu", "z")
    assert syllables_of("min2cu4hui4") == [("min", "cu", "hui")]
    assert syllables_of("nvxing") == [("nu", "xing")]
    assert syllables_of("strength") == []
