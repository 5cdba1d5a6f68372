"""
Meetings: what took place, when, where, who organised it and who spoke.

Owns events and appearances, as far as sources report them. Does not own activities of organisations that
are no meetings (`registry.Activity`).
"""
