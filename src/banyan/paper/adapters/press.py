"""
The printing press: a process of its own, in which typst sets one document.

Run by `typesetting` as a script, never imported: it knows nothing but what comes in by standard input, so
what goes wrong in it – too much memory, too long, a fault in the engine – ends a document and not the server.
"""

from __future__ import annotations

import json
import sys

import typst

#: Bytes of memory and seconds of work a document may take; a report of 200 pages needs a quarter of it.
_MEMORY = 3 << 30
_SECONDS = 60


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 – not there on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def main() -> int:
    """Read what to print as JSON, write the file; say on standard error why not."""
    _limit()
    asked = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=asked.pop("fonts")
    )
    try:
        made = typst.compile(
            asked.pop("template").encode(), font_paths=fonts, ignore_system_fonts=True, **asked
        )
    except typst.TypstError as error:
        sys.stderr.write(f"{error.message}\n{error.diagnostic}")
        return 1
    sys.stdout.buffer.write(b"".join(made) if isinstance(made, list) else made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
