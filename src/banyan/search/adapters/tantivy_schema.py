"""The fields of a tantivy index, and a document in them."""

from __future__ import annotations

from typing import Any

import tantivy

from banyan.search.adapters.base import FACET_FIELDS, ORDERED_FIELDS, TOKEN_FIELDS, AnalysedDocument


def schema() -> Any:
    """Return the fields of an index. Whoever changes them raises the version in ``base``."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("public", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("payload", stored=True)
    builder.add_float_field("weight", fast=True)
    for name in TOKEN_FIELDS:
        option = "position" if name in ORDERED_FIELDS else "freq"
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=option)
    for name in FACET_FIELDS:
        builder.add_text_field(f"facet_{name}", tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def as_stored(document: AnalysedDocument) -> Any:
    """Return a document as tantivy takes it."""
    made = tantivy.Document()
    made.add_text("id", document.id)
    made.add_text("public", "1" if document.is_public else "0")
    made.add_bytes("payload", document.payload.encode())
    made.add_float("weight", document.weight)
    for name, tokens in document.fields.items():
        made.add_text(name, tokens)
    for name, values in document.facets.items():
        for value in values:
            made.add_text(f"facet_{name}", value)
    return made
