"""Our evaluation of expressions is held against the browser's, on random expressions and answers."""

from __future__ import annotations

import math

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser
from tests.questionnaires.random_xpath import SHAPES, agree, answers, document, expressions, ours, shaped

#: Numbers that JSON does not know travel as texts.
EVALUATE = """([text, xml]) => {
  const found = document.evaluate(
    text, new DOMParser().parseFromString(xml, "text/xml"), null, XPathResult.ANY_TYPE, null);
  if (found.resultType === XPathResult.NUMBER_TYPE) return ["number", String(found.numberValue)];
  if (found.resultType === XPathResult.BOOLEAN_TYPE) return ["truth", String(found.booleanValue)];
  return ["text", found.stringValue];
}"""


def test_we_say_what_the_browser_says(chromium: Browser) -> None:
    page = chromium.new_page()

    every = st.one_of(expressions, st.sampled_from(SHAPES).flatmap(shaped))

    @settings(max_examples=1000, suppress_health_check=list(HealthCheck))
    @given(every, answers)
    def say_the_same(text: str, said: dict[str, object]) -> None:
        kind, value = page.evaluate(EVALUATE, [text, document(said)])
        theirs: object = value
        if kind == "number":
            theirs = {"Infinity": math.inf, "-Infinity": -math.inf}.get(value) or float(value)
        elif kind == "truth":
            theirs = value == "true"
        assert agree(ours(text, said), theirs)

    say_the_same()
    page.close()
