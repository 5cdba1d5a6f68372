"""Spreadsheets and open data: from the bytes of a file to drafts of records. No database, no network."""
