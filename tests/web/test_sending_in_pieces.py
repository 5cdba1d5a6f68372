"""Sending a file in pieces over HTTP, and forms that take what was sent."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import UserFactory

from banyan.files.models import Upload
from banyan.ingest.models import Dataset

pytestmark = pytest.mark.django_db

PLACE = "/en/uploads/"
ADD = "/en/desk/imports/add/"
LIST = "Tên tổ chức,Trang web\nHội Ven Đê,vende.example.org\n".encode()


def _coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


def _begin(client: Client, size: int | str, *, name: str = "hội.csv", purpose: str = "ingest.dataset") -> Any:
    return client.post(
        PLACE,
        headers={
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(size),
            "Upload-Metadata": f"filename {_coded(name)},purpose {_coded(purpose)}",
        },
    )


def _send(client: Client, address: str, offset: int | str, piece: bytes) -> Any:
    return client.patch(
        address,
        data=piece,
        content_type="application/offset+octet-stream",
        headers={"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset)},
    )


def _sent(client: Client, raw: bytes = LIST) -> str:
    address = _begin(client, len(raw))["Location"]
    assert _send(client, address, 0, raw).status_code == 204
    return str(address.rstrip("/").rsplit("/", 1)[-1])


def test_a_file_goes_on_where_the_line_broke(editor: Client) -> None:
    begun = _begin(editor, len(LIST))
    assert begun.status_code == 201
    address = begun["Location"]
    assert _send(editor, address, 0, LIST[:20])["Upload-Offset"] == "20"
    asked = editor.head(address)
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == ("20", str(len(LIST)))
    assert asked["Cache-Control"] == "no-store"
    wrong = _send(editor, address, 5, LIST[5:])
    assert (wrong.status_code, wrong["Upload-Offset"]) == (409, "20")
    assert _send(editor, address, 20, LIST[20:])["Upload-Offset"] == str(len(LIST))


def test_a_file_can_be_given_up(editor: Client) -> None:
    address = _begin(editor, 10)["Location"]
    assert editor.delete(address).status_code == 204
    assert editor.head(address).status_code == 404
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("size", "purpose", "status", "words"),
    [
        ("", "ingest.dataset", 400, "The size of the file was not given."),
        ("-4", "ingest.dataset", 400, "The size of the file was not given."),
        ("٤٤", "ingest.dataset", 400, "The size of the file was not given."),
        ("9" * 40, "ingest.dataset", 400, "The size of the file was not given."),
        ("0", "ingest.dataset", 400, "The file is empty. Choose another one."),
        ("10", "other", 403, "You may not send files here."),
        (
            str(2_000_000_000),
            "ingest.dataset",
            413,
            "The file is larger than 953.7\xa0MB. Divide it, or leave out what is not needed.",
        ),
    ],
)
def test_refusals_say_why(editor: Client, size: str, purpose: str, status: int, words: str) -> None:
    headers = {"Upload-Metadata": f"filename {_coded('a.csv')},purpose {_coded(purpose)}"}
    environ = {"HTTP_UPLOAD_LENGTH": size}
    answer = editor.post(PLACE, headers=headers, **environ)
    assert (answer.status_code, answer.json()) == (status, {"error": words})


@pytest.mark.parametrize("header", ["", "x", "-1"])
def test_a_piece_without_a_place_is_refused(editor: Client, header: str) -> None:
    address = _begin(editor, 10)["Location"]
    assert _send(editor, address, header, b"abc").status_code == 400


def test_another_persons_upload_is_not_there(editor: Client) -> None:
    address = _begin(editor, 10)["Location"]
    stranger = Client()
    stranger.force_login(UserFactory())
    assert stranger.head(address).status_code == 404
    assert _send(stranger, address, 0, b"abc").status_code == 404
    assert stranger.delete(address).status_code == 404
    assert Upload.objects.count() == 1


def test_broken_metadata_is_left_out(editor: Client) -> None:
    answer = editor.post(PLACE, headers={"Upload-Length": "3", "Upload-Metadata": "filename ***,purpose"})
    assert answer.status_code == 403


def test_the_form_takes_what_was_sent_before_it(editor: Client) -> None:
    answer = editor.post(ADD, {"file-sent": _sent(editor)})
    dataset = Dataset.objects.get()
    assert answer.status_code == 302
    assert (dataset.file_name, dataset.size) == ("hội.csv", len(LIST))
    assert not Upload.objects.exists()


def test_a_file_not_yet_whole_is_asked_for_again(editor: Client) -> None:
    address = _begin(editor, len(LIST))["Location"]
    _send(editor, address, 0, LIST[:9])
    answer = editor.post(ADD, {"file-sent": address.rstrip("/").rsplit("/", 1)[-1]})
    assert answer.status_code == 422
    assert "The file did not arrive whole. Choose it again." in answer.content.decode()
    assert not Dataset.objects.exists()


@pytest.mark.parametrize("way", ["whole", "pieces"])
def test_a_mistake_elsewhere_does_not_cost_the_file(editor: Client, way: str) -> None:
    given: dict[str, Any] = {"address": "no address"}
    if way == "whole":
        given["file"] = SimpleUploadedFile("hội.csv", LIST)
    else:
        given["file-sent"] = _sent(editor)
    page = editor.post(ADD, given)
    text = page.content.decode()
    assert page.status_code == 422
    assert f"“hội.csv” ({len(LIST)}\xa0bytes) is here already." in text
    token = re.search(r'name="file-sent" value="(\w{32})"', text)
    assert token is not None
    answer = editor.post(ADD, {"address": "https://example.org/list", "file-sent": token[1]})
    assert answer.status_code == 302
    assert Dataset.objects.get().size == len(LIST)
    assert not Upload.objects.exists()


def test_a_file_that_is_no_table_is_let_go(editor: Client) -> None:
    page = editor.post(ADD, {"file-sent": _sent(editor, b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)})
    assert page.status_code == 422
    assert "is here already" not in page.content.decode()
    assert not Upload.objects.exists()
