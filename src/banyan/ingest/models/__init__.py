"""The tables of clipping and of imports."""

from .clipping import Clipping, Mention
from .dataset import Dataset, ImportProblem, ImportRow, ImportRun, SavedMapping

__all__ = ["Clipping", "Dataset", "ImportProblem", "ImportRow", "ImportRun", "Mention", "SavedMapping"]
