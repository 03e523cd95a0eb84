"""Measures the reading of scans on generated ones, right / wrong / open: `python bench_scans.py [n]`."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from scan_corpus import Artist, Labelled, as_pdf

from engine.rulebook.loader import load_rulebook
from parsers.catalogue import Catalogue
from parsers.dossier import parse_dossier
from parsers.facts import Document, Dossier, Fact
from parsers.vietnamese import bare

Table = dict[str, Counter[str]]
TYPES = {
    "ke-hoach": "ke hoach", "quyet-dinh": "quyet dinh", "bao-cao": "bao cao", "thong-bao": "thong bao",
    "bien-ban": "bien ban",
}  # fmt: skip


def judged(fact: Fact[object], truth: object) -> str:
    """Say whether a fact is right, wrong or open; where there is nothing, «absent» is right."""
    if fact.is_unreadable:
        return "open"
    return "right" if fact.value == truth else "wrong"


def parsed(data: bytes, catalogue: Catalogue) -> Dossier:
    """Parse a scan that lies in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        path.write_bytes(data)
        return parse_dossier(path, catalogue, in_process=True)


def compare(made: Labelled, document: Document, table: Table) -> None:
    """Count what was read of one paper."""
    kind = document.kind
    type_fits = bare(document.type_name.value or "") == TYPES[made.kind]
    table["type"]["right" if type_fits else "open" if document.type_name.is_unreadable else "wrong"] += 1
    table["kind"]["open" if kind.is_unreadable else "right" if _fits(str(kind.value), made.kind) else "wrong"] += 1
    where = "by hand" if made.hand else "printed"
    date = document.date.value
    found = (date.year, date.month, date.day) if date else None
    table[f"number {where}"][judged(document.number, made.number)] += 1
    table[f"date {where}"]["open" if document.date.is_unreadable else "right" if found == made.date else "wrong"] += 1
    _pages(made, document, table)
    _signings(made, document, table)


def _fits(kind: str, made: str) -> bool:
    return made in kind or (made == "bien-ban" and "bien-ban" in kind)


def _pages(made: Labelled, document: Document, table: Table) -> None:
    for page, number in list(zip(document.pages, made.page_numbers, strict=False))[1:]:
        label = page.label
        value = label.value.value if label.value else None
        table["page number"]["open" if label.is_unreadable else "right" if value == number else "wrong"] += 1


def _signings(made: Labelled, document: Document, table: Table) -> None:
    blocks = {bare(block.title or ""): block for block in document.signatures.value or ()}
    for signing in made.signings:
        block = blocks.get(bare(signing.title))
        if block is None and len(made.signings) == len(blocks) == 1:
            block = next(iter(blocks.values()))
        if block is None:
            table["block found"]["open"] += 1
            continue
        table["block found"]["right"] += 1
        table["signed colour" if made.colour else "signed grey"][judged(block.signed, signing.signed)] += 1
        table["seal colour" if made.colour else "seal grey"][judged(block.seal, signing.sealed)] += 1


def main(count: int) -> None:
    """Draw, read, count, print."""
    catalogue = load_rulebook(()).catalogue()
    table: Table = defaultdict(Counter)
    spent, pages = 0.0, 0
    for seed in range(count):
        made = Artist(seed).paper()
        data = as_pdf(made.pages)
        began = time.process_time()
        dossier = parsed(data, catalogue)
        spent += time.process_time() - began
        pages += len(made.pages)
        table["boundaries"]["right" if len(dossier.documents) == 1 else "wrong"] += 1
        if dossier.documents:
            compare(made, dossier.documents[0], table)
    print(f"{count} papers, {pages} pages, {spent / pages:.2f} s CPU a page")
    for name, counts in table.items():
        total = sum(counts.values())
        parts = ((what, counts[what]) for what in ("right", "wrong", "open"))
        shares = "  ".join(f"{what} {number:3} ({number / total:5.1%})" for what, number in parts)
        print(f"{name:16} {shares}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
