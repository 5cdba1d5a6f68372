"""How many words a text has, in three languages."""

from __future__ import annotations

import pytest
from tests.questionnaires.grants import GRANTS, LISTS, ask, form_of, look

from banyan.questionnaires.adapters.answering import filled
from banyan.questionnaires.adapters.answering.shapes import word_count
from banyan.questionnaires.adapters.form import Limits
from banyan.questionnaires.enums import QuestionType as T


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Clean water for all.", 4),
        ("It's well-known – really", 3),
        ("nước sạch cho mọi người", 5),
        ("社会组织能力建设", 8),
        ("2026年，我们在 Hà Nội 开会。", 9),
        ("… — !", 0),
    ],
)
def test_words_are_counted_as_word_processors_count_them(text: str, count: int) -> None:
    assert word_count(text) == count


def test_answers_named_in_a_text_stand_in_their_places() -> None:
    form = form_of(*GRANTS, lists=LISTS)
    answers = {
        "aims": ["water", "other"],
        "budget": [{"units": "2", "price": "3"}, {"units": "4", "price": "5"}],
    }
    state = look(form, answers)

    def said(text: str, *rows: int) -> str:
        return filled(text, form, state, rows=rows, language="en")

    assert said("Total: ${total} VND for ${ aims }.") == "Total: 26 VND for Water, Other."
    assert said("${units} × ${price} = ${amount} of ${total}", 1) == "4 × 5 = 20 of 26"
    assert said("${amount}, ${nothing}, ${budget}") == ", , "
    assert said("<b>${title}</b>") == "<b></b>"


def test_limits_of_words_are_told_with_the_count() -> None:
    form = form_of(ask("story", T.LONG_TEXT, limits=Limits(fewest_words=3, most_words=5)))
    short, long = look(form, {"story": "hai từ"}), look(form, {"story": "一二三四五六"}, "zh")
    assert [str(one) for one in short.questions["story"].findings] == [
        "Write at least 3 words. There are 2 now."
    ]
    assert short.sections[0].missing == ("story",)
    assert [str(one) for one in long.questions["story"].findings] == ["最多填写 5 个字（词），现在有 6 个。"]
    assert long.sections[0].wrong == ("story",)
    assert look(form, {"story": "một hai ba"}).is_complete
