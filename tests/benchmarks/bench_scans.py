"""Measures the reading of scans, right / wrong / open, on generated ones and on real ones where they are.

`python bench_scans.py [--papers N] [--bundles N] [--from SEED]`: prints what was found beside what must hold, then the
seeds (of real scans: the files) on which a fact was wrong or open; exits 1 where something was missed. Papers, long
scans and as many runs of sheet numbers are drawn and read by two processes; what is compared with each other in time is
measured by one of them, page after page.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from bench_scans_real import real_rows, real_tally
from bench_signatures import signature_rows
from bench_stamps import stamp_rows
from scan_bundles import Binder
from scan_corpus import Artist, Labelled, as_pdf
from scan_sheets import add_run, add_sheet
from scan_table import Row, Table, Tally, add, judged, row_of

from engine.rulebook.loader import load_rulebook
from parsers.catalogue import Catalogue
from parsers.deskew import grey_of
from parsers.dossier import parse_dossier
from parsers.facts import Document, Dossier, SignatureBlock
from parsers.ocr import PAGE, read_words
from parsers.scan import DPI, ScanReader
from parsers.scan_pictures import pdf_pictures
from parsers.vietnamese import bare

KINDS = {
    "ke-hoach": "ke-hoach-kiem-tra", "quyet-dinh": "quyet-dinh-kiem-tra", "bao-cao": "bao-cao-ket-qua-kiem-tra",
    "thong-bao": "thong-bao-ket-luan-kiem-tra", "bien-ban": "bien-ban-hoi-nghi",
}  # fmt: skip
HOLDS = {  # fact: least right, most wrong (shares); None: told, not held
    "kind": (0.98, 0.005), "number, printed": (0.95, 0.01), "date, printed": (0.95, 0.01),
    "number, by hand": (None, 0.03), "date, by hand": (None, 0.03), "signed or not, all places": (0.97, 0.01),
    "seal, colour": (0.98, 0.01), "seal, grey, called unreadable": (0.98, 0.0), "printed name": (None, 0.01),
    "page number": (0.97, None), "sheet numbered or not": (0.95, 0.01), "sheet with a number": (0.95, 0.01),
    "sheet without one": (0.95, 0.01), "value of a sheet number": (None, 0.02), "run of sheets unbroken": (None, 0.0),
    "boundaries of long scans": (0.98, None),
}  # fmt: skip
TIMED = 4  # every so many papers is timed, too
LEAST_FASTER = 3.0


@dataclass(slots=True)
class Measured:
    """What was counted on one seed, and the seconds that zones and whole pages took."""

    seed: int
    table: Table = field(default_factory=lambda: defaultdict(Counter))
    zones: float = 0.0
    whole: float = 0.0
    pages: int = 0


@cache
def catalogue() -> Catalogue:
    """The rule book's words, once a process."""
    return load_rulebook(()).catalogue()


