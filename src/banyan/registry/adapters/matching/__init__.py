"""
Whether two names stand for one body: one comparison for saved pages, imported files, duplicates and choosers.

Nothing here knows Django or the database; words and places come in as a :class:`Lexicon`.
"""

from banyan.registry.adapters.matching.comparing import compare
from banyan.registry.adapters.matching.lexicon import Lexicon
from banyan.registry.adapters.matching.shapes import Comparison, Name, Profile, Reason

__all__ = ["Comparison", "Lexicon", "Name", "Profile", "Reason", "compare"]
