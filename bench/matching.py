"""
How well and how fast names are matched, beside plain BM25 and rapidfuzz over all names in the same run.

    .venv/bin/python bench/matching.py FOLDER_OF_SETS RECORDS.jsonl [--most 1500] [--plain 300]

Two ways of asking, both only on the checking half (weights were fitted on the other): the name is in its
record, as kept; and the name was taken away from its record before indexing, so that only others can answer.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from rapidfuzz import fuzz, process

from banyan.registry.adapters.matching.comparing import compare
from banyan.registry.adapters.matching.file_index import FileIndex
from banyan.registry.adapters.matching.lexicon import Lexicon
from banyan.registry.adapters.matching.shapes import Name, Profile
from banyan.registry.adapters.matching.verdicts import BAR, MARGIN
from banyan.search.adapters.base import Clause, EngineQuery
from banyan.search.adapters.tantivy_engine import TantivyEngine
from banyan.search.domain.analysis import pairs_of, tokens_of
from banyan.search.domain.normalise import fold, settle
from matching_dirt import dirty
from matching_sets import Case, cases_of, cities_of, half_of, index_without, pair_cases, read_rows

HAN = range(0x3400, 0xA000)
Answer = tuple[list[str], str]


def has_han(text: str) -> bool:
    """Say whether a text has a Han character."""
    return any(ord(letter) in HAN for letter in text)


def group_of(case: Case, index: FileIndex) -> str:
    """Return what sort of question it is: same letters as some name of the record, or across scripts."""
    held = [name.text for name in index.records[case.target].names if name.kind != "acronym"]
    if case.name_type == "acronym":
        return f"acronym, {case.script}"
    way = "same script" if any(has_han(text) == has_han(case.query) for text in held) else "across scripts"
    return f"name, {case.script}, {way}"


def ours(index: FileIndex, *, with_country: bool = False) -> Callable[[Case], Answer]:
    """Return the matcher as a function from a case to (keys, the one chosen)."""

    def ask(case: Case) -> Answer:
        country = case.country if with_country else ""
        verdict = index.look_up(Profile("", (Name(case.query),), country=country))
        return [one.key for one in verdict.candidates], verdict.chosen

    return ask


def plain_bm25(index: FileIndex) -> Callable[[Case], Answer]:
    """Return plain BM25 over the words and Han pairs of names; it chooses its first, always."""

    def ask(case: Case) -> Answer:
        words: list[str] = []
        for token in tokens_of(settle(case.query)):
            words += pairs_of(token.folded) if token.is_han else [token.folded]
        units = tuple((Clause("name", (word,)),) for word in dict.fromkeys(words))
        hits = index._engine.search(EngineQuery(units=units, minimum=1, include_private=True, limit=5)).hits
        keys = [hit.id.partition(":")[2] for hit in hits]
        return keys, keys[0] if keys else ""

    return ask


def plain_token_set(index: FileIndex) -> Callable[[Case], Answer]:
    """Return rapidfuzz's token-set ratio over all folded names; it chooses from 90 of 100 on."""
    names = [(fold_words(name.text), key) for key, record in index.records.items() for name in record.names]
    texts = [text for text, _key in names]

    def ask(case: Case) -> Answer:
        found = process.extract(fold_words(case.query), texts, scorer=fuzz.token_set_ratio, limit=12)
        keys = list(dict.fromkeys(names[place][1] for _text, _score, place in found))[:5]
        return keys, keys[0] if found and found[0][1] >= 90 else ""

    return ask


def fold_words(text: str) -> str:
    """Return folded words with spaces between."""
    return " ".join(fold(word) for word in text.split())


