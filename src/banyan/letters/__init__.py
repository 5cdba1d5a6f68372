"""
What the centre writes to people: an outbox in the transaction of the data, words that can be edited, a log.

Owns the kinds of letters that packages declare, their words in three languages, sending with retries, and
what came back. Does not own why a letter is written: that is said by the package that writes it.
"""
