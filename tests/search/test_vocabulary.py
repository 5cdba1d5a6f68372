"""Words near a misspelled one are exactly those within the edits: the signatures lose none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from banyan.search.adapters.vocabulary import LONGEST, Vocabulary, is_correctable

WORDS = st.text("abcxyz9đк", min_size=2, max_size=9)


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    built=st.sets(WORDS, max_size=40),
    later=st.sets(WORDS, max_size=10),
    typed=WORDS,
    distance=st.integers(1, 2),
)
def test_near_words_are_those_within_the_edits(tmp_path: Path, built, later, typed, distance):
    folder = tmp_path / "words"
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    Vocabulary.write(folder, built)
    Vocabulary.add(folder, later)
    expected = {word: OSA.distance(typed, word) for word in built | later}
    assert dict(Vocabulary(folder).near(typed, distance=distance)) == {
        word: edits for word, edits in expected.items() if edits <= distance
    }


@pytest.mark.parametrize("word", ["中国", "a", "が゛ん", "x" * (LONGEST + 1)])
def test_what_is_no_word_of_letters_is_not_corrected(word):
    assert not is_correctable(word)


def test_a_line_that_is_being_written_is_read_when_it_is_whole(tmp_path):
    Vocabulary.write(tmp_path, ["lotus"])
    words = Vocabulary(tmp_path)
    Vocabulary.add(tmp_path, ["lotos"])
    with (tmp_path / "words-later.txt").open("ab") as out:
        out.write("lotús".encode()[:-2])
    assert words.near("lotus", distance=1) == [("lotus", 0), ("lotos", 1)]
    with (tmp_path / "words-later.txt").open("ab") as out:
        out.write("ús\n".encode()[-3:])
    assert [word for word, _edits in words.near("lotus", distance=1)][:2] == ["lotus", "lotos"]
