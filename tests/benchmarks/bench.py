"""`make bench`: speed and memory as ratios within one run, on a corpus it makes itself from the sample dossiers.

Every figure is a median over interleaved rounds of CPU time, so that a busy machine shifts all sides alike.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium

from engine.check import CheckOptions, check_with
from engine.check.answers import Answers
from engine.check.choose import choose
from engine.check.run import Run
from engine.inference.evaluate import evaluator
from engine.rulebook import cache
from engine.rulebook.book import Rulebook
from engine.rulebook.loader import load_rulebook
from parsers.dossier import parse_dossier
from parsers.layout import clean
from parsers.pdf import read_pdf
from parsers.vietnamese import bare, fold, tidy

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "dossiers"
CLEAN = SAMPLES / "chi-bo-kiem-tra-clean"


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def interleaved(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median CPU seconds of each work, one after the other, round by round."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            times[name].append(cpu(work))
    return {name: statistics.median(found) for name, found in times.items()}


def pdfium_text(files: list[Path]) -> None:
    """The floor: the same text with pdfium alone, nothing asked of it."""
    for file in files:
        pdf = pdfium.PdfDocument(file)
        for page in pdf:
            text = page.get_textpage()
            text.get_text_range()
            text.close()
            page.close()
        pdf.close()


def plumber_words(files: list[Path]) -> None:
    """The usual loop: pdfplumber, words of every page."""
    for file in files:
        with pdfplumber.open(file) as pdf:
            for page in pdf.pages:
                page.extract_words()
                page.close()


def forget_texts() -> None:
    """Empty the memories of texts: in use every dossier brings its own."""
    for remembering in (fold, tidy, bare, clean):
        remembering.cache_clear()


def fresh_parse(folder: Path, book: Rulebook) -> Callable[[], object]:
    """A whole parse of a folder that knows the catalogue but none of the texts."""
    catalogue = book.catalogue()

    def parse() -> None:
        forget_texts()
        parse_dossier(folder, catalogue, in_process=True)

    return parse


def parsing(book: Rulebook) -> list[tuple[str, str, str, bool]]:
    """Reading and parsing a born-digital dossier against pdfium's own text and against pdfplumber."""
    files = sorted(CLEAN.glob("*.pdf"))
    plain = [file for file in files if not read_pdf(file).tables]
    with tempfile.TemporaryDirectory() as folder:
        for file in plain:
            shutil.copy(file, folder)
        works = {
            "floor": lambda: pdfium_text(files),
            "floor of plain": lambda: pdfium_text(plain),
            "read": lambda: [read_pdf(file) for file in files],
            "plain": fresh_parse(Path(folder), book),
            "parse": (parse := fresh_parse(CLEAN, book)),
        }
        parse()
        close = interleaved(works, 15)
    far = interleaved({"parse": parse, "plumber": lambda: plumber_words(files)}, 2)
    read, floor = close["read"] / close["floor"], close["parse"] / close["floor"]
    without, plumber = close["plain"] / close["floor of plain"], far["plumber"] / far["parse"]
    return [
        ("read only, with ruled tables / pdfium text only", f"{read:.2f} x", "(told)", True),
        (
            "whole parse of papers without ruled tables / pdfium text only",
            f"{without:.2f} x",
            "<= 1.8 x",
            without <= 1.8,
        ),
        ("whole parse, with ruled tables / pdfium text only", f"{floor:.2f} x", "<= 1.8 x", floor <= 1.8),
        ("pdfplumber words / whole parse", f"{plumber:.0f} x", ">= 20 x", plumber >= 20),
    ]


def many_papers(book: Rulebook) -> Run:
    """A dossier of 40 documents (the clean one, over and over) with all rules and its procedure."""
    from dataclasses import replace  # noqa: PLC0415

    dossier = parse_dossier(CLEAN, book.catalogue(), in_process=True)
    papers = [replace(dossier.documents[n % len(dossier.documents)], id=f"d{n + 1:02d}") for n in range(40)]
    dossier = replace(dossier, documents=tuple(papers))
    options = CheckOptions(pack="an-phu-2026")
    answers = Answers.model_validate({})
    return Run(book, dossier, options, answers, choose(book, dossier, options, answers))


def inference(book: Rulebook) -> list[tuple[str, str, str, bool]]:
    """Inference over 40 documents against the parse of as many."""
    run = many_papers(book)
    trees, rows = run.trees(), run.rows
    durable, python = evaluator(trees, "auto"), evaluator(trees, "python")
    pages = 40 / len(list(CLEAN.glob("*.pdf")))
    found = interleaved(
        {
            "durable": lambda: durable.run(rows),
            "python": lambda: python.run(rows),
            "parse": fresh_parse(CLEAN, book),
        },
        7,
    )
    share = found["durable"] / (found["parse"] * pages)
    clauses = sum(len(tree.clauses) for tree in trees)
    what = f"inference ({durable.engine}, {len(trees)} rules, {clauses} clauses) / parse, 40 documents"
    return [
        (what, f"{share:.1%}", "<= 10 %", share <= 0.10),
        ("durable / plain Python", f"{found['durable'] / found['python']:.1f} x", "(told)", True),
    ]


def rulebook() -> list[tuple[str, str, str, bool]]:
    """Loading the whole book from the cache against cold."""
    with tempfile.TemporaryDirectory() as folder:
        cache.folder = lambda: Path(folder)  # type: ignore[assignment]
        load_rulebook()
        found = interleaved({"cold": lambda: load_rulebook(use_cache=False), "warm": load_rulebook}, 7)
    ratio = found["cold"] / found["warm"]
    return [(f"rule book cold ({found['cold'] * 1e3:.0f} ms) / cached", f"{ratio:.1f} x", ">= 10 x", ratio >= 10)]


def whole_check(book: Rulebook) -> list[tuple[str, str, str, bool]]:
    """A whole check of the clean sample, told in milliseconds for orientation only."""
    options = CheckOptions(pack="an-phu-2026", in_process=True)
    spent = statistics.median(cpu(lambda: check_with(book, CLEAN, options)) for _ in range(5))
    return [("one dossier from path to report", f"{spent * 1e3:.0f} ms", "(told)", True)]


def memory(book: Rulebook, rounds: int) -> list[tuple[str, str, str, bool]]:
    """Resident memory over many checks in one process."""
    import psutil  # noqa: PLC0415

    process, options = psutil.Process(), CheckOptions(pack="an-phu-2026", in_process=True)
    for _ in range(rounds // 5):
        check_with(book, CLEAN, options)
    before = process.memory_info().rss
    for _ in range(rounds):
        check_with(book, CLEAN, options)
    after = process.memory_info().rss
    grown = (after - before) / 2**20
    return [(f"growth over {rounds} checks, at {after / 2**20:.0f} MiB", f"{grown:.1f} MiB", "<= 16", grown <= 16)]


def main() -> int:
    """Run the benchmarks and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--soak", action="store_true", help="the long ones too")
    arguments = parser.parse_args()
    book = load_rulebook(use_cache=False)
    rows = [*parsing(book), *inference(book), *rulebook(), *whole_check(book)]
    rows += memory(book, 2000 if arguments.soak else 60)
    for what, found, hold, good in rows:
        print(f"{'ok  ' if good else 'MISS'}  {what:78s} {found:>10s}   hold {hold}")
    return 0 if all(good for *_, good in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
