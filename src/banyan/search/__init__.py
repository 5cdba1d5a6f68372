"""
The one index: how text is normalised, how a record becomes findable, and which engine answers.

Owns the shape of a search document, the analysis that every engine shares, the outbox that carries changes
to the index, and the queries. Does not know what an organisation or a person is: each package above says in
its own ``documents.py`` how its records become documents and registers a builder when Django starts.
"""
