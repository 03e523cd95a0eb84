"""`make soak`: mutated files of every format through the cage; each must end in a result or a named problem.

`python soak_fuzz.py [--seconds S] [--seed N] [--keep FOLDER]`: makes and reads batches until the time is up, prints
what came out by format, and exits 1 where a reader broke (an incident) or a file was lost; those files are kept.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "parsers"))

import hostile_files
import old_word_files
from scan_corpus import Artist, as_pdf

from engine.rulebook.loader import load_rulebook
from parsers.cage import Cage
from parsers.catalogue import Catalogue
from parsers.dossier import parse_dossier
from parsers.problems import Limits
from parsers.reading import Setup

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "dossiers"
BATCH = 24
LIMITS = Limits(seconds=30.0, scan_seconds=60.0)
WORDS = (
    b"\0" * 8,
    b"\xff" * 8,
    b"obj",
    b"endstream",
    b"/Length 99999999",
    b"<w:p>",
    b"PK\x03\x04",
    b"%PDF-",
    b"\\bin9999999 ",
)


def seeds() -> dict[str, list[bytes]]:
    """Whole files to begin with, by extension."""
    page = Artist(3).paper(pages=1).pages[0].reduce(2).convert("RGB")
    found: dict[str, list[bytes]] = defaultdict(list)
    for path in sorted(SAMPLES.glob("*/*"))[:400]:
        if path.suffix in {".pdf", ".docx", ".xlsx"} and path.stat().st_size < 200_000 and len(found[path.suffix]) < 6:
            found[path.suffix].append(path.read_bytes())
    found[".pdf"] += [as_pdf([page]), hostile_files.pdf(2, b"BT /F 12 Tf 100 700 Td (a) Tj ET")]
    for suffix, kind in ((".png", "PNG"), (".jpg", "JPEG"), (".tif", "TIFF")):
        data = io.BytesIO()
        page.save(data, kind)
        found[suffix].append(data.getvalue())
    found[".tif"].append(hostile_files.tiff(3))
    found[".doc"].append(old_word())
    found[".rtf"].append(rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 K\u7870?HO\u7840?CH\par\trowd\cellx100 a\cell\row}")
    return found


def old_word() -> bytes:
    """A Word 97 file of two paragraphs."""
    return old_word_files.doc("KẾ HOẠCH\rkiểm tra đảng viên chấp hành nghị quyết\r" * 12)


def spliced(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The beginning of one file and the end of another."""
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def flipped(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """Some bytes changed."""
    changed = bytearray(data)
    for _n in range(chance.choice((1, 4, 32, 256))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """A piece taken out, often all of the end."""
    start = chance.randrange(len(data))
    return data[:start] + (data[chance.randrange(start, len(data)) :] if chance.random() < 0.5 else b"")


def stuffed(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """Words of the formats put where they do not belong, once or a thousand times."""
    start = chance.randrange(len(data))
    return data[:start] + chance.choice(WORDS) * chance.choice((1, 1, 30, 1_000)) + data[start:]


def doubled(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """A piece repeated."""
    start = chance.randrange(len(data))
    piece = data[start : start + chance.choice((16, 512, 8_192))]
    return data[:start] + piece * chance.choice((2, 8)) + data[start:]


MUTATIONS: tuple[Callable[[bytes, bytes, random.Random], bytes], ...] = (
    spliced,
    flipped,
    flipped,
    cut,
    stuffed,
    doubled,
)


def batch(folder: Path, files: dict[str, list[bytes]], chance: random.Random) -> set[str]:
    """Write mutants into a folder and give their names."""
    names = set()
    for number in range(BATCH):
        suffix = chance.choice(sorted(files))
        data = chance.choice(files[suffix])
        for _ in range(chance.choice((1, 1, 2))):
            data = chance.choice(MUTATIONS)(data, chance.choice(files[suffix]), chance) or b"\0"
        name = f"{number:02d}{suffix}"
        (folder / name).write_bytes(data)
        names.add(name)
    return names


def fuzz(seconds: float, seed: int, keep: Path) -> tuple[dict[str, Counter[str]], list[str]]:
    """Read batches until the time is up; returns what came out by format, and what went wrong."""
    files, chance, catalogue = seeds(), random.Random(seed), load_rulebook(()).catalogue()
    out: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: list[str] = []
    until = time.monotonic() + seconds
    with Cage(Setup(catalogue, LIMITS), LIMITS) as cage:
        while time.monotonic() < until:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                names = batch(folder, files, chance)
                for file, code in outcomes(folder, catalogue, cage, names).items():
                    out[Path(file).suffix][code] += 1
                    if code in {"lost", "incident"}:
                        wrong.append(kept(folder / file, keep, len(wrong)))
    return out, wrong


def outcomes(folder: Path, catalogue: Catalogue, cage: Cage, names: set[str]) -> dict[str, str]:
    """The worst that is said of each file: a problem's code, «read», or «lost» where nothing is said."""
    dossier = parse_dossier(folder, catalogue, limits=LIMITS, cage=cage)
    if dossier.stamped_secret:
        return dict.fromkeys(names, "secret")
    said = {file.path: "read" for document in dossier.documents for file in document.files}
    for problem in dossier.problems:
        if said.get(problem.path) != "incident":
            said[problem.path] = problem.code
    return {name: said.get(name, "lost") for name in names}


def kept(file: Path, keep: Path, number: int) -> str:
    """Keep a file that broke a reader."""
    keep.mkdir(parents=True, exist_ok=True)
    place = keep / f"{number:03d}{file.suffix}"
    place.write_bytes(file.read_bytes())
    return str(place)


def main() -> int:
    """Fuzz, count, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--keep", type=Path, default=Path("build") / "fuzz")
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}")
    out, wrong = fuzz(wanted.seconds, wanted.seed, wanted.keep)
    for suffix, counts in sorted(out.items()):
        print(f"{suffix:6} {sum(counts.values()):6}  " + "  ".join(f"{code} {n}" for code, n in counts.most_common()))
    for place in wrong:
        print(f"MISS  a reader broke: {place}")
    total = sum(sum(counts.values()) for counts in out.values())
    print(f"{'MISS' if wrong else 'ok  '}  {total} mutated files: each a result or a named problem")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
