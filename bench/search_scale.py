"""
Search at scale: 100,000 generated trilingual organisations, tantivy beside SQLite FTS5 in the same run.

Both engines get the same tokens from our own analysis, are asked the same queries in turn, and are measured
in CPU milliseconds of this process: the whole of ``search()`` (analysis of the query, engine, ranking,
snippets), and the engine alone. ``first`` is the share of queries whose record came first.

    python bench/search_scale.py [--size 100000] [--queries 40] [--engines tantivy] [--write search_scale.md]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

import django  # noqa: E402 - the source folder must be found first
from django.conf import settings  # noqa: E402

ENGINES = ["tantivy", "fts5"]
ASKED_ABOUT = 20_000  # the first records, among which those asked about are picked
SYLLABLES_VI = (
    "an bình cầu đông hải hoà khánh lâm mai nam phong quang sơn tâm thanh thiện thuỷ tiên trúc tùng vân việt "
    "xuân yên ánh bảo châu dương giang hạnh hương kiên lan liên long minh mỹ ngọc nhân phúc phương quý sen"
)
SYLLABLES_ZH = (
    "安宝长春德福光广海和恒华惠吉嘉金康兰乐莲林龙明宁平庆仁瑞山盛松泰天文祥新星兴学阳义永友玉远云正中竹"
)
SYLLABLES_EN = (
    "ash bel cor dun el fair glen har iver kes lan mor nor oak pen quin ros stan thor under ver wil yar zen"
)
HEADS = (
    ("Trung tâm", "中心", "Centre"),
    ("Hội", "协会", "Association"),
    ("Quỹ", "基金会", "Foundation"),
    ("Viện", "研究所", "Institute"),
    ("Liên hiệp", "联合会", "Union"),
    ("Mạng lưới", "网络", "Network"),
)
FIELDS = (
    ("Phát triển Nông thôn", "农村发展", "Rural Development"),
    ("Bảo vệ Môi trường", "环境保护", "Environmental Protection"),
    ("Hỗ trợ Người khuyết tật", "助残服务", "Disability Support"),
    ("Giáo dục Cộng đồng", "社区教育", "Community Education"),
    ("Giao lưu Quốc tế", "国际交流", "International Exchange"),
    ("Sức khoẻ Phụ nữ", "妇女健康", "Women and Health"),
    ("Nước sạch và Vệ sinh", "清洁水与卫生", "Clean Water and Sanitation"),
    ("Thông tin Tổ chức Xã hội", "社会组织信息", "Civil Society Information"),
)
PLACES = (
    ("Hà Nội", "河内", "Hanoi", "VN"),
    ("Đà Nẵng", "岘港", "Danang", "VN"),
    ("Cần Thơ", "芹苴", "Can Tho", "VN"),
    ("Vân Nam", "云南", "Yunnan", "CN"),
    ("Quảng Tây", "广西", "Guangxi", "CN"),
    ("Bắc Kinh", "北京", "Beijing", "CN"),
)
TEXT = (
    "Tổ chức làm việc về {vi} tại {place}. 本机构在{place_zh}从事{zh}工作。 It works on {en} in {place_en}."
)


PAGE = """# Search at scale

`python bench/search_scale.py {arguments}`, Python {python}, {cores} cores.
{size:,} generated trilingual organisations (four names and a text each); the same tokens and the same queries
for both engines, asked in turn in one process. CPU milliseconds; {count} queries of each class.

| build | {heads} |
{rules}
{build}

{queries}

{updates}

