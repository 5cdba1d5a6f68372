"""
The words everything is filed under: code lists in three languages, and places.

Owns `Scheme`, `Concept` and `Place`, the data files they are loaded from with their sources, and the
loading. Does not own who uses a word: organisations, events and articles point here from above.
"""
