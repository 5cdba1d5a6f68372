"""
From the world to suggested changes.

Owns clippings (pages somebody found), their mentions, and the reading of them: fetching, cleaning,
language, planted content, names and facts. Does not own the register, nor the suggested changes
themselves (`registry.ProposedChange`): nothing here writes a record.
"""
