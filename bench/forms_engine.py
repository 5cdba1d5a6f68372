"""
One look at a form of 200 questions: ours, beside working everything out anew until nothing changes.

The other way stands for engines without an order of their own: lxml over a document kept in step, every
expression once in each pass, passes until two are alike. Both must agree on every calculated value.

    python bench/forms_engine.py [--questions 200] [--rows 20]
"""

from __future__ import annotations

import argparse
import datetime
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.config.settings")

import django

django.setup()

from lxml import etree  # noqa: E402

from banyan.questionnaires.adapters.answering import compile_form, state_of  # noqa: E402
from banyan.questionnaires.adapters.form import Form, Question, Repeat  # noqa: E402
from banyan.questionnaires.enums import QuestionType as T  # noqa: E402

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)


def form_of(size: int) -> Form:
    """A chain as long as the form: every third question asks, the next calculates, the next depends on it."""
    items: list[Question | Repeat] = []
    for number in range(size // 3):
        before = f"${{c{number - 1}}}" if number else "0"
        items += [
            Question(name=f"a{number}", type=T.INTEGER, constraint=". >= 0"),
            Question(name=f"c{number}", type=T.CALCULATION, calculation=f"{before} + ${{a{number}}}"),
            Question(name=f"t{number}", type=T.TEXT, relevant=f"${{c{number}}} > {number}", required="yes"),
        ]
    lines = (
        Question(name="units", type=T.INTEGER),
        Question(name="price", type=T.DECIMAL),
        Question(name="amount", type=T.DECIMAL, calculation="${units} * ${price}"),
    )
    items += [
        Repeat(name="line", items=lines),
        Question(name="total", type=T.DECIMAL, calculation="sum(${amount})"),
    ]
    # The worst case for whoever goes by the order of the rows: what is calculated last stands first.
    return Form(form_id="bench", default_language="en", items=tuple(reversed(items)))


def answers_of(size: int, rows: int) -> dict[str, object]:
    """Answers to all of it."""
    found: dict[str, object] = {f"a{number}": "2" for number in range(size // 3)}
    found |= {f"t{number}": "text" for number in range(size // 3)}
    return found | {"line": [{"units": "3", "price": "1.5"} for _ in range(rows)]}


def until_nothing_changes(size: int, rows: int) -> dict[str, str]:
    """Every calculation over a document, again and again in the order of the rows."""
    data = etree.Element("data")
    given = answers_of(size, rows)
    todo: list[tuple[etree._Element, etree.XPath]] = [
        (etree.SubElement(data, "total"), etree.XPath("sum(/data/line/amount)"))
    ]
    for _ in range(rows):
        line = etree.SubElement(data, "line")
        etree.SubElement(line, "units").text, etree.SubElement(line, "price").text = "3", "1.5"
        todo.append((etree.SubElement(line, "amount"), etree.XPath("../units * ../price")))
    for number in reversed(range(size // 3)):
        before = f"/data/c{number - 1}" if number else "0"
        etree.SubElement(data, f"a{number}").text = str(given[f"a{number}"])
        todo.append((etree.SubElement(data, f"c{number}"), etree.XPath(f"{before} + /data/a{number}")))
        todo.append((etree.SubElement(data, f"t{number}"), etree.XPath(f"/data/c{number} > {number}")))
    changed = True
    while changed:
        changed = False
        for element, expression in todo:
            text = str(expression(element)).removesuffix(".0")
            if element.text != text:
                element.text, changed = text, True
    return {
        element.tag: str(element.text) for element in data if element.tag[0] == "c" or element.tag == "total"
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--rows", type=int, default=20)
    options = parser.parse_args()
    for size in (options.questions // 2, options.questions, options.questions * 2):
        start = time.process_time()
        compiled = compile_form(form_of(size))
        compiling = time.process_time() - start
        given = answers_of(size, options.rows)

        def timed(work: object, times: int) -> float:
            taken = []
            for _ in range(times):
                start = time.process_time()
                work()  # type: ignore[operator]
                taken.append(time.process_time() - start)
            return statistics.median(taken)

        ours = timed(lambda: state_of(compiled, given, language="en", now=NOW), 15)  # noqa: B023 – called at once
        naive = timed(lambda: until_nothing_changes(size, options.rows), 3)  # noqa: B023
        state, other = (
            state_of(compiled, given, language="en", now=NOW),
            until_nothing_changes(size, options.rows),
        )
        assert {name: state.questions[name].value for name in other} == other
        print(
            f"{size} questions, {options.rows} rows: compiled once {compiling * 1000:.1f} ms; "
            f"one look {ours * 1000:.1f} ms; until nothing changes {naive * 1000:.1f} ms"
        )


if __name__ == "__main__":
    main()
