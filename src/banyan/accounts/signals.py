"""What happened to accounts, for upper packages to hear."""

from django.dispatch import Signal

#: Sent inside the transaction, with ``user``, ``is_invited``, ``by`` and ``now``: an account was made.
user_created = Signal()
