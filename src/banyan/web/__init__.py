"""
The pages people see: the public site and the centre's desk.

Owns views, templates and styles. Every view authorises, parses, and makes one call into a domain; it
owns no rule.
"""
