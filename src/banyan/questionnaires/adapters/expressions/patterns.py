"""
``regex()``: patterns of strangers.

RE2 reads a text once, whatever the pattern; Python's own engine can be kept busy for years by twenty letters.
What RE2 does not know (looking ahead or behind, references back) is refused with its reason.
"""

from __future__ import annotations

import functools
import re
from typing import Any, Final

import re2

from .problems import ExpressionProblem

MOST_CHARACTERS: Final = 500
#: Bytes for one pattern; a thousand repetitions of a thousand would take more.
_MEMORY: Final = 1 << 21
#: Java and JavaScript write a character by its number so; RE2 as ``\\x{4E00}``.
_NUMBERED: Final = re.compile(r"\\u([0-9A-Fa-f]{4})")


def compiled(pattern: str, at: int) -> Any:
    """
    Return the pattern ready for use.

    :raises ExpressionProblem: ``pattern_too_long``, ``bad_pattern`` with RE2's reason
    """
    if len(pattern) > MOST_CHARACTERS:
        raise ExpressionProblem("pattern_too_long", at, {"limit": MOST_CHARACTERS})
    try:
        return _compiled(pattern)
    except re2.error as error:
        reason = error.args[0] if error.args else ""
        reason = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        raise ExpressionProblem("bad_pattern", at, {"pattern": pattern, "reason": reason}) from error


@functools.lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return re2.compile(_NUMBERED.sub(r"\\x{\1}", pattern), options=options)


def matches(pattern: Any, text: str) -> bool:
    """Return whether the whole text fits, as ODK asks."""
    return pattern.fullmatch(text) is not None
