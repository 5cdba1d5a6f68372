"""Public ids: read back however typed, and wrong ones refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.core.ids import ALPHABET, PublicIdIsMalformed, new_public_id, parse_public_id


def test_new_id_reads_back_however_typed() -> None:
    made = new_public_id()
    assert parse_public_id(made) == made
    assert parse_public_id(made.upper()) == made
    assert parse_public_id(f"  {made.replace('-', ' ')} ") == made
    assert parse_public_id(made.removeprefix("bn-")) == made


@given(place=st.integers(0, 7), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_caught(place: int, other: str) -> None:
    bare = new_public_id().removeprefix("bn-").replace("-", "")
    if bare[place] == other:
        return
    with pytest.raises(PublicIdIsMalformed):
        parse_public_id(bare[:place] + other + bare[place + 1 :])


@given(place=st.integers(0, 5))
def test_two_neighbours_swapped_are_caught(place: int) -> None:
    bare = new_public_id().removeprefix("bn-").replace("-", "")
    if bare[place] == bare[place + 1]:
        return
    with pytest.raises(PublicIdIsMalformed):
        parse_public_id(bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :])


@given(st.text(max_size=40))
def test_any_text_is_an_id_or_refused(text: str) -> None:
    try:
        assert parse_public_id(text).startswith("bn-")
    except PublicIdIsMalformed:
        pass
