"""What happened in the register, for upper packages to hear."""

from django.dispatch import Signal

#: Sent inside the transaction, with ``organisation``: the name it is shown by has changed.
organisation_renamed = Signal()

#: Sent inside the transaction, with ``proposal`` and ``key`` (the public id of the record, or "").
proposal_accepted = Signal()

#: Sent inside the transaction, with ``proposal``.
proposal_rejected = Signal()

#: Sent inside the transaction, with ``proposal``: the decision was taken back.
proposal_reopened = Signal()
