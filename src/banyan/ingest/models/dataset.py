"""Files of other people's records, and the reading of them into the register."""

from __future__ import annotations

from django.core.files.storage import FileSystemStorage
from django.db import models

from banyan.core.ids import new_public_id
from banyan.core.models import Tracked
from banyan.files.adapters.storage import PrivateStorage
from banyan.ingest.enums import MatchedOn, RunPhase, RunState, WhenUnsure


class DatasetStorage(PrivateStorage):
    """The folder for files of data, beside that for saved pages."""

    folder = "datasets"


def dataset_storage() -> FileSystemStorage:
    """Where files of data are kept: beside the database, under no public address."""
    return DatasetStorage()


class Dataset(Tracked):
    """
    A file of records, kept as it came. Changed by `ingest.domain.datasets`.

    ``source`` is what every fact from it cites; title and publisher are there. ``info`` is what its reader
    found (`adapters.tables.shapes.TableInfo`), ``mapping`` what its columns mean (`shapes.Mapping`);
    ``header_row`` is the row with the headings if a person chose one (0: there is none);
    ``size`` is in bytes, ``licence`` as the publisher names it.
    """

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id)
    source = models.OneToOneField("registry.Source", on_delete=models.PROTECT, related_name="dataset")
    licence = models.CharField(max_length=200, blank=True, default="")
    file = models.FileField(storage=dataset_storage, upload_to="%Y/%m", max_length=200)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    encoding = models.CharField(max_length=40, blank=True, default="")
    sheet = models.CharField(max_length=200, blank=True, default="")
    header_row = models.PositiveIntegerField(null=True, blank=True)
    info = models.JSONField(default=dict, blank=True)
    mapping = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="dataset_created")]

    def __str__(self) -> str:
        return str(self.source)


class SavedMapping(Tracked):
    """What the columns of a kind of file mean, kept under a name. Changed by `ingest.domain.datasets`."""

    name = models.CharField(max_length=120, unique=True)
    mapping = models.JSONField()

    def __str__(self) -> str:
        return self.name


class ImportRun(Tracked):
    """
    One reading of a file into the register. Changed by `ingest.domain.imports`.

    ``position`` is the number of the last row that was dealt with in this ``phase``, written in the same
    transaction as what the row did: a killed run goes on behind it. ``counts`` is rows by outcome,
    ``checked_counts`` the same as foreseen by the check; both also count ties and activities.
    ``moved_at`` is its latest sign of life. While it is being undone, ``phase`` and ``position`` go back from
    the end; ``rows_undone`` and ``rows_kept`` count what became of the rows that had done something.
    """

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id)
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="runs")
    mapping = models.JSONField()
    encoding = models.CharField(max_length=40, blank=True, default="")
    sheet = models.CharField(max_length=200, blank=True, default="")
    matched_on = models.CharField(max_length=20, choices=MatchedOn, default=MatchedOn.NAMES)
    when_unsure = models.CharField(max_length=20, choices=WhenUnsure, default=WhenUnsure.SUGGEST)
    state = models.CharField(max_length=20, choices=RunState, default=RunState.DRAFT)
    phase = models.CharField(max_length=20, choices=RunPhase, default=RunPhase.ROWS)
    position = models.PositiveBigIntegerField(default=0)
    rows_done = models.PositiveBigIntegerField(default=0)
    rows_undone = models.PositiveBigIntegerField(default=0)
    rows_kept = models.PositiveBigIntegerField(default=0)
    row_estimate = models.PositiveBigIntegerField(null=True, blank=True)
    checked_counts = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    problem_count = models.PositiveBigIntegerField(default=0)
    failure = models.CharField(max_length=60, blank=True, default="")
    failure_params = models.JSONField(default=dict, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="import_run_created")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=RunState.values), name="import_run_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(phase__in=RunPhase.values), name="import_run_phase_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(started_at__isnull=False)
                | models.Q(started_by__isnull=True, finished_at__isnull=True),
                name="import_run_started_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(started_at__isnull=False)
                | models.Q(state__in=[RunState.DRAFT, RunState.CHECKING, RunState.CHECKED, RunState.FAILED]),
                name="import_run_under_way_was_started",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=False) | models.Q(undone_by__isnull=True),
                name="import_run_undone_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(state=RunState.UNDONE, undone_at__isnull=False)
                | (~models.Q(state=RunState.UNDONE) & models.Q(undone_at__isnull=True)),
                name="import_run_undone_has_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(failure="") | models.Q(state=RunState.FAILED),
                name="import_run_failure_only_when_failed",
            ),
            # Two runs of one file at once would write every row twice.
            models.UniqueConstraint(
                fields=["dataset"],
                condition=models.Q(state__in=[RunState.RUNNING, RunState.PAUSED, RunState.UNDOING]),
                name="import_run_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} ({self.public_id})"
