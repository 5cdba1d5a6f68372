"""What a form makes of answers: what is asked now, what is worked out, what is missing or wrong."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from banyan.core.i18n import TAGS
from banyan.questionnaires.adapters.form import Choice, Question, Repeat

from . import choosing, judging
from .answers import Answers, as_kept, row_answers, row_count
from .compiling import CompiledForm
from .findings import Finding
from .settling import Rows, Settled


@dataclass(frozen=True, slots=True)
class QuestionState:
    """
    One question in one place.

    :ivar path: name, and the rows it stands in: ``budget[2]/amount``; rows count from 1
    :ivar value: the answer, or what was worked out, as text; names of several choices separated by spaces
    :ivar choices: what may be chosen now; ``None``: nothing, or a list that was not given
    :ivar findings: what is wrong, already in the reader's language
    """

    path: str
    question: Question
    rows: Rows
    value: str
    is_relevant: bool
    is_required: bool
    is_read_only: bool
    choices: tuple[Choice, ...] | None
    findings: tuple[Finding, ...]

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer at all."""
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class RepeatState:
    """
    One repeat in one place.

    :ivar count: how many rows it has
    :ivar may_add: whether a person may add a row, and likewise take one away
    """

    path: str
    repeat: Repeat
    rows: Rows
    is_relevant: bool
    count: int
    may_add: bool
    may_remove: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SectionState:
    """
    One part at the top of the form; questions that stand in none are together under the name "".

    :ivar asked: how many questions are asked of a person here now
    :ivar answered: how many of those have an answer
    :ivar missing: paths at which something is still missing
    :ivar wrong: paths at which something is wrong
    """

    name: str
    asked: int
    answered: int
    missing: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing here keeps the form from being sent."""
        return not self.missing and not self.wrong


@dataclass(frozen=True, slots=True)
class FormState:
    """
    :ivar questions: every question in every place by path, in the order of the form; not asked ones too
    :ivar repeats: every repeat in every place by path
    :ivar sections: in the order of the form
    :ivar snapshot: what is sent: the answers that are asked for now, and what was worked out from them. What
        is not asked any more stays in the draft, and is left out here
    """

    questions: Mapping[str, QuestionState]
    repeats: Mapping[str, RepeatState]
    sections: tuple[SectionState, ...]
    snapshot: Mapping[str, Any]

    @property
    def is_complete(self) -> bool:
        """Whether the form may be sent."""
        return all(section.is_complete for section in self.sections)


def path_of(form: CompiledForm, name: str, rows: Rows) -> str:
    """Return the path of a part in one place, such as ``budget[2]/amount``."""
    steps = [f"{repeat}[{row + 1}]" for repeat, row in zip(form.parts[name].repeats, rows, strict=True)]
    return "/".join((*steps, name))


def state_of(
    form: CompiledForm,
    answers: Answers,
    *,
    language: str,
    now: datetime.datetime,
    code_lists: choosing.CodeLists | None = None,
) -> FormState:
    """
    Return what a form makes of answers.

    The same answers at the same time give the same state; nothing is changed.

    :param answers: see :mod:`.answers`; whatever does not belong to the form is passed over
    :param language: vi, zh or en: the language of the findings
    :param now: the time it is for whoever answers, with its zone
    :param code_lists: the centre's lists that the form chooses from; a list not given is not checked
    :raises EvaluationIsTooLong: when the answers are more than the form's expressions can be worked out over
    """
    settled = Settled(form, answers, now=now)
    listed = {
        name: choosing.listed(form.form, part.item, code_lists or {})
        for name, part in form.parts.items()
        if isinstance(part.item, Question)
    }
    questions: dict[str, QuestionState] = {}
    repeats: dict[str, RepeatState] = {}
    with translation.override(TAGS[language]):
        for name, part in form.parts.items():
            if isinstance(part.item, Question):
                for rows in settled.places(name):
                    one = _question(settled, part.item, rows, listed[name], language)
                    questions[one.path] = one
            elif isinstance(part.item, Repeat):
                for rows in settled.places(name):
                    repeat = _repeat(settled, part.item, rows)
                    repeats[repeat.path] = repeat
    return FormState(
        questions=questions,
        repeats=repeats,
        sections=_sections(form, questions.values(), repeats.values()),
        snapshot=_snapshot(settled, questions.values()),
    )


def _question(
    settled: Settled, question: Question, rows: Rows, listed: tuple[Choice, ...] | None, language: str
) -> QuestionState:
    name = question.name
    is_relevant = settled.is_relevant(name, rows)
    choices = choosing.offered(settled, question, rows, listed) if is_relevant else listed
    is_required = is_relevant and settled.is_true(name, "required", rows, otherwise=False)
    found: tuple[Finding, ...] = ()
    if is_relevant:
        found = judging.of_question(settled, question, rows, choices, language, is_required=is_required)
    return QuestionState(
        path=path_of(settled.form, name, rows),
        question=question,
        rows=rows,
        value=settled.one(name, rows),
        is_relevant=is_relevant,
        is_required=is_required,
        is_read_only=bool(question.calculation) or settled.is_true(name, "read_only", rows, otherwise=False),
        choices=choices,
        findings=tuple(each.worded() for each in found),
    )


def _repeat(settled: Settled, repeat: Repeat, rows: Rows) -> RepeatState:
    count = settled.row_count(repeat.name, rows)
    kept = row_count(row_answers(settled.answers, settled.form.parts[repeat.name].repeats, rows), repeat.name)
    is_relevant = settled.is_relevant(repeat.name, rows)
    most = judging.most_rows(repeat)
    found = judging.of_repeat(repeat, max(count, kept)) if is_relevant else ()
    return RepeatState(
        path=path_of(settled.form, repeat.name, rows),
        repeat=repeat,
        rows=rows,
        is_relevant=is_relevant,
        count=count,
        may_add=not repeat.count and count < most,
        may_remove=not repeat.count and count > repeat.fewest_rows,
        findings=tuple(each.worded() for each in found),
    )


def _sections(
    form: CompiledForm, questions: Iterable[QuestionState], repeats: Iterable[RepeatState]
) -> tuple[SectionState, ...]:
    tops: dict[str, list[QuestionState | RepeatState]] = {}
    for item in form.items:
        tops.setdefault("" if isinstance(item, Question) else item.name, [])
    every: list[QuestionState | RepeatState] = [*questions, *repeats]
    for one in every:
        name = one.question.name if isinstance(one, QuestionState) else one.repeat.name
        above = form.parts[name].above
        tops[above[0] if above else "" if isinstance(one, QuestionState) else name].append(one)
    found = []
    for name, held in tops.items():
        asked = [one for one in held if isinstance(one, QuestionState) and judging.is_asked(one)]
        found.append(
            SectionState(
                name=name,
                asked=len(asked),
                answered=sum(1 for one in asked if one.is_answered),
                missing=tuple(one.path for one in held if any(each.is_gap for each in one.findings)),
                wrong=tuple(one.path for one in held if any(not each.is_gap for each in one.findings)),
            )
        )
    return tuple(found)


def _snapshot(settled: Settled, questions: Iterable[QuestionState]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, part in settled.form.parts.items():
        if isinstance(part.item, Repeat):
            for rows in settled.places(name):
                if settled.is_relevant(name, rows):
                    place = _place(found, part.repeats, rows)
                    place[name] = [{} for _ in range(settled.row_count(name, rows))]
    for one in questions:
        if one.is_relevant and one.value:
            part = settled.form.parts[one.question.name]
            _place(found, part.repeats, one.rows)[one.question.name] = as_kept(one.question, one.value)
    return found


def _place(found: dict[str, Any], repeats: tuple[str, ...], rows: Rows) -> dict[str, Any]:
    for repeat, row in zip(repeats, rows, strict=True):
        found = found[repeat][row]
    return found
