"""
From the world to suggested changes.

Owns clippings (pages somebody found), their mentions, and the reading of them: fetching, cleaning,
language, planted content, names and facts; and imports (files of other people's records), their mappings
and runs. Does not own the register, nor the suggested changes themselves (`registry.ProposedChange`): every
record is written by a function of `registry.domain`.
"""
