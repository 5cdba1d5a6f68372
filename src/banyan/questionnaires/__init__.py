"""
One form engine for everything that is asked.

Owns the description of a form in three languages (`adapters.form`), its reading from and writing to XLSForm
spreadsheets (`adapters.xlsform`), the language of conditions and calculations (`adapters.expressions`) and
what a form makes of answers (`adapters.answering`). Does not own what a form is used for: calls, assessments,
registrations and surveys stand above.
"""
