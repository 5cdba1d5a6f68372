"""The tables of clipping and of imports."""

from .clipping import Clipping, Mention
from .dataset import Dataset, ImportRun, SavedMapping
from .import_row import ForeseenRow, ImportProblem, ImportRow

__all__ = [
    "Clipping",
    "Dataset",
    "ForeseenRow",
    "ImportProblem",
    "ImportRow",
    "ImportRun",
    "Mention",
    "SavedMapping",
]
