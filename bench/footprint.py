"""
Memory of the processes at rest and after clipping, and the time from a cold start to the first page.

    .venv/bin/python bench/footprint.py [FOLDER OF DOCUMENTS]

Memory is the proportional set size: shared pages are divided among those who share them, so the figures add
up to what the machine has to spare. The folder defaults to the pages of the demonstration.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))
from kill_nine import children, shell  # noqa: E402

CLIP = """
from pathlib import Path
from django.utils import timezone
from banyan.ingest.domain import clippings, demonstration
for path in demonstration.readable_files(Path({folder!r})):
    clippings.save_page(raw=path.read_bytes(), by=None, now=timezone.now(), title=path.name)
"""
STATE = """
import json
from banyan.ingest.models import Clipping
from banyan.search.models import IndexChange
states = list(Clipping.objects.values_list("state", flat=True))
print("STATE" + json.dumps([states, IndexChange.objects.count()]))
"""


def proportional(pid: int) -> float:
    """Return the proportional set size of a process and its children, in MiB."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    own = next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return own / 1024 + sum(proportional(child) for child in children(pid))


def footprint(server: int) -> dict[str, float]:
    """Return MiB by part, in the order in which `serve` starts them."""
    parts = dict(zip(("web", "worker", "indexer"), children(server), strict=True))
    sizes = {name: round(proportional(pid), 1) for name, pid in parts.items()}
    return {**sizes, "all with the supervisor": round(proportional(server), 1)}


def main(folder: Path) -> dict[str, object]:
    """Run once and return the figures."""
    port = 8377
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "BANYAN_DATA_DIR": data, "OMP_NUM_THREADS": "1"}
        for words in (["migrate", "--verbosity=0"], ["load_code_lists"], ["index", "rebuild"]):
            command = [sys.executable, "manage.py", *words]
            subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        started = time.monotonic()
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            while True:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/en/", timeout=30) as response:
                        response.read()
                    break
                except OSError:
                    time.sleep(0.05)
            first_page = time.monotonic() - started
            time.sleep(3)
            at_rest = footprint(server.pid)
            shell(environment, CLIP.format(folder=str(folder)))
            clipped = time.monotonic()
            while time.monotonic() - clipped < 120:
                states, waiting = json.loads(shell(environment, STATE).split("STATE")[1])
                if not waiting and all(state in ("read", "failed") for state in states):
                    break
            time.sleep(1)
            after = footprint(server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)
    return {
        "cold start to first page, s": round(first_page, 2),
        "pages clipped": len(states),
        "at rest, MiB": at_rest,
        "after clipping, MiB": after,
    }


if __name__ == "__main__":
    print(
        json.dumps(
            main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "demo" / "pages"), indent=1
        )
    )
