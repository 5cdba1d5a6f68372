"""The closed lists of the register. Stored in lower snake case, never as a label."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationState(models.TextChoices):
    """Where an organisation is in its life."""

    ACTIVE = "active", _("Active")
    DORMANT = "dormant", _("Dormant")
    DISSOLVED = "dissolved", _("Dissolved")
    MERGED = "merged", _("Merged into another record")


class RegistrationState(models.TextChoices):
    """Registration as a fact, never a barrier."""

    UNKNOWN = "unknown", _("Not known")
    REGISTERED = "registered", _("Registered")
    FILED = "filed", _("Filed, not registered")
    NONE = "none", _("Informal group")


class Verification(models.TextChoices):
    """Who has looked at the record."""

    UNVERIFIED = "unverified", _("Not yet checked")
    CHECKED = "checked", _("Checked by staff")
    REPRESENTED = "represented", _("Kept by the organisation itself")


class NameKind(models.TextChoices):
    """What sort of name a name is."""

    OFFICIAL = "official", _("Official name")
    SHORT = "short", _("Short name")
    ACRONYM = "acronym", _("Acronym")
    ALIAS = "alias", _("Also known as")
    FORMER = "former", _("Former name")


class TieKind(models.TextChoices):
    """How one organisation is tied to another, read from the subject's side."""

    MEMBER_OF = "member_of", _("Member of")
    OBSERVER_OF = "observer_of", _("Observer of")
    PARTNER_OF = "partner_of", _("Partner of")
    PART_OF = "part_of", _("Part of")
    GUIDED_BY = "guided_by", _("Guided by")
    OPERATED_BY = "operated_by", _("Operated by")
    INITIATED_WITH = "initiated_with", _("Initiated together with")
    FUNDED_BY = "funded_by", _("Funded by")
    SUPPORTED_BY = "supported_by", _("Supported by")
    HOSTED_BY = "hosted_by", _("Money received by")
    SUCCEEDED_BY = "succeeded_by", _("Succeeded by")
    CONSULTATIVE_STATUS = "consultative_status", _("Consultative status with")


#: Ties that mean the same from both ends: either direction counts as the same tie.
SYMMETRIC_TIES = (TieKind.PARTNER_OF, TieKind.INITIATED_WITH)


class PostKind(models.TextChoices):
    """What binds a person to an organisation."""

    POSITION = "position", pgettext_lazy("held by a person", "Position")
    MEMBERSHIP = "membership", _("Individual member")


class PartyRole(models.TextChoices):
    """What an organisation is to an activity."""

    GUIDING_AUTHORITY = "guiding_authority", _("Guiding authority")
    INITIATOR = "initiator", _("Initiator")
    OPERATOR = "operator", _("Operator")
    FUNDER = "funder", _("Funder")
    RECIPIENT = "recipient", _("Grantee")
    PARTICIPANT = "participant", _("Participant")


class SourceKind(models.TextChoices):
    """Where facts come from."""

    CLIPPING = "clipping", _("Saved page")
    DATA_SET = "data_set", _("Data set")
    REPRESENTATIVE = "representative", _("The organisation itself")
    STAFF = "staff", _("Staff of the centre")
    PUBLIC = "public", _("A visitor")


class ProposalKind(models.TextChoices):
    """What a suggested change would do."""

    ORGANISATION = "organisation", _("Organisation")
    PERSON = "person", _("Person")
    EVENT = "event", _("Event")
    ACTIVITY = "activity", _("Activity")
    POST = "post", pgettext_lazy("held by a person", "Position")
    TIE = "tie", _("Relationship")
    FIGURE = "figure", _("Figure")
    APPEARANCE = "appearance", _("Took part in an event")
    CORRECTION = "correction", _("Correction from a visitor")


class ProposalState(models.TextChoices):
    """Whether a person has decided."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")


class PersonState(models.TextChoices):
    """Whether a person has a record of their own."""

    LISTED = "listed", _("Listed")
    MERGED = "merged", _("Merged into another record")


class MergedKind(models.TextChoices):
    """What two records that turned out to be one are."""

    ORGANISATION = "organisation", _("Organisation")
    PERSON = "person", _("Person")


class RowOutcome(models.TextChoices):
    """What a merge does to one row."""

    MOVES = "moves", _("Moves to the kept record")
    JOINS = "joins", _("Joins an entry of the kept record that says the same")
    DUPLICATE = "duplicate", _("Is in the kept record already")
    WOULD_BE_SELF_TIE = "would_be_self_tie", _("Set aside: it would tie the record to itself")
    CHANGES = "changes", _("Changes")


class Verdict(models.TextChoices):
    """What a person decided of two records."""

    SAME = "same", _("The same")
    DIFFERENT = "different", _("Different")
    UNSURE = "unsure", _("Unsure")


class DuplicateBand(models.TextChoices):
    """How sure the matcher is that two records are one."""

    CERTAIN = "certain", pgettext_lazy("two records are one", "Certain")
    ASK = "ask", pgettext_lazy("two records are one", "To be looked at")


class PairState(models.TextChoices):
    """Whether a pair still has to be asked."""

    WAITING = "waiting", _("Waiting")
    DECIDED = "decided", _("Decided")
    STALE = "stale", _("No longer alike")


class RunState(models.TextChoices):
    """How far a piece of work in the background is."""

    WAITING = "waiting", pgettext_lazy("work in the background", "Waiting for its turn")
    READING = "reading", pgettext_lazy("work in the background", "Reading the records")
    WORKING = "working", pgettext_lazy("work in the background", "At work")
    PAUSED = "paused", pgettext_lazy("work in the background", "Paused")
    FINISHED = "finished", pgettext_lazy("work in the background", "Finished")
    FAILED = "failed", pgettext_lazy("work in the background", "Failed")


#: The kinds that make or find a record of their own; the others tie such records together.
RECORD_KINDS = (
    ProposalKind.ORGANISATION,
    ProposalKind.PERSON,
    ProposalKind.EVENT,
    ProposalKind.ACTIVITY,
)
