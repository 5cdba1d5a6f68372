"""Why a page could not be read, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_WORDS = {
    "content_type_not_readable": gettext_noop(
        "This is not a page, a text, a Word file or a PDF. Save it as one of these and try again."
    ),
    "file_empty": gettext_noop("There is nothing in it."),
    "address_malformed": gettext_noop("This is not an address that a browser could open."),
    "address_private": gettext_noop(
        "This address leads into a private network. Open the page yourself and paste its text instead."
    ),
    "host_not_found": gettext_noop("No site answers to this name. Is the address spelt right?"),
    "host_does_not_answer": gettext_noop(
        "The site does not answer. Try again later, or paste the text instead."
    ),
    "timed_out": gettext_noop("The site took too long. Try again later, or paste the text instead."),
    "page_too_large": gettext_noop("The page is too large. Paste the part that matters instead."),
    "too_many_redirects": gettext_noop("The address leads round in a circle. Paste the text instead."),
    "reading_took_too_long": gettext_noop(
        "Reading took too long. Paste the part that matters as text instead."
    ),
    "page_not_there": gettext_noop("The site says there is no such page. Is the address complete?"),
    "file_too_large": gettext_noop("The file is too large. Paste the part that matters instead."),
    "file_encrypted": gettext_noop(
        "The file is locked with a password. Take the password off and try again."
    ),
    "file_has_no_text": gettext_noop(
        "The file holds pictures of pages, and no text. Look for a version with text, or type what matters."
    ),
    "file_not_readable": gettext_noop("The file is damaged, or is not what its name says."),
    "clipped_already": gettext_noop("The same page was saved before."),
}
_OTHER = gettext_noop("The page could not be read. Paste its text instead.")


def why_not_read(code: str) -> str:
    """Return the sentence for the code of a failure."""
    return _(_WORDS.get(code, _OTHER))
