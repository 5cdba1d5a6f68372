"""
Kill -9 of web, worker and indexer while an editor accepts suggestions over HTTP.

    .venv/bin/python bench/kill_nine.py --accepts 500

Starts `manage.py serve` on data of its own, makes suggestions, accepts them one after the other, and kills
one of the processes at every tenth accept. Then checks: every accept that was answered is in the database,
with its record, citation and log line; none is there twice; and the index finds every record.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PREPARE = """
from django.utils import timezone
from banyan.accounts.domain import users
from banyan.registry.domain import proposals, sources
now = timezone.now()
editor = users.create(email="editor@example.org", name="Editor", language="en", roles=("editor",),
                      password="a-long-password-for-a-test", by=None, now=now)
source = sources.add(kind="clipping", by=editor, now=now, title="Many names", language="en")
for number in range({accepts}):
    proposals.suggest(source=source, kind="organisation", group=f"organisation-{{number}}", by=editor,
                      now=now, quote=f"Seedling Society {{number}} met.", position=number,
                      payload={{"name": f"Seedling Society {{number:04d}}", "language": "en"}})
"""
IDS = """
import json
from banyan.registry.models import ProposedChange
print(json.dumps(list(ProposedChange.objects.order_by("pk").values_list("pk", flat=True))))
"""
REPORT = """
import json
from banyan.core.models import AuditEntry
from banyan.registry.models import Citation, Organisation, ProposedChange
from banyan.search.domain import queries
from banyan.search.models import IndexChange
print("REPORT" + json.dumps({
    "accepted": list(ProposedChange.objects.filter(state="accepted").values_list("pk", flat=True)),
    "organisations": Organisation.objects.count(), "citations": Citation.objects.count(),
    "log": AuditEntry.objects.filter(key="registry.proposal.accepted").count(),
    "unindexed": IndexChange.objects.count(),
    "found": queries.search(query="Seedling Society", kinds=["organisation"], limit=1).total}))
"""


class Client:
    """A browser without a face: cookies, the sign-in form, and POST with the token."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookies = http.cookiejar.CookieJar()
        no_redirect = type(
            "Stay", (urllib.request.HTTPRedirectHandler,), {"redirect_request": lambda *_: None}
        )
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), no_redirect
        )

    def send(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Return status and body; raises OSError when nobody answers."""
        data = None
        if fields is not None:
            token = next((cookie.value for cookie in self.cookies if cookie.name == "csrftoken"), "")
            data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        try:
            with self.opener.open(self.base + path, data=data, timeout=30) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")


def shell(environment: dict[str, str], code: str) -> str:
    """Run code inside Django on the data of this run."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


def children(pid: int) -> list[int]:
    """Return the processes a process has started, oldest first."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def wait_until_up(client: Client) -> None:
    """Wait for the web process; at most half a minute."""
    for _ in range(150):
        try:
            if client.send("/healthz")[0] == 200:
                return
        except OSError:
            pass  # not up yet
        time.sleep(0.2)
    raise RuntimeError("the web process does not come up")


def run(accepts: int) -> dict[str, object]:
    """Do the whole run in a folder of its own and return what was counted."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BANYAN_DATA_DIR": folder, "OMP_NUM_THREADS": "1"}
        for words in (["migrate", "--verbosity=0"], ["index", "rebuild"]):
            subprocess.run(
                [sys.executable, "manage.py", *words],
                cwd=ROOT,
                env=environment,
                check=True,
                capture_output=True,
            )
        shell(environment, PREPARE.format(accepts=accepts))
        log = open(Path(folder) / "serve.log", "w")  # noqa: SIM115 – closed with the folder
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            return _accept_and_kill(server.pid, Client(f"http://127.0.0.1:{port}"), environment, accepts)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)
            log.close()


def _accept_and_kill(
    server: int, client: Client, environment: dict[str, str], accepts: int
) -> dict[str, object]:
    wait_until_up(client)
    client.send("/en/accounts/login/")
    client.send(
        "/en/accounts/login/", {"login": "editor@example.org", "password": "a-long-password-for-a-test"}
    )
    page = client.send("/en/desk/inbox/")[1]
    assert re.search(r"/en/desk/inbox/bn-", page), "not signed in"
    ids = json.loads(shell(environment, IDS).splitlines()[-1])
    answered: list[int] = []
    unanswered = kills = 0
    started = time.monotonic()
    for number, pk in enumerate(ids):
        if number % 10 == 5:
            parts = children(server)
            # In turn: a web process that serves, the web server itself, the worker, the indexer.
            victims = [*(children(parts[0]) if parts else []), *parts]
            if victims:
                os.kill(victims[(number // 10) % len(victims)], signal.SIGKILL)
                kills += 1
        try:
            status, _ = client.send(f"/en/desk/changes/{pk}/decide/", {"do": "accept"})
            if status == 302:
                answered.append(pk)
            else:
                unanswered += 1
        except OSError:
            unanswered += 1
            wait_until_up(client)
    seconds = time.monotonic() - started
    waited = time.monotonic()
    while time.monotonic() - waited < 60:
        report = json.loads(shell(environment, REPORT).split("REPORT")[1])
        if report["unindexed"] == 0 and report["found"] == report["organisations"]:
            break
        time.sleep(0.5)
    accepted = set(report["accepted"])
    return {
        "accepts": accepts,
        "kills": kills,
        "answered": len(answered),
        "unanswered": unanswered,
        "lost": len([pk for pk in answered if pk not in accepted]),
        "accepted": len(accepted),
        "organisations": report["organisations"],
        "citations": report["citations"],
        "log": report["log"],
        "found": report["found"],
        "unindexed": report["unindexed"],
        "seconds": round(seconds, 1),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accepts", type=int, default=500)
    figures = run(parser.parse_args().accepts)
    print(json.dumps(figures, indent=1))
    sound = (
        figures["lost"] == 0
        and figures["accepted"] == figures["organisations"] == figures["found"] == figures["log"]
    )
    sys.exit(0 if sound and figures["unindexed"] == 0 else 1)
