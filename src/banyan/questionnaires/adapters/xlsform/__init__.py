"""XLSForm workbooks, the spreadsheets that NGOs know from Kobo and ODK, read and written."""

from .problems import Problem
from .reading import Reading, read
from .standard import as_xform
from .writing import write

__all__ = ["Problem", "Reading", "as_xform", "read", "write"]