"Whole" is `search()`: reading the query, the engine, ranking, snippets; "first" is the share of queries
whose record came first. A typo asks strictly, then with slips allowed, as in
`docs/adr/0009-words-with-slips.md`. Asked about are records among the first 20,000.
"""


def settle_django(folder: Path) -> None:
    """Set up the search application alone."""
    settings.configure(
        INSTALLED_APPS=["banyan.search"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        BANYAN_SEARCH_ENGINE="tantivy",
        BANYAN_INDEX_DIR=folder,
        USE_TZ=True,
    )
    django.setup()


def generated(size: int) -> Iterator[object]:
    """Make organisations whose names share most of their words and differ in an invented one."""
    from banyan.search.documents import SearchDocument, SearchName

    dice = random.Random(7)
    vi, en = SYLLABLES_VI.split(), SYLLABLES_EN.split()
    for number in range(size):
        head, field, place = dice.choice(HEADS), dice.choice(FIELDS), dice.choice(PLACES)
        own_vi = " ".join(dice.choice(vi).title() for _ in range(3))
        own_zh = "".join(dice.choice(SYLLABLES_ZH) for _ in range(4))
        own_en = "".join(dice.choice(en) for _ in range(4)).title()
        acronym = "".join(dice.choice("BCDFGHKLMNPQRSTVX") for _ in range(6))
        yield SearchDocument(
            kind="organisation",
            key=f"g{number}",
            names=(
                SearchName(f"{head[0]} {field[0]} {own_vi} {place[0]}", "vi", "official"),
                SearchName(f"{place[1]}{own_zh}{field[1]}{head[1]}", "zh", "official"),
                SearchName(f"{place[2]} {own_en} {head[2]} for {field[2]}", "en", "official"),
                SearchName(acronym, "", "acronym"),
            ),
            text={
                "": TEXT.format(
                    vi=field[0],
                    zh=field[1],
                    en=field[2],
                    place=place[0],
                    place_zh=place[1],
                    place_en=place[2],
                )
            },
            facets={
                "country": (place[3],),
                "place": (place[2],),
                "topic": (field[2],),
                "language": ("vi", "zh", "en"),
                "year": (str(1990 + number % 35),),
            },
        )


def queries_of(documents: list[object], count: int) -> dict[str, list[tuple[str, str, dict[str, list[str]]]]]:
    """Return by class the queries (typed, key, filters) for records picked at random."""
    from pypinyin import lazy_pinyin

    dice = random.Random(11)
    picked = dice.sample(documents, count)

    def bare(text: str) -> str:
        taken = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
        return "".join(letter for letter in taken if not unicodedata.combining(letter)).lower()

    def slip(text: str) -> str:
        words = text.split()
        long = max(range(len(words)), key=lambda place: len(words[place]))
        word = words[long]
        at = dice.randrange(1, max(2, len(word) - 2))
        words[long] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return " ".join(words)

    ways: dict[str, Callable[[list[str], dict[str, tuple[str, ...]]], tuple[str, dict[str, list[str]]]]] = {
        "exact": lambda names, facets: (names[0], {}),
        "prefix": lambda names, facets: (names[2][: len(names[2].split(" for ")[0]) - 3], {}),
        "typo": lambda names, facets: (slip(names[2].split(" for ")[0]), {}),
        "typo, whole name, two": lambda names, facets: (slip(slip(names[2])), {}),
        "typo, Vietnamese, no accents": lambda names, facets: (slip(bare(names[0])), {}),
        "typo, one wrong Han character": lambda names, facets: (names[1][:4] + "错" + names[1][5:], {}),
        "no accents": lambda names, facets: (bare(names[0]), {}),
        "Han substring": lambda names, facets: (names[1][2:8], {}),
        "pinyin": lambda names, facets: ("".join(lazy_pinyin(names[1][:7])), {}),
        "acronym": lambda names, facets: (names[3].lower(), {}),
        "words + filter": lambda names, facets: (
            " ".join(reversed(names[2].split()[:3])),
            {"country": list(facets["country"]), "year": list(facets["year"])},
        ),
    }
    made: dict[str, list[tuple[str, str, dict[str, list[str]]]]] = {}
    for name, way in ways.items():
        made[name] = []
        for document in picked:
            typed, filters = way([given.text for given in document.names], document.facets)
            made[name].append((typed, document.key, filters))
    broad = [
        ("phat trien", ""),
        ("中心", ""),
        ("international", ""),
        ("hoi", ""),
        ("hanoi", ""),
        ("nuoc sach", ""),
    ]
    made["broad word"] = [(typed, key, {}) for typed, key in broad * max(1, count // len(broad))]
    return made


def build(name: str, folder: str, size: int) -> None:
    """Build one engine's index; run in a process of its own so that memory is that of the build alone."""
    settle_django(Path(folder))
    settings.BANYAN_SEARCH_ENGINE = name
    from banyan.search.domain.analysis import INDEX_VERSION, analyse
    from banyan.search.domain.engines import current_engine

    wall, cpu = time.perf_counter(), time.process_time()
    analysing = inventing = 0.0

    def analysed() -> Iterator[object]:
        nonlocal analysing, inventing
        last = time.process_time()
        for document in generated(size):
            start = time.process_time()
            made = analyse(document)
            stop = time.process_time()
            inventing += start - last
            analysing += stop - start
            yield made
            last = time.process_time()

    current_engine().rebuild(analysed(), version=INDEX_VERSION)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(wall, cpu - inventing, analysing, peak)


