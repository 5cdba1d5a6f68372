"""
Nothing but plumbing: the log, jobs by name, the shape of permissions, text in three languages, public ids.

Owns no fact about the world and no page. If a thing has a meaning to a user, it belongs elsewhere.
"""
