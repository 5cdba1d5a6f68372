"""The tables of the register."""

from .activity import Activity, ActivityParty, StatedFigure
from .coverage import CoverageCount
from .duplicate import DuplicatePair, DuplicateRun, MergeBatch
from .merge import Judgement, Merge, MovedRow, Split
from .organisation import Identifier, Organisation, OrganisationName
from .person import Person, PersonName, Post
from .proposal import ProposedChange
from .redirect import PublicIdRedirect, RetiredPublicId
from .source import Citation, Source
from .tie import Tie

__all__ = [
    "Activity",
    "ActivityParty",
    "Citation",
    "CoverageCount",
    "DuplicatePair",
    "DuplicateRun",
    "Identifier",
    "Judgement",
    "Merge",
    "MergeBatch",
    "MovedRow",
    "Organisation",
    "OrganisationName",
    "Person",
    "PersonName",
    "Post",
    "ProposedChange",
    "PublicIdRedirect",
    "RetiredPublicId",
    "Source",
    "Split",
    "StatedFigure",
    "Tie",
]
