"""Measures digital signatures: `python bench_signatures.py [n]`; whole ones called valid, all others not.

Papers of the samples are signed by one or two signers, then left alone or tampered with. Real files are compared with
the signers in their labels; they are no part of the project and may not be here.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from scan_table import Row, row_of
from signed_papers import (
    certified,
    saved_anew,
    signed,
    with_a_byte_changed,
    with_field_redrawn,
    with_page_added,
    with_page_changed,
    with_page_turned,
)

from parsers.digital_blocks import digital_of
from parsers.pdf import read_pdf

ROOT = Path(__file__).resolve().parents[2]
PAPERS = sorted((ROOT / "samples" / "dossiers" / "chi-bo-kiem-tra-clean").glob("*.pdf"))
REAL = ROOT.parent / "shared" / "realdocs"
SECOND = (100, 100, 200, 150)

signer = cache(certified)


def whole(seed: int) -> bytes:
    """Give a paper that a person has signed and, every second time, a body after that."""
    once = signed(PAPERS[seed % len(PAPERS)].read_bytes(), signer("Nguyễn Văn Thử"))
    return signed(once, signer("Đảng uỷ xã Tân Mỹ"), "ky2", box=SECOND) if seed % 2 else once


def ways(seed: int) -> dict[str, Callable[[bytes], bytes]]:
    """Name the ways to tamper with a signed file."""
    return {
        "a bit changed": with_a_byte_changed(random.Random(seed)),
        "page changed": with_page_changed,
        "page added": with_page_added,
        "page turned": with_page_turned,
        "field redrawn": with_field_redrawn,
        "saved anew": saved_anew,
    }


def state(data: bytes) -> str:
    """Say what is read of a file: valid, tampered or cannot tell."""
    digital = digital_of(read_pdf(data))
    found = digital.value or ()
    if any(each.intact.value is False or each.changed.value for each in found):
        return "tampered"
    return "valid" if found and all(each.is_valid for each in found) else "cannot tell"


def judged(found: str, truth: str) -> str:
    """Say whether a state is right, wrong or open."""
    return "open" if found == "cannot tell" else "right" if found == truth else "wrong"


def generated_rows(count: int, tell: Callable[[str], object] = print) -> Iterator[Row]:
    """Count whole and tampered files."""
    valid: Counter[str] = Counter()
    tampered: Counter[str] = Counter()
    for seed in range(count):
        data = whole(seed)
        valid[judged(state(data), "valid")] += 1
        for name, tamper in ways(seed).items():
            found = judged(state(tamper(data)), "tampered")
            tampered[found] += 1
            if found != "right":
                tell(f"  seed {seed}, {name}: {found}")
    yield row_of("generated: digital signatures valid", valid, 1.0, 0.0)
    yield row_of("generated: digital signatures tampered with", tampered, 1.0, 0.0)


def real_rows() -> Iterator[Row]:
    """Compare who has signed the real files with their labels."""
    if not (REAL / "labels.jsonl").is_file():
        yield "real: digital signatures", "not here", "-", True
        return
    counts: Counter[str] = Counter()
    for line in (REAL / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        if label["file"].endswith(".pdf"):
            digital = digital_of(read_pdf(REAL / label["file"]))
            signers = sorted(each.signer or "" for each in digital.value or ())
            right = signers == sorted(label["digital_signers"] or ())
            counts["open" if digital.is_unreadable else "right" if right else "wrong"] += 1
    yield row_of("real: who signed digitally, or nobody", counts, 1.0, 0.0)


def signature_rows(count: int = 8) -> list[Row]:
    """Give the lines of the benchmark."""
    return [*generated_rows(count), *real_rows()]


if __name__ == "__main__":
    for row in signature_rows(int(sys.argv[1]) if len(sys.argv) > 1 else 24):
        print(*row, sep="  ")
