"""Reads one file of a dossier: the job of the worker process. Never raises; what goes wrong becomes a Problem."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from parsers.catalogue import Catalogue
from parsers.facts import WHY_CODES as WHY
from parsers.facts import Document, Fact, Problem, SourceFile, read, unreadable
from parsers.listing import FoundFile
from parsers.problems import DEFAULT_LIMITS, FileProblem, Limits
from parsers.raw import RawFile, RawPage
from parsers.sniff import family, format_of, is_mislabelled, may_be_paper, sniff, suffix_of

if TYPE_CHECKING:
    from parsers.scan_cache import ScanCache

SCAN_TEXT = 25  # fewer glyphs than this beside a picture of some size: a scan
SCAN_SHARE = 0.25
PICTURE_SHARE = 0.6
LEAST_VIETNAMESE = 0.12  # of the letters; ordinary text has a quarter
_VIETNAMESE = re.compile(r"[à-ỹÀ-ỸđĐ]")
SHARE_FOR_OFFICE = 0.6  # of the time of one file, for LibreOffice

_FATAL_TYPES = {"empty": "empty-file", "encrypted-office": "encrypted", "damaged-zip": "damaged"}
_HASH_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker needs for every file."""

    catalogue: Catalogue
    limits: Limits = DEFAULT_LIMITS
    cache: Path | None = None  # folder for what was read of scans
    key: str = ""  # stands for the catalogue: other known words repair other misreadings


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file; after a secrecy stamp nothing but the flag."""

    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    secret: bool = False
    later: bool = False  # a scan: to be asked for its stamps, then for its text


def read_one(found: FoundFile, setup: Setup) -> Outcome:
    """Read and understand one file."""
    source: SourceFile | None = None
    kind: str | None = None
    try:
        data = found.open(setup.limits)
        kind, source = _identify(found.path, data)
        notes = _mislabelled(kind, found.path)
        return _add(_read(kind, data, source, setup, found), notes)
    except FileProblem as problem:
        return unread(found, problem, kind, source)
    except MemoryError:
        return unread(found, FileProblem("limit", "memory"), kind, source)
    except OSError as error:
        return unread(found, FileProblem("no-access", type(error).__name__), kind, source)
    except Exception as error:  # a fault of ours costs this file only
        return unread(found, FileProblem("incident", _place_of(error)), kind, source)


def unread(
    found: FoundFile, problem: FileProblem, kind: str | None = None, source: SourceFile | None = None
) -> Outcome:
    """Make the outcome of a file that could not be read: a Problem and, where it may be a paper, a document."""
    problems = (Problem(problem.code, found.path, problem.detail), *(_mislabelled(kind, found.path) if kind else ()))
    if not may_be_paper(found.path, kind):
        return Outcome(problems=problems)
    source = source or SourceFile(found.path, _format_by_name(found.path), 0, "")
    return Outcome((unknown_document(source, problem.code),), problems)


def unknown_document(source: SourceFile, code: str, pages: Fact[int] | None = None) -> Document:
    """Make a document of which nothing is known but that it exists: it could be any paper."""
    why = code if code in WHY else "damaged" if code == "empty-file" else "not-understood"
    names = [item.name for item in fields(Document) if str(item.type).startswith("Fact[")]
    facts: dict[str, Any] = {name: unreadable(why) for name in names}
    if pages is not None:
        facts["page_count"] = pages
    medium = {"image": "scan", "docx": "word", "doc": "word"}.get(source.format, "other")
    return Document(id="", path=source.path, files=(source,), medium=medium, candidates=("*",), **facts)


def _read(kind: str, data: Path | bytes, source: SourceFile, setup: Setup, job: FoundFile) -> Outcome:
    if family(kind) == "image":
        return _scanned(None, data, source, setup, job)
    reader = _READERS.get(kind) if kind != "html" or may_be_paper(source.path) else None
    if reader is not None:
        raw = reader(data, setup.limits)
        if kind == "pdf" and any(_needs_reading(page) for page in raw.pages):
            return _scanned(raw, data, source, setup, job)
        return _understood(raw, source, setup.catalogue, job.starts)
    code = _FATAL_TYPES.get(kind, "unsupported")
    if kind == "unknown" and suffix_of(source.path) in {".pdf", ".docx", ".doc"}:
        code = "damaged"  # a paper by its name, rubbish inside
    raise FileProblem(code, kind)


def _scanned(raw: RawFile | None, data: Path | bytes, source: SourceFile, setup: Setup, job: FoundFile) -> Outcome:
    """Read a file of pictures: its stamps in one step, its text in another, or both at once."""
    from parsers import scan_files  # noqa: PLC0415 - numpy and the recogniser are loaded where a scan is met only
    from parsers.secrecy import stamp  # noqa: PLC0415

    scan = scan_files.of_image(data) if raw is None else scan_files.of_pdf(raw, data, _needs_reading)
    if raw is not None and stamp(raw):
        return Outcome(secret=True)
    if job.step == "read":
        return Outcome(later=True)
    cache = _cache(setup, source)
    known = cache is not None and cache.is_known  # kept only where no page bore a stamp
    if job.step != "scan" and not known and scan_files.has_stamp(scan, setup.limits):
        return Outcome(secret=True)
    if job.step == "stamps":
        return Outcome(later=True)
    read_raw = scan_files.read_scan(scan, source, setup.catalogue, setup.limits, cache if job.step == "scan" else None)
    if raw is None and not any(page.text_length for page in read_raw.pages):
        count = read(len(scan.pages), how="image")
        return Outcome((unknown_document(source, "scan", count),), (Problem("scan", source.path),))
    return _understood(read_raw, source, setup.catalogue, job.starts)


def _cache(setup: Setup, source: SourceFile) -> ScanCache | None:
    """Give the cache of a file; it is written to only once all stamps of the dossier were looked for."""
    if setup.cache is None:
        return None
    from parsers.scan_cache import ScanCache  # noqa: PLC0415 - see _scanned

    return ScanCache(setup.cache, f"{source.sha256[:24]}{setup.key[:16]}")


def _understood(
    raw: RawFile, source: SourceFile, catalogue: Catalogue, starts: tuple[int, ...] | None = None
) -> Outcome:
    from parsers.document import understand  # noqa: PLC0415 - the worker starts faster without what a file may not need
    from parsers.legacy_text import mended  # noqa: PLC0415
    from parsers.secrecy import stamp  # noqa: PLC0415

    if stamp(raw) or ((raw := mended(raw)).notes and stamp(raw)):
        return Outcome(secret=True)
    return Outcome(tuple(understand(raw, source, catalogue, starts)), tuple(_problems_of(raw, source.path)))


def _problems_of(raw: RawFile, path: str) -> list[Problem]:
    found = []
    if "page-limit" in raw.notes:
        found.append(Problem("limit", path, "pages", fatal=False))
    if "scan-limit" in raw.notes:
        found.append(Problem("limit", path, "time", fatal=False))
    if "unreadable-page" in raw.notes:
        found.append(Problem("damaged", path, "page", fatal=False))
    scans = sum(is_scan(page) for page in raw.pages)
    if scans:
        found.append(Problem("scan", path, f"{scans}/{len(raw.pages)}", fatal=scans == len(raw.pages)))
    return found


def is_scan(page: RawPage) -> bool:
    """True for a picture instead of text."""
    return page.scan is None and page.text_length < SCAN_TEXT and page.image_share > SCAN_SHARE


def _needs_reading(page: RawPage) -> bool:
    """True for a picture, also where some other program has put a text under it that is no Vietnamese."""
    if is_scan(page):
        return True
    if page.scan is not None or page.image_share < PICTURE_SHARE or page.text_length < SCAN_TEXT:
        return False
    text = "".join(line.text for line in page.lines)
    letters = sum(c.isalpha() for c in text)
    return letters == 0 or len(_VIETNAMESE.findall(text)) < LEAST_VIETNAMESE * letters


def _pdf(data: Path | bytes, limits: Limits) -> RawFile:
    from parsers.pdf import read_pdf  # noqa: PLC0415 - see _understood

    return read_pdf(data, max_pages=limits.pages)


def _docx(data: Path | bytes, limits: Limits) -> RawFile:  # noqa: ARG001 - one call for all readers
    from parsers.word import read_docx  # noqa: PLC0415 - see _understood

    return read_docx(data)


def _doc(data: Path | bytes, limits: Limits) -> RawFile:
    from parsers.old_word import read_doc  # noqa: PLC0415 - see _understood

    return read_doc(data, seconds=limits.seconds * SHARE_FOR_OFFICE)


def _rtf(data: Path | bytes, limits: Limits) -> RawFile:  # noqa: ARG001 - see _docx
    from parsers.rtf import read_rtf  # noqa: PLC0415 - see _understood

    return read_rtf(data)


def _html(data: Path | bytes, limits: Limits) -> RawFile:  # noqa: ARG001 - see _docx
    from parsers.html_word import read_html  # noqa: PLC0415 - see _understood

    return read_html(data)


def _sheet(data: Path | bytes, limits: Limits) -> RawFile:  # noqa: ARG001 - see _docx
    from parsers.sheet import read_sheet  # noqa: PLC0415 - see _understood

    return read_sheet(data)


_READERS: dict[str, Callable[[Path | bytes, Limits], RawFile]] = {
    "pdf": _pdf,
    "docx": _docx,
    "doc": _doc,
    "rtf": _rtf,
    "html": _html,
    "xlsx": _sheet,
}


def _identify(path: str, data: Path | bytes) -> tuple[str, SourceFile]:
    with _stream(data) as stream:
        kind = sniff(stream)
        stream.seek(0)
        digest = hashlib.sha256()
        size = 0
        while chunk := stream.read(_HASH_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return kind, SourceFile(path, format_of(kind), size, digest.hexdigest())


@contextmanager
def _stream(data: Path | bytes) -> Any:
    stream: BinaryIO = data.open("rb") if isinstance(data, Path) else io.BytesIO(data)
    with stream:
        yield stream


def _mislabelled(kind: str, path: str) -> tuple[Problem, ...]:
    if not is_mislabelled(kind, path):
        return ()
    return (Problem("mislabelled", path, family(kind), fatal=False),)


def _add(outcome: Outcome, problems: tuple[Problem, ...]) -> Outcome:
    return outcome if outcome.secret or outcome.later else Outcome(outcome.documents, (*outcome.problems, *problems))


def _format_by_name(path: str) -> str:
    suffix = suffix_of(path)
    kind = {".docm": "docx", ".dotx": "docx", ".dot": "doc"}.get(suffix, suffix.lstrip("."))
    return format_of({"jpg": "jpeg", "jpe": "jpeg", "tif": "tiff"}.get(kind, kind))


def _place_of(error: Exception) -> str:
    """Give the kind of an error and the line of ours it came from, never its words: they may quote the paper."""
    trace = error.__traceback__
    place = ""
    while trace is not None:
        name = Path(trace.tb_frame.f_code.co_filename)
        if name.parent.name == "parsers":
            place = f" {name.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return type(error).__name__ + place
