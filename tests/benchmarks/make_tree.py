"""Makes a tree of branches and dossiers of any size from the samples, every file with its own bytes, with the truth.

`make_tree.py --into DIR --dossiers N` writes the truth beside the tree: what was planted in the samples, never what a
checker found.
"""

from __future__ import annotations

import argparse
import json
import os
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "dossiers"
_LEFT_OUT = ("hoso-yaml",)  # its verdict rests on the dossier's own hoso.yaml, which decides nothing in an audit
DAY = "2026-11-20"


def samples() -> list[tuple[Path, dict[str, Any]]]:
    """Return the samples fit for an audit with what was planted in each."""
    found: list[tuple[Path, dict[str, Any]]] = []
    for file in sorted(SAMPLES.glob("*.expected.json")):
        name = file.name.removesuffix(".expected.json")
        expected = json.loads(file.read_text(encoding="utf-8"))
        if not any(word in name for word in _LEFT_OUT) and expected["options"]["stage"] in (None, "hoan-chinh"):
            path = SAMPLES / name
            found.append((path if path.is_dir() else path.with_suffix(".zip"), expected))
    return found


def make_tree(into: Path, dossiers: int, *, per_branch: int = 25) -> dict[str, Any]:
    """Make a tree and return its truth: dossier (as shown) -> rules planted, in both senses of «how often»."""
    known = samples()
    by_pack: dict[str | None, list[tuple[Path, dict[str, Any]]]] = {}
    for path, expected in known:
        by_pack.setdefault(expected["options"]["pack"], []).append((path, expected))
    packs = sorted(by_pack, key=str)
    truth: dict[str, Any] = {}
    for number in range(dossiers):
        branch = number // per_branch
        pack = packs[branch % len(packs)]
        chosen = by_pack[pack]
        path, expected = chosen[number % len(chosen)]
        folder = into / f"Chi bo {branch + 1:04d}"
        if number % per_branch == 0:
            folder.mkdir(parents=True)
            (folder / "hoso.yaml").write_text(branch_file(branch, pack), encoding="utf-8")
        target = folder / f"Ho so {number + 1:06d}{path.suffix}"
        copy_own_bytes(path, target, number)
        truth[f"{folder.name}/{target.name}"] = truth_of(expected)
    return truth


def branch_file(branch: int, pack: str | None) -> str:
    lines = ["branch:", f"  name: Chi bộ số {branch + 1}", *([f"  pack: {pack}"] if pack else [])]
    return "\n".join(lines) + "\n"


def truth_of(expected: dict[str, Any]) -> dict[str, Any]:
    fails = Counter(item["rule"] for item in (*expected["fails"], *expected["dismissed"]))
    return {"verdict": expected["verdict"], "fails": dict(sorted(fails.items()))}


def copy_own_bytes(source: Path, target: Path, number: int) -> None:
    """Copy a dossier so that no file has the bytes of another copy: a mark where the format allows one."""
    if source.is_file():
        _copy_zip(source, target, number)
        return
    target.mkdir()
    for file in source.iterdir():
        mark = f"{number}-{file.name}".encode()
        if file.suffix == ".pdf":
            (target / file.name).write_bytes(file.read_bytes() + b"\n%" + mark.hex().encode() + b"\n")
        elif file.suffix == ".docx":
            _copy_zip(file, target / file.name, number)
        else:
            (target / file.name).write_bytes(file.read_bytes())


def _copy_zip(source: Path, target: Path, number: int) -> None:
    data = source.read_bytes()
    target.write_bytes(data)
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = str(number).encode()


def all_files(root: Path) -> Iterator[Path]:
    """Yield the files of a tree."""
    for folder, _, names in os.walk(root):
        yield from (Path(folder) / name for name in names)


def main() -> None:
    """Make a tree from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--dossiers", type=int, default=100)
    chosen = parser.parse_args()
    truth = make_tree(chosen.into, chosen.dossiers)
    truth_file = chosen.into.with_name(chosen.into.name + ".truth.json")
    truth_file.write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{len(truth)} dossiers, {sum(1 for _ in all_files(chosen.into))} files")


if __name__ == "__main__":
    main()