def measure(cases: Sequence[Case], ask: Callable[[Case], Answer], group: Callable[[Case], str]) -> list[str]:
    """Return the rows of a table."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    began = time.process_time()
    for case in cases:
        keys, chosen = ask(case)
        for name in (group(case), "all names" if case.name_type != "acronym" else "all acronyms"):
            row = counts[name]
            row["n"] += 1
            row["first"] += keys[:1] == [case.target]
            row["five"] += case.target in keys[:5]
            row["chosen"] += bool(chosen)
            row["right"] += chosen == case.target
    spent = time.process_time() - began
    lines = ["| | n | R@1 | R@5 | precision | recall |", "|---|--:|--:|--:|--:|--:|"]
    for name, row in sorted(counts.items(), key=lambda pair: (not pair[0].startswith("all"), -pair[1]["n"])):
        n = row["n"]
        precision = f"{row['right'] / row['chosen']:.3f}" if row["chosen"] else "–"
        shares = f"{row['first'] / n:.3f} | {row['five'] / n:.3f} | {precision} | {row['right'] / n:.3f}"
        lines.append(f"| {name} | {n} | {shares} |")
    return [*lines, "", f"{len(cases) / spent:.0f} questions a second of CPU, one process."]


def hard_pairs(rows: Iterable[dict[str, str]], index: FileIndex) -> list[str]:
    """Return how pairs of names are judged by themselves, without an index."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if half_of(row["id_a"]) != "check":
            continue
        one, other = Profile("", (Name(row["name_a"]),)), Profile("", (Name(row["name_b"]),))
        found = compare(one, other, lexicon=index.lexicon)
        counts[f"{row['kind']} ({'one' if row['is_match'] == '1' else 'two'})"].update(
            n=1, said_one=int(found.score >= BAR and not found.vetoes)
        )
    lines = ["| pairs of names | n | taken for one |", "|---|--:|--:|"]
    lines += [f"| {k} | {c['n']} | {c['said_one'] / c['n']:.3f} |" for k, c in sorted(counts.items())]
    return lines


def bilingual(path: Path, index: FileIndex) -> list[str]:
    """Return how Chinese and English names of one association, given as a list, find each other."""
    rows = [row for row in read_rows(path) if row["name_en"] and row["name_zh"]]
    records = [Profile(row["id"], (Name(row["name_en"], "en"),)) for row in rows]
    lines = []
    right = first = chosen = 0
    for row in rows:
        asked = Profile("", (Name(row["name_zh"], "zh"),))
        found = sorted(
            ((compare(asked, record, lexicon=index.lexicon), record.key) for record in records),
            key=lambda pair: (bool(pair[0].vetoes), -pair[0].score),
        )
        first += found[0][1] == row["id"]
        if found[0][0].score >= BAR and not found[0][0].vetoes:
            chosen += 1
            right += found[0][1] == row["id"]
    lines.append(
        f"{len(rows)} Chinese names, each against the {len(rows)} English ones: first "
        f"{first / len(rows):.3f}, above the bar {chosen}, of these right {right / max(1, chosen):.3f}."
    )
    return lines


def soiled(cases: Sequence[Case], index: FileIndex, records: Path, *, most: int) -> list[str]:
    """Return how names are found as people really write them, a row for each kind of dirt."""
    known = [case for case in cases if case.target in index.records]
    made = list(dirty(known, index.records, cities_of(records), most=most))
    kind_of = {id(case): kind for kind, case in made}
    return measure([case for _kind, case in made], ours(index), lambda case: kind_of[id(case)])


def operators(path: Path, lexicon: Lexicon, folder: Path) -> list[str]:
    """
    Return how bodies of a list with names in several languages are found by each name that is taken away.

    One record for each Wikidata item, under its shown name; asked are its other names.
    """
    records: dict[str, Profile] = {}
    cases: list[Case] = []
    for row in read_rows(path):
        names = json.loads(row["names_json"])
        others = {
            text for key, text in names.items() if key.partition(":")[0] in ("operator", "brand", "name")
        }
        if row["wikidata"] and row["wikidata"] not in records:
            records[row["wikidata"]] = Profile(row["wikidata"], (Name(row["display_name"]),))
            kept = sorted(text for text in others - {row["display_name"]} if not text.startswith("Q"))
            cases += [
                Case(text, row["wikidata"], "", _way(text, row["display_name"]), "label") for text in kept
            ]
    index = FileIndex(records=records.values(), engine=TantivyEngine(folder), lexicon=lexicon)
    lines = measure(cases, ours(index), lambda case: case.script)
    index.close()
    return [f"{len(records)} records, {len(cases)} other names.\n", *lines]


