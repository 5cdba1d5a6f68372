"""
Reading Chinese pages: organisations, people, gatherings, figures and the ties between them.

The page is folded character by character (so every offset stays), cut into words, and read by grammar:
endings of organisation names, surnames and positions, verbs of holding, founding and giving.
"""

from banyan.ingest.adapters.chinese.engine import ChineseEngine

__all__ = ["ChineseEngine"]
