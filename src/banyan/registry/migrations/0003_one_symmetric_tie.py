"""
Ties that mean the same from both ends and were entered from both: one row stays, with the words of both.

The constraint that follows in 0004 could not be made otherwise.
"""

from django.db import migrations
from django.db.models import Count
from django.db.models.functions import Greatest, Least

SYMMETRIC = ("partner_of", "initiated_with")
SAME = ("low", "high", "kind", "grade", "from_date")


def keep_one_row(apps, schema_editor):
    """Keep the older row of each pair, give it what only the other one says, and move the citations."""
    Tie, Citation = apps.get_model("registry", "Tie"), apps.get_model("registry", "Citation")
    ties = Tie.objects.filter(kind__in=SYMMETRIC).annotate(
        low=Least("subject", "object"), high=Greatest("subject", "object")
    )
    for pair in list(ties.values(*SAME).annotate(rows=Count("pk")).filter(rows__gt=1).order_by()):
        kept, *others = ties.filter(**{column: pair[column] for column in SAME}).order_by("pk")
        for other in others:
            for column in ("to_date", "field_of_cooperation_vi", "field_of_cooperation_zh", "field_of_cooperation_en"):
                setattr(kept, column, getattr(kept, column) or getattr(other, column))
            Citation.objects.filter(subject_type="registry.tie", subject_id=other.pk).update(subject_id=kept.pk)
            Tie.objects.filter(pk=other.pk).delete()
        kept.save()


class Migration(migrations.Migration):

    dependencies = [("registry", "0002_proposal_as_suggested")]

    operations = [migrations.RunPython(keep_one_row, migrations.RunPython.noop)]
