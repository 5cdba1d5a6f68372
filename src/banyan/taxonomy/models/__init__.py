"""Tables of taxonomy."""

from .concept import Concept, Scheme
from .place import Place

__all__ = ["Concept", "Place", "Scheme"]
