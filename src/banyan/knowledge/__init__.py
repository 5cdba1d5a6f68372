"""
What the centre itself writes.

Owns the pages an editor writes in Wagtail; for now the pages that say who the centre is. Does not own
facts about organisations: those are the register's.
"""
