"""
Sending a file in pieces: the core, creation and termination parts of tus 1.0.0 (https://tus.io/protocols).

`static/web/js/upload.js` speaks it, and so does any client of that protocol that is signed in. Without
JavaScript the same form sends the file whole.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.accounts.models import User
from banyan.files.adapters.parts import PartIsBusy, PartIsElsewhere
from banyan.files.domain import uploads
from banyan.files.permissions import Permission
from banyan.web.access import needs

VERSION: Final = "1.0.0"
_PIECE: Final = 65_536


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _answer(status: int, **headers: str | int) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response[name.replace("_", "-").title()] = str(value)
    return response


def _refusal(status: int, words: str) -> HttpResponse:
    response = JsonResponse({"error": words}, status=status)
    response["Tus-Resumable"] = VERSION
    return response


def why_refused(error: uploads.UploadIsRefused) -> str:
    """Return the sentence for a file that cannot be taken: why, and what to do."""
    most = filesizeformat(error.most)
    return {
        "not_allowed": _("You may not send files here."),
        "empty": _("The file is empty. Choose another one."),
        "too_large": _("The file is larger than %(most)s. Divide it, or leave out what is not needed.")
        % {"most": most},
        "too_many": _("%(number)d of your files are still on their way. Finish or give up one of them first.")
        % {"number": error.most},
        "no_room": _("The machine has no room left for this file. Please tell whoever looks after it."),
    }[error.code]


def _metadata(request: HttpRequest) -> dict[str, str]:
    """Read `Upload-Metadata`: pairs of a key and a value in Base64; what is not is left out."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


def _number(request: HttpRequest, header: str) -> int | None:
    value = request.headers.get(header, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 15 else None


@require_http_methods(["POST"])
@needs(Permission.SEND)
def begin(request: HttpRequest) -> HttpResponse:
    """Announce a file; answer with the address that its pieces go to."""
    said, size = _metadata(request), _number(request, "Upload-Length")
    if size is None:
        return _refusal(400, _("The size of the file was not given."))
    try:
        upload = uploads.begin(
            purpose=said.get("purpose", ""),
            file_name=said.get("filename", ""),
            size=size,
            by=_user(request),
            now=timezone.now(),
        )
    except uploads.UploadIsRefused as error:
        status = {"not_allowed": 403, "too_large": 413, "no_room": 507}.get(error.code, 400)
        return _refusal(status, why_refused(error))
    return _answer(201, location=reverse("web:upload", args=[upload.token]), upload_offset=0)


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    """Yield what arrives; where the line breaks, what has come so far is enough."""
    try:
        while piece := request.read(_PIECE):
            yield piece
    except (UnreadablePostError, OSError):
        return


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@needs(Permission.SEND)
def upload(request: HttpRequest, token: str) -> HttpResponse:
    """Say how much has arrived, take the next piece, or give the file up."""
    by = _user(request)
    try:
        if request.method == "PATCH":
            offset = _number(request, "Upload-Offset")
            if offset is None or request.content_type != "application/offset+octet-stream":
                return _refusal(400, _("The place of this piece in the file was not given."))
            here = uploads.append(token=token, offset=offset, pieces=_pieces(request), by=by)
            return _answer(204, upload_offset=here)
        known = uploads.found(token=token, by=by)
        if request.method == "DELETE":
            uploads.forget(upload=known)
            return _answer(204)
        return _answer(200, upload_offset=uploads.arrived(upload=known), upload_length=known.size)
    except uploads.UploadIsUnknown:
        return _refusal(404, _("This file is no longer on its way. Choose it again."))
    except PartIsElsewhere as error:
        return _answer(409, upload_offset=error.offset)
    except PartIsBusy:
        return _refusal(423, _("Another window is sending this file."))