def _way(text: str, other: str) -> str:
    return "same script" if has_han(text) == has_han(other) else "across scripts"


def main() -> None:
    """Measure and print a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("--most", type=int, default=1500)
    parser.add_argument("--plain", type=int, default=300)
    parser.add_argument("--dirty", type=int, default=100, help="dirty names of each kind")
    options = parser.parse_args()
    rows = read_rows(options.sets / "ror_alias_queries_dev.csv")
    print(f"Bar {BAR}, margin {MARGIN} in log odds. Checking half only.\n")
    with ExitStack() as stack:
        kept = [c for c in cases_of(rows, one_per_record=False) if half_of(c.target) == "check"]
        whole = index_without([], options.records, Path(stack.enter_context(TemporaryDirectory())))
        some = kept[: options.most]
        gc.freeze()  # as the command does
        print(f"## The name is in its record\n\n{len(whole.records)} records.\n")
        report("Ours", measure(some, ours(whole), lambda case: group_of(case, whole)))
        report(
            "Ours, country known", measure(some, ours(whole, with_country=True), lambda c: group_of(c, whole))
        )
        report("Plain BM25", measure(some, plain_bm25(whole), lambda case: group_of(case, whole)))
        few = kept[: options.plain]
        report(
            "rapidfuzz token set", measure(few, plain_token_set(whole), lambda case: group_of(case, whole))
        )
        print("## Pairs of names by themselves (CN, VN, TW, HK, MO)\n")
        pairs = read_rows(options.sets / "ror_name_pairs_cn_vn_dev.csv")
        print("\n".join(hard_pairs(pairs, whole)), "\n")
        print("## Chinese associations and foundations\n")
        print("\n".join(bilingual(options.sets / "cn_associations_foundations_bilingual.csv", whole)), "\n")
        print("## Names as people write them\n")
        report("Ours", soiled(kept, whole, options.records, most=options.dirty))
        print("## Non-profit operators of the name suggestion index\n")
        folder = Path(stack.enter_context(TemporaryDirectory()))
        report("Ours", operators(options.sets / "osm_nsi_nonprofit_operators.csv", whole.lexicon, folder))
        whole.close()
        taken = cases_of(rows, one_per_record=True)
        without = index_without(taken, options.records, Path(stack.enter_context(TemporaryDirectory())))
        asked = [c for c in taken if half_of(c.target) == "check" and len(without.records[c.target].names)]
        asked = asked[: options.most]
        print("## The name was taken away from its record\n")
        report("Ours", measure(asked, ours(without), lambda case: group_of(case, without)))
        report(
            "Ours, country known",
            measure(asked, ours(without, with_country=True), lambda c: group_of(c, without)),
        )
        report("Plain BM25", measure(asked, plain_bm25(without), lambda case: group_of(case, without)))
        few = asked[: options.plain]
        report("rapidfuzz token set", measure(few, plain_token_set(without), lambda c: group_of(c, without)))
        without.close()
        one_script = pair_cases(pairs)
        print("## Across scripts: records keep only Latin names and are asked in Han, and the reverse\n")
        for title, keeps_han, cases in one_script:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            index = index_without(
                [], options.records, folder, only=(frozenset(c.target for c in cases), keeps_han)
            )
            chosen = [c for c in cases if half_of(c.target) == "check" and _has(index, c.target, keeps_han)]
            report(title, measure(chosen[: options.most], ours(index), lambda case: case.script))
            index.close()


def _has(index: FileIndex, key: str, han: bool) -> bool:
    return any(has_han(name.text) == han for name in index.records[key].names if name.kind != "acronym")


def report(title: str, lines: Sequence[str]) -> None:
    """Print a table with its title."""
    print(f"### {title}\n")
    print("\n".join(lines), "\n", flush=True)


if __name__ == "__main__":
    main()
