"""The rules of keeping a centre in order."""
