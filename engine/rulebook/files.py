"""Where rule files lie, and one consistent reading of all of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = "HOSO_RULES"
_HERE = Path(__file__).resolve().parent
_TRIES = 5


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One YAML file: its name relative to the folder it came from, the folder's order and its bytes."""

    name: str  # with «/», below rules/ or regulations/: «rules/packs/chung.yaml»
    path: Path
    own: bool  # from a folder of the user's
    data: bytes


def bundled_root() -> Path:
    """Return the folder that holds our own `rules/` and `regulations/`: the checkout, else the installed copy."""
    checkout = _HERE.parent.parent
    return checkout if (checkout / "rules" / "vocabulary.yaml").is_file() else _HERE.parent / "_bundled"


def user_folders(given: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Return the user's rule folders: those given, else those of the environment variable HOSO_RULES."""
    given = tuple(given)
    named = os.environ.get(ENVIRONMENT, "")
    return given or tuple(Path(part) for part in named.split(os.pathsep) if part)


def read_rule_files(folders: Iterable[Path] = (), root: Path | None = None) -> tuple[RuleFile, ...]:
    """Read all rule files of one moment: where a file changes meanwhile everything is read again, never a mix."""
    folders = tuple(folders)
    for _ in range(_TRIES):
        before = signature(folders, root)
        files = tuple(_read(path, name, own=own) for path, name, own in _listing(folders, root or bundled_root()))
        if before == signature(folders, root):
            break
    return files


def signature(folders: Iterable[Path] = (), root: Path | None = None) -> tuple[tuple[str, int, int], ...]:
    """Return path, time and size of every rule file: what changes whenever a file does."""
    root = root or bundled_root()
    tops = (root / "rules", root / "regulations", *folders)
    return tuple(sorted(row for top in tops for row in _signed(os.fspath(top))))


def _signed(folder: str) -> Iterator[tuple[str, int, int]]:
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _signed(entry.path)
        elif _is_rule_file(entry.name):
            stat = entry.stat()
            yield entry.path, stat.st_mtime_ns, stat.st_size


def digest(files: Iterable[RuleFile]) -> str:
    """Return the SHA-256 of all names and bytes: the identity of the rules a report was made with."""
    total = hashlib.sha256()
    for file in sorted(files, key=lambda item: (item.own, item.name)):
        total.update(f"{file.own} {file.name} {len(file.data)}\n".encode())
        total.update(file.data)
    return total.hexdigest()


def _listing(folders: tuple[Path, ...], root: Path) -> list[tuple[Path, str, bool]]:
    found = [
        (path, f"{top}/{path.relative_to(root / top).as_posix()}", False)
        for top in ("rules", "regulations")
        for path in _yaml(root / top)
    ]
    for folder in folders:
        found += [(path, _own_name(path.relative_to(folder)), True) for path in _yaml(folder)]
    return found


def _own_name(relative: Path) -> str:
    """An office's folder may hold rules/ and regulations/, or the rule folders directly."""
    name = relative.as_posix()
    return name if name.startswith(("rules/", "regulations/")) else f"rules/{name}"


def _yaml(folder: Path) -> list[Path]:
    return [Path(path) for path, _, _ in sorted(_signed(os.fspath(folder)))]


def _is_rule_file(name: str) -> bool:
    return name.endswith(".yaml") and not name.startswith(".")


def _read(path: Path, name: str, *, own: bool) -> RuleFile:
    return RuleFile(name, path, own, path.read_bytes())