def parsed(data: bytes) -> Dossier:
    """Parse a scan that lies in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        path.write_bytes(data)
        return parse_dossier(path, catalogue(), in_process=True)


def paper_of(seed: int) -> Measured:
    """Draw and read one paper."""
    made, found = Artist(seed).paper(), Measured(seed)
    data = as_pdf(made.pages)
    found.pages = len(made.pages)
    documents = parsed(data).documents
    found.table["papers parted wrongly"]["right" if len(documents) == 1 else "wrong"] += 1
    compare(made, documents[0], found.table)
    if seed % TIMED == 0:
        found.zones, found.whole = timed(data, len(made.pages))
    return found


def bundle_of(seed: int) -> Measured:
    """Draw and read one long scan."""
    made, found = Binder(seed).bundle(), Measured(seed)
    found.pages = len(made.pages)
    starts = {document.first_page - 1 for document in parsed(as_pdf(made.pages)).documents}
    counts = found.table["boundaries of long scans"]
    for index in range(1, len(made.pages)):
        if index in made.starts or index in starts:
            counts["right" if index in made.starts and index in starts else "wrong"] += 1
    return found


def run_of(seed: int) -> Measured:
    """Draw and read one long run of sheet numbers."""
    found = Measured(seed)
    add_run(seed, found.table)
    return found


def timed(data: bytes, count: int) -> tuple[float, float]:
    """CPU seconds of reading the zones of all pages and the places to sign, and of reading the whole pages."""
    zones = whole = 0.0
    with pdf_pictures(data, [(595.3, 841.9)] * count) as pictures:
        reader = ScanReader(pictures, catalogue())
        for page in range(count):
            began = time.process_time()
            seen = reader.zones(page)
            if page == count - 1:
                reader.end(page, seen)
            zones += time.process_time() - began
            began = time.process_time()
            read_words(grey_of(pictures.draw(page, DPI)), PAGE, dpi=DPI)
            whole += time.process_time() - began
    return zones, whole


def compare(made: Labelled, document: Document, table: Table) -> None:
    """Count what was read of one paper."""
    where = "by hand" if made.hand else "printed"
    date = document.date.value
    found = (date.year, date.month, date.day) if date else None
    add(table, "kind", judged(document.kind, KINDS[made.kind]))
    add(table, f"number, {where}", judged(document.number, made.number))
    add(table, f"date, {where}", judged(document.date, document.date.value if found == made.date else ()))
    for page, number in list(zip(document.pages, made.page_numbers, strict=False))[1:]:
        value = page.label.value.value if page.label.value else None
        add(table, "page number", judged(page.label, page.label.value if value == number else ()))
    for page, text in zip(document.pages, made.sheet_numbers, strict=False):
        add_sheet(page, text, table)
    _signings(made, document, table)


def _signings(made: Labelled, document: Document, table: Table) -> None:
    """A place to sign that was not found is open in all that is asked of it."""
    blocks = [block for block in document.signatures.value or () if block.signed.is_read or block.title or block.name]
    for signing, block in _paired(made, blocks):
        seal = "seal, colour" if made.colour else "seal, grey, called unreadable"
        signed = judged(block.signed, signing.signed) if block else "open"
        add(table, "signed or not, all places", signed)
        add(table, "printed name", "open" if block is None or block.name is None else _same(block.name, signing.name))
        if made.colour:
            add(table, seal, judged(block.seal, signing.sealed) if block else "open")
        else:
            add(table, seal, "right" if block is None or block.seal.is_unreadable else "wrong")


def _paired(made: Labelled, blocks: list[SignatureBlock]) -> Iterator[tuple]:  # type: ignore[type-arg]
    titled = {bare(block.title or ""): block for block in blocks}
    for signing in made.signings:
        only = blocks[0] if len(made.signings) == len(blocks) == 1 else None
        yield signing, titled.get(bare(signing.title), only)


def _same(found: str, name: str) -> str:
    return "right" if bare(found) == bare(name) else "wrong"


@dataclass(slots=True)
class Total:
    """What was counted on all seeds."""

    tally: Tally = field(default_factory=Tally)
    zones: float = 0.0
    whole: float = 0.0
    pages: int = 0

    def take(self, found: Measured) -> None:
        """Add one seed."""
        self.tally.take(str(found.seed), found.table)
        self.zones += found.zones
        self.whole += found.whole
        self.pages += found.pages


def measured(papers: int, bundles: int, first: int) -> Total:
    """Read all papers and long scans with two processes."""
    total = Total()
    jobs: list[tuple[Callable[[int], Measured], int]] = [(paper_of, papers), (bundle_of, bundles), (run_of, bundles)]
    with ProcessPoolExecutor(2) as pool:
        for job, count in jobs:
            for found in pool.map(job, range(first, first + count)):
                total.take(found)
    return total


def rows(total: Total) -> Iterator[Row]:
    """What was found beside what must hold."""
    table = total.tally.table
    for name, (right, wrong) in HOLDS.items():
        yield row_of(f"generated: {name}", table[name], right, wrong)
    yield row_of("generated: papers left whole", table["papers parted wrongly"], 0.98, None)
    if total.zones:
        faster = total.whole / total.zones
        yield "zones / whole pages, the same pages", f"{faster:.2f} x faster", ">= 3 x", faster >= LEAST_FASTER


def main() -> int:
    """Draw, read, count, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=40)
    parser.add_argument("--bundles", type=int, default=8)
    parser.add_argument("--from", dest="first", type=int, default=7_000, help="the first seed")
    wanted = parser.parse_args()
    total = measured(wanted.papers, wanted.bundles, wanted.first)
    print(f"{wanted.papers} papers and {wanted.bundles} long scans drawn, {total.pages} pages")
    real = real_tally(catalogue())
    table = [*rows(total), *stamp_rows(), *signature_rows(), *real_rows(real)]
    for what, found, hold, good in table:
        print(f"{'ok  ' if good else 'MISS'}  {what:44s} {found:>52s}   hold {hold}")
    print("wrong or open, by seed or file:")
    for line in (*total.tally.told(), *(f"real: {line}" for line in real.told())):
        print(f"  {line}")
    return 0 if all(good for *_, good in table) else 1


if __name__ == "__main__":
    sys.exit(main())
