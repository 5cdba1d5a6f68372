"""Our evaluation of expressions is held against libxml2's, on random expressions and answers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from lxml import etree
from tests.questionnaires.random_xpath import SHAPES, agree, answers, document, expressions, ours, shaped


def theirs(text: str, said: dict[str, object]) -> object:
    """What libxml2 makes of an expression."""
    found = etree.fromstring(document(said)).xpath(text)
    return str(found) if isinstance(found, str) else found


@pytest.mark.parametrize("shape", SHAPES)
def test_each_operator_and_function_says_what_libxml2_says(shape: str) -> None:
    @settings(max_examples=60)
    @given(shaped(shape), answers)
    def say_the_same(text: str, said: dict[str, object]) -> None:
        assert agree(ours(text, said), theirs(text, said))

    say_the_same()


@settings(max_examples=400)
@given(expressions, answers)
def test_we_say_what_libxml2_says(text: str, said: dict[str, object]) -> None:
    assert agree(ours(text, said), theirs(text, said))
