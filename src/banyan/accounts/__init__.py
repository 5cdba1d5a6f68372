"""
Who signs in, and what they may do in the whole centre.

Owns users and centre-wide roles. Does not own roles tied to an object (a representative of one
organisation, a reviewer of one programme): those live with their object.
"""
