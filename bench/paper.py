"""
Seconds and memory for a document of some 40 pages and a list of 100,000 rows, each beside an alternative.

    .venv/bin/python bench/paper.py [ROWS]

Every candidate runs in a process of its own; memory is the highest resident set of it and its children.
reportlab is no dependency of ours: install it into an environment of its own and name its Python in
BENCH_OTHERS.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

COMMON = """
import datetime, json, resource, sys, tempfile, time
ROWS = int(sys.argv[1])
NAMES = ["Hội Bảo vệ Nguồn nước", "北京市通州区白鹭读书会", "Reed Group", "Liên hiệp các Hội Sậy Vàng"]
def row(n):
    day = datetime.date(2020, 1, 1) + datetime.timedelta(days=n % 900)
    return [f"bn-{n:08}", *NAMES, "Hà Nội", "Đã đăng ký", day, n, "https://example.org/", "", day]
def done(size):
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    seconds = round(time.perf_counter() - begun, 2)
    print(json.dumps({"seconds": seconds, "MiB": round(max(mine, theirs)), "KiB of file": size // 1024}))
"""
SHEET = """
from banyan.paper.exports import delimited, workbooks
from banyan.paper.exports.sheets import Column, Sheet
columns = tuple(Column(f"C{place}", lambda r, place=place: r[place]) for place in range(12))
sheet = Sheet(title="x", columns=columns, records=(row(n) for n in range(ROWS)), most=10**6)
begun = time.perf_counter()
"""
BLOCKS = """
from banyan.paper.adapters import typesetting, word
from banyan.paper.blocks import *
table = Table((TableColumn("Tên", share=3), TableColumn("机构", share=3), TableColumn("Số", True)),
    tuple(((Run(NAMES[0]),), (Run(NAMES[1]),), (Run(str(n)),)) for n in range(1200)))
words = "Nước sạch cho bản. 清河。 " * 40
parts = tuple(part for n in range(8) for part in (Heading(f"Phần {n}"), Paragraph((Run(words),))))
paper = Paper(title="Báo cáo", language="vi", letterhead=Letterhead("Banyan"), blocks=(*parts, table),
    made_at=datetime.datetime.now(datetime.UTC), page_words="{page}/{pages}", missing_words="{sign}")
begun = time.perf_counter()
"""
REPORTLAB = """
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table
begun = time.perf_counter()
pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
style = ParagraphStyle("x", fontName="STSong-Light", wordWrap="CJK", fontSize=10.5, leading=16)
flow = []
for n in range(8):
    flow += [Paragraph(f"Phần {n}", style), Paragraph("Nước sạch cho bản. 清河。 " * 40, style)]
rows = [("Tên", "机构", "Số"), *((NAMES[0], NAMES[1], str(n)) for n in range(1200))]
flow.append(Table([[Paragraph(text, style) for text in row] for row in rows], repeatRows=1))
with tempfile.TemporaryFile() as file:
    SimpleDocTemplate(file, pagesize=A4).build(flow)
    done(file.tell())
"""
CANDIDATES = {
    "CSV, ours": SHEET + "done(sum(len(piece) for piece in delimited.stream(sheet)))",
    "CSV, csv.writer alone": """
import csv
begun = time.perf_counter()
with tempfile.TemporaryFile("w+", newline="") as file:
    csv.writer(file).writerows(row(n) for n in range(ROWS))
    done(file.tell())
""",
    "XLSX, ours (xlsxwriter)": SHEET
    + """
file = workbooks.write(sheet, about_title="a", now=datetime.datetime.now(datetime.UTC))
done(file.seek(0, 2))
""",
    "XLSX, openpyxl write-only": """
from openpyxl import Workbook
begun = time.perf_counter()
book = Workbook(write_only=True)
sheet = book.create_sheet()
for n in range(ROWS):
    sheet.append(row(n))
with tempfile.TemporaryFile() as file:
    book.save(file)
    done(file.seek(0, 2))
""",
    "XLSX, openpyxl write-only, each text kept a text": """
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
begun = time.perf_counter()
book = Workbook(write_only=True)
sheet = book.create_sheet()
def kept(value):
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value="")
    cell.value, cell.data_type = value, "s"
    return cell
for n in range(ROWS):
    sheet.append([kept(value) for value in row(n)])
with tempfile.TemporaryFile() as file:
    book.save(file)
    done(file.seek(0, 2))
""",
    "PDF, ours (typst, tagged)": BLOCKS + "done(len(typesetting.pdf(paper)))",
    "Word, ours (python-docx)": BLOCKS + "done(len(word.docx(paper, drawn=typesetting.png)))",
    "PDF, reportlab (no tags, no embedded font)": REPORTLAB,
}


def run(name: str, code: str, rows: int) -> dict[str, float] | str:
    """Run one candidate once and return its figures, or why there are none."""
    python = os.environ.get("BENCH_OTHERS", sys.executable) if "reportlab" in name else sys.executable
    done = subprocess.run(
        [python, "-c", COMMON + code, str(rows)],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    if done.returncode:
        return done.stderr.strip().splitlines()[-1][:100]
    found: dict[str, float] = json.loads(done.stdout)
    return found


def line(name: str, code: str, rows: int) -> str:
    """Return the best of three runs as a line of the table: on a shared machine the least disturbed."""
    runs = [run(name, code, rows) for _ in range(3)]
    good = [found for found in runs if isinstance(found, dict)]
    if not good:
        return f"| {name} | – | – | – |  <!-- {runs[0]} -->"
    best = min(good, key=lambda found: found["seconds"])
    return f"| {name} | {best['seconds']} | {best['MiB']} | {best['KiB of file']:,} |"


def main() -> None:
    """Print the table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(
        f"{time.strftime('%Y-%m-%d')}, {rows:,} rows of 12 columns; a document of 1,200 rows, eight parts\n"
    )
    print("| what | seconds | MiB at most | KiB of file |\n|---|---:|---:|---:|")
    for name, code in CANDIDATES.items():
        print(line(name, code, rows), flush=True)


if __name__ == "__main__":
    main()
