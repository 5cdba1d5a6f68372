"""The words of names: what they mean in the three languages, and how much they tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lexicon:
    """Data lists and learned translations that a comparison rests on."""