def pss() -> int:
    """Return this process's proportional memory in MB."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        next(int(line.split()[1]) for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
        // 1024
    )


def at_rest(name: str, folder: str) -> None:
    """Print the memory of a process that has answered a few queries: before, with the index open."""
    settle_django(Path(folder))
    settings.BANYAN_SEARCH_ENGINE = name
    before = pss()
    from banyan.search.domain.queries import search

    for typed in ("hoi", "trung tam", "中心", "moonbridge"):
        search(query=typed, with_facets=True)
    print(before, pss())


def percentile(values: list[float], share: float) -> float:
    """Return the value below which ``share`` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measured(run: Callable[[], object]) -> tuple[float, object]:
    """Return CPU milliseconds of all threads, and the result."""
    start = time.process_time()
    result = run()
    return (time.process_time() - start) * 1000, result


def ask(documents: list[object], count: int) -> list[str]:
    """Ask both engines everything in turn; return a table."""
    from banyan.search.domain import queries
    from banyan.search.domain.engines import current_engine

    asked = queries_of(documents, count)
    engine_ms: list[float] = []
    original = queries._ask

    def timed(question: object) -> object:
        ms, answer = measured(lambda: original(question))
        engine_ms.append(ms)
        return answer

    queries._ask = timed
    heads = " | ".join(f"{name}: whole, p50 / p95 | engine alone | first" for name in ENGINES)
    lines = [f"| query | {heads} |", "|---" * (1 + 3 * len(ENGINES)) + "|"]
    for typed, _key, _filters in asked["typo"][:3]:  # what is loaded at the first slip is not counted
        for name in ENGINES:
            settings.BANYAN_SEARCH_ENGINE = name
            queries.search(query=typed)
    for with_facets in (False, True):
        for way, typed_queries in asked.items():
            cells = []
            whole: dict[str, list[float]] = {name: [] for name in ENGINES}
            alone: dict[str, list[float]] = {name: [] for name in ENGINES}
            first = dict.fromkeys(ENGINES, 0)
            for typed, key, filters in typed_queries:
                for name in ENGINES:
                    settings.BANYAN_SEARCH_ENGINE = name
                    engine_ms.clear()
                    ms, found = measured(
                        lambda t=typed, f=filters, w=with_facets: queries.search(
                            query=t, filters=f, limit=10, with_facets=w
                        )
                    )
                    whole[name].append(ms)
                    alone[name].append(sum(engine_ms))
                    first[name] += bool(found.hits) and found.hits[0].key == key
            for name in ENGINES:
                cells.append(f"{percentile(whole[name], 0.5):.1f} / {percentile(whole[name], 0.95):.1f}")
                cells.append(f"{percentile(alone[name], 0.5):.1f} / {percentile(alone[name], 0.95):.1f}")
                cells.append(f"{first[name] / len(typed_queries):.3f}" if typed_queries[0][1] else "–")
            lines.append(f"| {way}{' + 6 facets' if with_facets else ''} | {' | '.join(cells)} |")
    queries._ask = original
    for name in ENGINES:
        settings.BANYAN_SEARCH_ENGINE = name
        current_engine().close()
    return lines


