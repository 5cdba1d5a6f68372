"""The interface is complete in three languages, and no translation breaks a placeholder."""

from __future__ import annotations

import re

import pytest

from banyan.core.management.commands import messages

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
#: Words the glossary forbids, by catalogue.
_FORBIDDEN = {"vi": ("xã hội dân sự",), "zh_Hans": ("公民社会", "帖子", "剪贴", "提案")}


@pytest.mark.parametrize("name", messages.CATALOGUES)
def test_every_string_is_translated(name: str) -> None:
    assert messages.unfinished(name) == []


@pytest.mark.parametrize("name", messages.CATALOGUES)
def test_translations_keep_every_placeholder(name: str) -> None:
    wrong = []
    for message in messages.read(name):
        if not message.id or not message.string:
            continue
        ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
        texts = message.string if isinstance(message.string, list | tuple) else (message.string,)
        wanted = set(_PLACEHOLDER.findall(ids[-1]))
        wrong += [text for text in texts if text and set(_PLACEHOLDER.findall(text)) != wanted]
    assert wrong == []


@pytest.mark.parametrize("name", messages.CATALOGUES)
def test_translations_avoid_the_words_the_glossary_forbids(name: str) -> None:
    found = [
        str(message.string)
        for message in messages.read(name)
        for word in _FORBIDDEN[name]
        if word in str(message.string).lower()
    ]
    assert found == []


def test_strings_of_code_and_templates_are_collected() -> None:
    collected = messages.collect()
    assert collected.get("Save a page") is not None
    assert collected.get("Position", "held by a person") is not None
    assert collected.get("Good to see you") is not None
    assert collected.get("Good to see yo ") is None
    assert collected.get("%(number)d suggestion accepted").pluralizable
