"""What an expression may name: the parts of the form, seen from the part it stands at."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from banyan.questionnaires.enums import CHOOSING, QuestionType

from .problems import ExpressionProblem
from .syntax import Path

#: What absolute paths start with: the outermost element of an ODK instance (pyxform's default name).
ROOT: Final = "data"


@dataclass(frozen=True, slots=True)
class Known:
    """
    One part of the form.

    :param type: of a question; ``None`` for groups and repeats
    :param above: names of the groups and repeats it stands in, outermost first
    :param rows: those of them that are repeats
    :param choices: names that may be chosen; ``None`` where they are not known here
    :param is_numeral: whether a text question asks for digits
    """

    name: str
    type: QuestionType | None
    above: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    is_repeat: bool = False
    choices: frozenset[str] | None = None
    is_numeral: bool = False

    @property
    def is_chosen(self) -> bool:
        """Whether its answer comes out of a list, or may have done (a calculation)."""
        return self.type in CHOOSING or self.type in {QuestionType.CALCULATION, QuestionType.HIDDEN}


@dataclass(frozen=True, slots=True)
class Scope:
    """
    :param names: every part by name
    :param here: the part at which the expression stands; ``None``: nowhere in particular
    :param has_answer: whether ``.`` means an answer
    :param columns: columns of the choices, where the expression filters a list of choices
    """

    names: Mapping[str, Known]
    here: Known | None = None
    has_answer: bool = False
    columns: frozenset[str] | None = None

    def at(self, name: str, *, has_answer: bool = False, columns: Iterable[str] | None = None) -> Scope:
        """Return the same names seen from one part."""
        return replace(
            self,
            here=self.names[name],
            has_answer=has_answer,
            columns=None if columns is None else frozenset(columns),
        )

    def named(self, name: str, at: int) -> Known:
        """
        Return the part of a name.

        :raises ExpressionProblem: ``unknown_name``, with a likely one if there is one
        """
        if (known := self.names.get(name)) is not None:
            return known
        like = difflib.get_close_matches(name, self.names, n=1, cutoff=0.75)
        if like:
            raise ExpressionProblem("unknown_name_like", at, {"name": name[:80], "like": like[0]})
        raise ExpressionProblem("unknown_name", at, {"name": name[:80]})

    def at_path(self, path: Path) -> Known | None:
        """
        Return the part that a path leads to; ``None``: the whole form.

        :raises ExpressionProblem: ``unknown_path``, ``bare_name``
        """
        steps = list(path.steps)
        if path.is_absolute:
            place: tuple[str, ...] = ()
            if not steps or steps.pop(0) != ROOT:
                raise ExpressionProblem("unknown_path", path.at, {"path": str(path)[:80]})
        else:
            place = () if self.here is None else (*self.here.above, self.here.name)
        for step in steps:
            if step == ".":
                continue
            if step == "..":
                if not place:
                    raise ExpressionProblem("unknown_path", path.at, {"path": str(path)[:80]})
                place = place[:-1]
                continue
            known = self.names.get(step)
            if known is None or known.above != place:
                if len(path.steps) == 1 and not path.is_absolute:
                    raise ExpressionProblem("bare_name", path.at, {"name": step[:80]})
                raise ExpressionProblem("unknown_path", path.at, {"path": str(path)[:80]})
            place = (*place, step)
        return self.names[place[-1]] if place else None


@dataclass(slots=True)
class Looked:
    """What an expression looks at: answers by question name, numbers of rows by repeat name."""

    answers: set[str] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    is_once: bool = False
