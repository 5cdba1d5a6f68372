"""``search QUERY``: ask the index from the command line."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from banyan.search.domain import queries


class Command(BaseCommand):
    """Print what the public pages would find."""

    help = "Search organisations, people, events and articles by whatever somebody might type."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the query and its limits."""
        parser.add_argument("query")
        parser.add_argument(
            "--kind", action="append", default=[], metavar="K", help="only this kind; may be repeated"
        )
        parser.add_argument("--limit", type=int, default=10, metavar="N")
        parser.add_argument("--language", default="", help="which name to show: vi, zh or en")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        """Search, and print lines or one JSON object."""
        found = queries.search(
            query=options["query"],
            kinds=options["kind"],
            limit=options["limit"],
            language=options["language"],
            with_facets=True,
        )
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(found), ensure_ascii=False))
            return
        for hit in found.hits:
            self.stdout.write(f"{hit.kind:<13} {hit.key:<16} {hit.name}")
        if found.did_you_mean:
            self.stdout.write(f"nearest name: {found.did_you_mean}")
        self.stdout.write(f"{found.total} found in {found.took_ms} ms")


def _as_json(found: queries.SearchResults) -> dict[str, object]:
    return {
        "total": found.total,
        "took_ms": found.took_ms,
        "results": [
            {
                "id": hit.key,
                "kind": hit.kind,
                "name": hit.name,
                "names": [name.text for name in hit.names],
                "snippet": "".join(piece for piece, _is_match in hit.snippet),
            }
            for hit in found.hits
        ],
        "facets": {name: [list(pair) for pair in counts] for name, counts in found.facets.items()},
    }