def updates(documents: list[object]) -> list[str]:
    """Measure putting one record, and two thousand in one commit, in wall milliseconds."""
    from banyan.search.domain.analysis import analyse
    from banyan.search.domain.engines import current_engine

    lines = [f"| update, wall ms | {' | '.join(ENGINES)} |", "|---" * (1 + len(ENGINES)) + "|"]
    cells: dict[str, list[str]] = {"one record, p50 / p95": [], "2,000 in one commit": []}
    some = [analyse(document) for document in documents[:2000]]
    for name in ENGINES:
        settings.BANYAN_SEARCH_ENGINE = name
        taken = []
        for document in some[:20]:
            start = time.perf_counter()
            current_engine().upsert([document])
            taken.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        current_engine().upsert(some)
        many = (time.perf_counter() - start) * 1000
        cells["one record, p50 / p95"].append(f"{percentile(taken, 0.5):.0f} / {percentile(taken, 0.95):.0f}")
        cells["2,000 in one commit"].append(f"{many:.0f}")
    return lines + [f"| {what} | {' | '.join(values)} |" for what, values in cells.items()]


def main() -> None:
    """Build, ask, print, and write if told to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=40, help="of each class")
    parser.add_argument("--write", metavar="NAME", help="of the page under bench/results")
    parser.add_argument("--engines", nargs="+", default=list(ENGINES))
    parser.add_argument("--folder", type=Path, help="keep indexes here, or ask those that lie here")
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        step, folder = options.step
        kind, _, name = step.partition(":")
        build(name, folder, options.size) if kind == "build" else at_rest(name, folder)
        return
    ENGINES[:] = options.engines
    with tempfile.TemporaryDirectory() as folder:
        report = report_of(options.folder or Path(folder), options.size, options.queries)
    print(report)
    if options.write:
        target = ROOT / "bench" / "results" / options.write
        target.parent.mkdir(exist_ok=True)
        target.write_text(report, encoding="utf-8")


def report_of(folder: Path, size: int, count: int) -> str:
    """Run everything and return the page."""

    def step(what: str) -> list[float]:
        command = [sys.executable, __file__, "--size", str(size), "--step", what, str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return [float(number) for number in done.stdout.split()]

    def built_or_known(name: str) -> list[float]:
        note = folder / f"built-{name}.json"  # an index that is kept keeps what its making took
        if not note.exists():
            note.write_text(json.dumps(step(f"build:{name}")), encoding="utf-8")
        return [float(number) for number in json.loads(note.read_text(encoding="utf-8"))]

    built = {name: built_or_known(name) for name in ENGINES}
    resting = {name: step(f"rest:{name}") for name in ENGINES}
    disk = {
        name: sum(file.stat().st_size for file in (folder / name).rglob("*") if file.is_file()) / 1e6
        for name in ENGINES
    }
    settle_django(folder)
    documents = list(islice(generated(size), ASKED_ABOUT))
    rest = "a searching process at rest, MB PSS (before its first search)"
    rows = [
        ("whole build, wall s", [f"{built[name][0]:.1f}" for name in ENGINES]),
        ("analysis, documents a CPU second", [f"{size / built[name][2]:,.0f}" for name in ENGINES]),
        (
            "engine alone, documents a CPU second",
            [f"{size / (built[name][1] - built[name][2]):,.0f}" for name in ENGINES],
        ),
        (
            "both, documents a CPU second",
            [f"{size / built[name][1]:,.0f}" for name in ENGINES],
        ),
        ("index on disk, MB", [f"{disk[name]:.0f}" for name in ENGINES]),
        ("peak memory of the build, MB RSS", [f"{built[name][3]:.0f}" for name in ENGINES]),
        (rest, [f"{resting[name][1]:.0f} ({resting[name][0]:.0f})" for name in ENGINES]),
    ]
    cpu = os.cpu_count()
    return PAGE.format(
        size=size,
        count=count,
        arguments=" ".join(sys.argv[1:]),
        heads=" | ".join(ENGINES),
        rules="|---" * (1 + len(ENGINES)) + "|",
        python=platform.python_version(),
        cores=cpu,
        build="\n".join(f"| {what} | {' | '.join(values)} |" for what, values in rows),
        queries="\n".join(ask(documents, count)),
        updates="\n".join(updates(documents)),
    )


if __name__ == "__main__":
    main()
