"""Two records that are one, records taken apart, every row that moved, and what was judged of a pair."""

from __future__ import annotations

from django.db import models

from banyan.registry.enums import MergedKind, NameKind, RowOutcome, Verdict


class Merge(models.Model):
    """
    One record folded into another. Written by `registry.domain.merges`.

    ``kept_key`` and ``folded_key`` are public ids; the folded record stays in its table with the state
    "merged". ``choices`` says for each field whose value was taken; every row and column it changed is a
    :class:`MovedRow`, so that it can be undone. ``verdict_before`` is what was judged of the pair before.
    """

    kind = models.CharField(max_length=20, choices=MergedKind)
    kept_key = models.CharField(max_length=14)
    folded_key = models.CharField(max_length=14)
    choices = models.JSONField(default=dict, blank=True)
    names_as = models.CharField(max_length=20, choices=NameKind, default=NameKind.ALIAS)
    verdict_before = models.CharField(max_length=20, blank=True, default="")
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=MergedKind.values), name="merge_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(kept_key=models.F("folded_key")), name="merge_joins_two_records"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=False) | models.Q(undone_by__isnull=True),
                name="merge_undone_pair",
            ),
            models.UniqueConstraint(
                fields=["folded_key"],
                condition=models.Q(undone_at__isnull=True),
                name="record_is_folded_into_one_at_most",
            ),
        ]
        indexes = [
            models.Index(fields=["-merged_at"], name="merge_latest"),
            models.Index(fields=["kept_key"], name="merge_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.folded_key} → {self.kept_key}"


class Split(models.Model):
    """
    Rows taken out of one organisation into another, because two had been taken for one.

    Written by `registry.domain.splits`. ``is_new`` says that the other was made for it.
    """

    from_key = models.CharField(max_length=14)
    to_key = models.CharField(max_length=14)
    is_new = models.BooleanField()
    reason = models.CharField(max_length=500)
    verdict_before = models.CharField(max_length=20, blank=True, default="")
    split_at = models.DateTimeField()
    split_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_key=models.F("to_key")), name="split_parts_two_records"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="split_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=False) | models.Q(undone_by__isnull=True),
                name="split_undone_pair",
            ),
        ]
        indexes = [models.Index(fields=["-split_at"], name="split_latest")]

    def __str__(self) -> str:
        return f"{self.from_key} → {self.to_key}"


class MovedRow(models.Model):
    """
    One row that a merge or a split moved, changed or set aside, with its columns before and after.

    Points at a row by model label and primary key. ``before`` holds every column of a row that moved or
    was set aside, and the columns that changed of one that stayed; ``after`` the columns as they were
    written. ``joined_id`` is the row of the kept record that says the same.
    """

    merge = models.ForeignKey(Merge, null=True, on_delete=models.PROTECT, related_name="rows")
    split = models.ForeignKey(Split, null=True, on_delete=models.PROTECT, related_name="rows")
    model = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    outcome = models.CharField(max_length=20, choices=RowOutcome)
    joined_id = models.BigIntegerField(null=True, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=RowOutcome.values), name="moved_row_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(merge__isnull=False, split__isnull=True)
                | models.Q(merge__isnull=True, split__isnull=False),
                name="moved_row_by_a_merge_or_a_split",
            ),
        ]
        indexes = [models.Index(fields=["model", "row_id"], name="moved_row_subject")]

    def __str__(self) -> str:
        return f"{self.model} {self.row_id} {self.outcome}"


class Judgement(models.Model):
    """
    What a person decided of two records, so that they are never asked twice.

    Written by `registry.domain.judgements`. The two public ids stand in one order, the lesser first.
    """

    first_key = models.CharField(max_length=14)
    second_key = models.CharField(max_length=14)
    verdict = models.CharField(max_length=20, choices=Verdict)
    reason = models.CharField(max_length=500, blank=True, default="")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first_key", "second_key"], name="pair_is_judged_once"),
            models.CheckConstraint(
                condition=models.Q(first_key__lt=models.F("second_key")), name="judgement_pair_is_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=Verdict.values), name="judgement_verdict_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["second_key"], name="judgement_second"),
            models.Index(fields=["-decided_at"], name="judgement_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.first_key} {self.verdict} {self.second_key}"
