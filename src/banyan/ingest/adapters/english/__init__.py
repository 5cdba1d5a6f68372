"""Reading English pages by a light grammar: no model, no network, no download."""

from banyan.ingest.adapters.english.engine import EnglishEngine

__all__ = ["EnglishEngine"]
