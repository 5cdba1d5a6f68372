"""Whether an answer is of the kind its question asks for, and within its limits."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from banyan.questionnaires.adapters.expressions import days_of
from banyan.questionnaires.adapters.form import Question
from banyan.questionnaires.enums import LISTING, NUMERIC, QuestionType

from .findings import Finding

_WHOLE: Final = re.compile(r"-?[0-9]{1,18}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,9})?")
_POINT: Final = re.compile(
    r"(-?[0-9]{1,2}(?:\.[0-9]{1,15})?) (-?[0-9]{1,3}(?:\.[0-9]{1,15})?)(?: -?[0-9.]{1,20}){0,2}"
)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK: Final = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
_MOMENT: Final = re.compile(rf"{_DAY.pattern}T{_CLOCK.pattern}")
#: Characters of a line of text, of a longer one, and of a key of something kept elsewhere.
_LONGEST: Final = {QuestionType.TEXT: 2_000, QuestionType.LONG_TEXT: 100_000}
_LONGEST_KEY: Final = 300
#: Chinese characters and kana are words by themselves, as word processors count them.
_HAN: Final = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_WORD: Final = re.compile(rf"[{_HAN}]|(?:(?![{_HAN}])[^\s])+")
_MEANS: Final = re.compile(r"\w")
#: What the answer to a consent is when it is given (XLSForm's ``acknowledge``).
GIVEN: Final = "OK"


def word_count(text: str) -> int:
    """Return how many words a text has: a Chinese character is one, a Vietnamese syllable too."""
    return sum(1 for word in _WORD.findall(text) if _MEANS.search(word))


def findings(question: Question, text: str, choices: Sequence[str] | None) -> Iterator[Finding]:
    """
    Yield what is wrong with an answer that is not empty.

    :param choices: the names that may be chosen; ``None``: not known here
    """
    match question.type:
        case QuestionType.INTEGER if not _WHOLE.fullmatch(text):
            yield Finding("not_whole")
        case QuestionType.DECIMAL | QuestionType.MONEY if not _NUMBER.fullmatch(text):
            yield Finding("not_a_number")
        case QuestionType.DATE if not _is_moment(_DAY, text):
            yield Finding("not_a_date")
        case QuestionType.TIME if not _is_moment(_CLOCK, text):
            yield Finding("not_a_time")
        case QuestionType.DATE_TIME if not _is_moment(_MOMENT, text):
            yield Finding("not_a_date_time")
        case QuestionType.POINT if not _is_point(text):
            yield Finding("not_a_point")
        case QuestionType.CONSENT if text != GIVEN:
            yield Finding("not_a_choice", {"value": text[:80]})
        case QuestionType.ONE | QuestionType.YES_NO | QuestionType.MANY | QuestionType.RANKING:
            yield from _chosen(question, text, choices)
        case _:
            yield from _limits(question, text)


def _is_moment(shape: re.Pattern[str], text: str) -> bool:
    return shape.fullmatch(text) is not None and not math.isnan(days_of(text))


def _is_point(text: str) -> bool:
    found = _POINT.fullmatch(text)
    return found is not None and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180


def _chosen(question: Question, text: str, choices: Sequence[str] | None) -> Iterator[Finding]:
    names = text.split() if question.type in LISTING else [text]
    twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if twice is not None:
        yield Finding("chosen_twice", {"value": twice[:80]})
    if choices is None:
        return
    allowed = set(choices)
    strange = next((name for name in names if name not in allowed), None)
    if strange is not None:
        yield Finding("not_a_choice", {"value": strange[:80]})
    elif question.type == QuestionType.RANKING and len(set(names)) < len(allowed):
        yield Finding("not_all_ranked", {"count": len(allowed)})


def _limits(question: Question, text: str) -> Iterator[Finding]:
    limits = question.limits
    if question.type in NUMERIC:
        number = Decimal(text)
        if limits.smallest is not None and number < limits.smallest:
            yield Finding("too_small", {"limit": limits.smallest})
        if limits.largest is not None and number > limits.largest:
            yield Finding("too_large", {"limit": limits.largest})
        return
    longest = _LONGEST.get(question.type, _LONGEST_KEY)
    if len(text) > longest and question.type not in {QuestionType.CALCULATION, QuestionType.HIDDEN}:
        yield Finding("too_long", {"limit": longest})
    if limits.fewest_words is not None or limits.most_words is not None:
        count = word_count(text)
        if count < (limits.fewest_words or 0):
            yield Finding("too_few_words", {"limit": limits.fewest_words, "count": count})
        if limits.most_words is not None and count > limits.most_words:
            yield Finding("too_many_words", {"limit": limits.most_words, "count": count})
