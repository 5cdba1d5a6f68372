"""What an import says: why a file cannot be read, what was not understood in a row, what columns mean."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

#: Why a file is not read, with what to do; figures are named in ``params``.
_FILES = {
    "file_missing": gettext_noop(
        "The file is no longer where it was kept. Ask whoever looks after Banyan to restore it from "
        "the backup."
    ),
    "file_empty": gettext_noop("There is nothing in the file."),
    "file_too_large": gettext_noop(
        "The file has %(size)s MB; up to %(limit)s MB can be read. Split it into several files."
    ),
    "file_unpacks_too_large": gettext_noop(
        "The file unpacks to far more than a table needs. Copy the rows into a new file and try again."
    ),
    "file_declares_entities": gettext_noop(
        "The file holds commands that no spreadsheet needs, and is not opened. Save it again from Excel."
    ),
    "file_broken": gettext_noop(
        "The file is damaged or was not saved to the end. Save it again and try again."
    ),
    "file_encrypted": gettext_noop(
        "The file is locked with a password. Take the password off and try again."
    ),
    "old_excel": gettext_noop(
        "This is a file of the old Excel (.xls). Open it, choose Save as, and choose Excel Workbook (.xlsx)."
    ),
    "binary_excel": gettext_noop(
        "This is a binary Excel file (.xlsb). Open it, choose Save as, and choose Excel Workbook (.xlsx)."
    ),
    "open_document": gettext_noop(
        "This is an OpenDocument file. Open it, choose Save as, and choose Excel Workbook (.xlsx)."
    ),
    "web_page": gettext_noop(
        "This is a web page with the name of a table. Open it in Excel, choose Save as, and choose Excel "
        "Workbook (.xlsx)."
    ),
    "not_a_table": gettext_noop("This is not a table. Excel (.xlsx), CSV and JSON files can be read."),
    "not_text": gettext_noop("This is not a table. Excel (.xlsx), CSV and JSON files can be read."),
    "no_rows": gettext_noop("There are no rows in this table."),
    "too_many_columns": gettext_noop(
        "The table has %(count)s columns; up to %(limit)s can be read. Take out those that are not needed."
    ),
    "too_many_rows": gettext_noop("The table has more than %(limit)s rows. Split it into several files."),
    "cell_too_long": gettext_noop("Row %(row)s has a cell with more than %(limit)s characters."),
    "line_too_long": gettext_noop(
        "A line of the file has more than %(limit)s characters; this is not a table."
    ),
    "quote_not_closed": gettext_noop(
        "In row %(row)s a quotation mark is opened and never closed. Mend that row or the file's end."
    ),
    "encoding_unknown": gettext_noop("There is no such encoding: %(encoding)s."),
    "sheet_missing": gettext_noop("The file has no sheet named %(sheet)s."),
    "json_without_list": gettext_noop("There is no list of records in this JSON file."),
    "json_broken": gettext_noop("Record %(row)s is not valid JSON."),
    "json_cut_off": gettext_noop("The file ends in the middle of record %(row)s. Was it saved to the end?"),
    "json_record_too_long": gettext_noop("Record %(row)s is longer than %(limit)s characters."),
    "json_not_objects": gettext_noop("Record %(row)s is not an object with named values."),
}
_FILE = gettext_noop("The file cannot be read as a table.")
_IN_MEGABYTES = {"size", "limit"}

#: What a row has that was not understood.
_ROWS = {
    "name_missing": gettext_noop("There is no name in this row."),
    "name_without_letters": gettext_noop("This is not a name."),
    "name_too_long": gettext_noop("The name is longer than %(limit)s characters."),
    "letters_lost": gettext_noop(
        "Letters in this cell were lost when the file was saved. Choose another encoding, or mend the cell."
    ),
    "formula_failed": gettext_noop("The formula in this cell has failed."),
    "country_unknown": gettext_noop("This country or area is not known."),
    "place_unknown": gettext_noop("This place is not in the list of provinces and cities."),
    "place_in_other_country": gettext_noop("This place lies in another country than the one named."),
    "row_is_heading": gettext_noop("This row is a heading for the rows below it, and is left out."),
    "legal_form_unknown": gettext_noop("This legal form is not in the list."),
    "topic_unknown": gettext_noop("This field of work is not in the list."),
    "word_unknown": gettext_noop("This word was not understood."),
    "date_unreadable": gettext_noop("This is not a date."),
    "date_impossible": gettext_noop("There is no such day."),
    "date_unclear": gettext_noop(
        "Which is the day and which the month? Choose the order of dates for this file."
    ),
    "date_two_digit_year": gettext_noop("Write the year with four digits."),
    "date_other_era": gettext_noop(
        "The year is counted in another calendar. Write the year of the common calendar."
    ),
    "number_unreadable": gettext_noop("This is not a number."),
    "website_unreadable": gettext_noop("This is not an address that a browser could open."),
    "identifier_check_failed": gettext_noop(
        "A digit of this number is wrong: its check does not come out right."
    ),
    "identifier_digits_lost": gettext_noop(
        "The spreadsheet has lost the last digits of this number. Format the column as text and enter it "
        "again."
    ),
    "identifier_scheme_unknown": gettext_noop(
        "Which register is this number from? Choose it for the column."
    ),
    "language_not_kept": gettext_noop("Descriptions are kept in Vietnamese, Chinese and English only."),
    "ended_before_founded": gettext_noop("The end lies before the beginning."),
    "row_not_of_this_shape": gettext_noop("This row does not have the form of the others."),
    "record_withdrawn": gettext_noop("The source has withdrawn this record."),
    "decision_not_kept": gettext_noop("This decision did not change a status, and is left out."),
    "nobody_to_add_to": gettext_noop(
        "Nobody in the directory has this number; this list only adds to who is there."
    ),
    "row_is_total": gettext_noop("This row adds up the others, and is left out."),
    "other_unknown": gettext_noop("The other organisation of this relationship is not in the directory."),
    "tie_refused": gettext_noop("This relationship could not be kept: its kind or its dates are not valid."),
    "activity_refused": gettext_noop("This activity could not be kept: a value of it is not valid."),
    "value_refused": gettext_noop("A value of this row is not valid."),
    "party_missing": gettext_noop("The funder or the grantee is missing."),
    "title_missing": gettext_noop("There is no title in this row."),
}
_ROW = gettext_noop("This was not understood.")

#: What a column can mean, for the list to choose from.
TARGETS = {
    "ignore": gettext_lazy("Leave out"),
    "key": gettext_lazy("The file's own number"),
    "name": gettext_lazy("Name"),
    "identifier": gettext_lazy("Registration number"),
    "country": gettext_lazy("Country or area"),
    "place": gettext_lazy("Place or address"),
    "legal_form": gettext_lazy("Legal form"),
    "founded": gettext_lazy("Founded"),
    "ended": gettext_lazy("Ended"),
    "state": gettext_lazy("Whether it is active"),
    "registration_state": gettext_lazy("Whether it is registered"),
    "is_network": gettext_lazy("Whether it is a network"),
    "website": gettext_lazy("Website"),
    "summary": gettext_lazy("Description"),
    "topic": gettext_lazy("Field of work"),
    "tie": gettext_lazy("Relationship with another organisation"),
    "tie_grade": gettext_lazy("Grade of the relationship"),
    "tie_from": gettext_lazy("Relationship since"),
    "tie_to": gettext_lazy("Relationship until"),
    "figure": gettext_lazy("Figure"),
}

#: Encodings by name, and what they are to the people who use them.
ENCODINGS = {
    "utf-8": gettext_lazy("Unicode (UTF-8)"),
    "utf-16-le": gettext_lazy("Unicode (UTF-16)"),
    "utf-16-be": gettext_lazy("Unicode (UTF-16, other byte order)"),
    "gb18030": gettext_lazy("Simplified Chinese (GB 18030, GBK)"),
    "big5hkscs": gettext_lazy("Traditional Chinese (Big5)"),
    "tcvn3": gettext_lazy("Vietnamese (TCVN3, ABC fonts)"),
    "viscii": gettext_lazy("Vietnamese (VISCII)"),
    "vni": gettext_lazy("Vietnamese (VNI fonts)"),
    "cp1258": gettext_lazy("Vietnamese (Windows-1258)"),
    "cp1252": gettext_lazy("Western European (Windows-1252)"),
}

#: Shapes of open data that are read without a mapping.
PRESETS = {
    "ror": gettext_lazy("Research organisations (ROR)"),
    "ror_folded": gettext_lazy("Research organisations (ROR), short keys"),
    "ror_relationships": gettext_lazy("Relationships of research organisations (ROR)"),
    "ecosoc_decisions": gettext_lazy("ECOSOC consultative status: decisions"),
    "ecosoc_name_changes": gettext_lazy("ECOSOC consultative status: changes of name"),
    "ecosoc_mergers": gettext_lazy("ECOSOC consultative status: mergers"),
    "federated_charities": gettext_lazy("Charities and their federations (United Kingdom)"),
    "charity_alternative_names": gettext_lazy("Other names of charities (United Kingdom)"),
    "grants_360giving": gettext_lazy("Grants (360Giving)"),
}

DATE_ORDERS = {
    "": pgettext_lazy("order of dates", "Not known"),
    "dmy": gettext_lazy("Day, month, year"),
    "mdy": gettext_lazy("Month, day, year"),
    "ymd": gettext_lazy("Year, month, day"),
}


def why_not_opened(code: str, params: Mapping[str, object] | None = None) -> str:
    """Return the sentence for ``TableIsUnreadable``: what is wrong with the file and what to do."""
    figures = dict(params or {})
    if code == "file_too_large":
        figures = {
            name: -(-value // 1_000_000) if name in _IN_MEGABYTES and isinstance(value, int) else value
            for name, value in figures.items()
        }
    return _filled(_FILES.get(code, _FILE), figures, _FILE)


def what_is_wrong(code: str, params: Mapping[str, object] | None = None) -> str:
    """Return the sentence for a ``RowProblem``."""
    return _filled(_ROWS.get(code, _ROW), params or {}, _ROW)


def _filled(words: str, params: Mapping[str, object], otherwise: str) -> str:
    try:
        return _(words) % params
    except KeyError:  # a figure that an older version did not keep
        return _(otherwise)
