"""
Who exists, and what ties them.

Owns organisations, people, posts, ties, activities, stated figures, where each fact came from, and the
single inbox of suggested changes. Does not own how a suggestion was found (`ingest`), nor full events,
programmes or assessments: upper packages tell this one how to apply their kind of suggestion.
"""
