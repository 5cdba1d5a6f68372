"""
What people send as files: taking them in pieces over a bad line, and the private folders they are kept in.

Owns uploads on their way (`Upload`), the purposes for which something may be sent, and the storage under no
public address. Does not own what a file is for: lists, saved pages and papers point here from above.
"""
