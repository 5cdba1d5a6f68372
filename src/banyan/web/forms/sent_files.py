"""A field for a file that came with the form, or in pieces before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.accounts.models import User
from banyan.files.domain import uploads
from banyan.files.models import Upload

#: What is put behind the name of the field for the token of a file sent before the form.
SENT = "-sent"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file somebody gave: its name, its bytes, and the upload it came by, if it came in pieces."""

    name: str
    file: IO[bytes]
    upload: Upload | None = None

    def let_go(self) -> None:
        """Close it, and forget the upload: the file has been taken over, or cannot be used."""
        self.file.close()
        if self.upload is not None:
            uploads.forget(upload=self.upload)


class _Widget(forms.FileInput):
    """Gives the file that came with the form, else the token of one sent before."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return super().value_from_datadict(data, files, name) or data.get(name + SENT) or None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in files and name + SENT not in data


class SentFileField(forms.FileField):
    """
    A file of a purpose (`files.domain.purposes`); its clean value is a `SentFile`.

    The form says who is sending: ``form.fields[name].by = request.user``.
    """

    widget = _Widget
    by: User | None = None

    def __init__(self, *, purpose: str, **options: Any) -> None:
        super().__init__(**options)
        self.purpose = purpose

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the `SentFile`, or None where none was given and none is needed."""
        if not isinstance(data, str):
            given = super().clean(data, initial)
            return SentFile(given.name, given) if isinstance(given, UploadedFile) else None
        upload = self.waiting(data)
        if upload is None:
            raise forms.ValidationError(_("The file did not arrive whole. Choose it again."), code="gone")
        return SentFile(upload.file_name, uploads.opened(upload=upload), upload)

    def waiting(self, token: str) -> Upload | None:
        """Return the upload of this token, if it is whole, of this person and for this purpose."""
        if self.by is None:
            return None
        try:
            upload = uploads.found(token=token, by=self.by)
            is_whole = uploads.arrived(upload=upload) == upload.size
        except uploads.UploadIsUnknown:
            return None
        return upload if is_whole and upload.purpose == self.purpose else None

    def keep(self, data: Any) -> Upload | None:
        """
        Keep a file that came with a form that cannot be taken, so that nobody has to send it again.

        :param data: what the widget gave: a file, a token, or None
        """
        if isinstance(data, str):
            return self.waiting(data)
        if not isinstance(data, UploadedFile) or not data.size or self.by is None:
            return None
        try:
            upload = uploads.begin(
                purpose=self.purpose,
                file_name=data.name or "",
                size=data.size,
                by=self.by,
                now=timezone.now(),
            )
        except uploads.UploadIsRefused:
            return None
        data.seek(0)
        uploads.append(token=upload.token, offset=0, pieces=data.chunks(), by=self.by)
        return upload
