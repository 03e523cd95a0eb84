"""Reads a file or a bundle of a dossier: the job of the worker process. Never raises; what goes wrong is a Problem."""

from __future__ import annotations

import hashlib
import io
import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from parsers.bundles import Job
from parsers.catalogue import Catalogue
from parsers.facts import WHY_CODES as WHY
from parsers.facts import Document, Fact, Problem, SourceFile, read, unreadable
from parsers.listing import FoundFile
from parsers.problems import DEFAULT_LIMITS, FileProblem, Limits
from parsers.raw import RawFile, RawPage
from parsers.readers import READERS
from parsers.sniff import family, format_of, is_mislabelled, may_be_paper, sniff, suffix_of

if TYPE_CHECKING:
    from parsers.bound import Bound, Part
    from parsers.scan_cache import BoundCache

SCAN_TEXT = 25  # fewer glyphs than this beside a picture of some size: a scan
SCAN_SHARE = 0.25
PICTURE_SHARE = 0.6
LEAST_VIETNAMESE = 0.12  # of the letters; ordinary text has a quarter
_VIETNAMESE = re.compile(r"[à-ỹÀ-ỸđĐ]")

_FATAL_TYPES = {"empty": "empty-file", "encrypted-office": "encrypted", "damaged-zip": "damaged"}
_HASH_CHUNK = 1 << 20
ORDINARY_SIZE = 4 << 20  # bytes; a larger file is read piece by piece
NO_PAGES = "no-pages"


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker needs for every file."""

    catalogue: Catalogue
    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file or a bundle; after a secrecy stamp nothing but the flag and the place of the file."""

    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    secret: bool = False
    at: int = 0  # of the stamped file in its bundle, from 0
    later: bool = False  # a scan: to be asked for its stamps, then for its text
    apart: tuple[int, ...] = ()  # files of a bundle that must be read on their own, from 0
    misfit: tuple[str, str, str] | None = None  # code, file, detail: what a person said does not fit


def read_one(job: Job, setup: Setup) -> Outcome:
    """Read and understand one file, or one bundle."""
    if job.step == "forget":
        return _forgotten(job, setup)
    if len(job.files) > 1:
        return _bundle(job, setup)
    (found,) = job.files
    seen: list[tuple[str, SourceFile]] = []
    try:
        kind, source, data = _open(found, setup, seen)
        return _add(_read(kind, data, source, setup, job), _mislabelled(kind, found.path))
    except Exception as error:  # a fault of ours costs this file only
        return unread(found, _problem_of(error), *(seen[0] if seen else ()))


def _bundle(job: Job, setup: Setup) -> Outcome:
    """Read files in a row; those that cannot stand in it are named, and nothing is read yet."""
    from parsers.bound import bind  # noqa: PLC0415 - the worker starts faster without what a file may not need

    parts = []
    odd: dict[int, str] = {}
    for place, found in enumerate(job.files):
        try:
            parts.append(_part(found, setup))
        except Exception as error:
            odd[place] = _problem_of(error).code
    if odd and not job.said:
        return Outcome(apart=tuple(odd))
    if odd:
        place, code = next(iter(odd.items()))
        return Outcome(misfit=("no-pages" if code == NO_PAGES else "unread", job.files[place].path, code))
    try:
        bound = bind(parts)
        return _paged(bound, setup, job)
    except Exception as error:
        return Outcome(apart=tuple(range(len(parts)))) if not job.said else unread_all(job, _problem_of(error))


def _part(found: FoundFile, setup: Setup) -> Part:
    """Open one file of a bundle; raises FileProblem, with NO_PAGES for what is no PDF and no picture."""
    from parsers import scan_files  # noqa: PLC0415 - numpy and the recogniser are loaded where a scan is met only
    from parsers.bound import Part  # noqa: PLC0415 - see _bundle

    kind, source, data = _open(found, setup, [])
    if family(kind) == "image":
        return Part(source, scan_files.image_pages(data), lambda: found.open(setup.limits), is_image=True)
    if kind != "pdf":
        raise FileProblem(NO_PAGES if kind in READERS else _FATAL_TYPES.get(kind, "unsupported"), kind)
    return Part(source, READERS[kind](data, setup.limits), lambda: found.open(setup.limits))


def _open(found: FoundFile, setup: Setup, seen: list[tuple[str, SourceFile]]) -> tuple[str, SourceFile, Path | bytes]:
    data = _at_hand(found.open(setup.limits))
    kind, source = _identify(found.path, data)
    seen.append((kind, source))
    return kind, source, data


def _at_hand(data: Path | bytes) -> Path | bytes:
    """Give the bytes of a file of ordinary size: it is opened once, for its type, its digest and its reader."""
    return data.read_bytes() if isinstance(data, Path) and data.stat().st_size <= ORDINARY_SIZE else data


def _problem_of(error: Exception) -> FileProblem:
    if isinstance(error, FileProblem):
        return error
    if isinstance(error, MemoryError):
        return FileProblem("limit", "memory")
    return FileProblem(
        *(("no-access", type(error).__name__) if isinstance(error, OSError) else ("incident", _place_of(error)))
    )


def _forgotten(job: Job, setup: Setup) -> Outcome:
    """Delete what was kept of the files in earlier runs."""
    from parsers.scan_cache import forget  # noqa: PLC0415 - see _part

    assert job.cache is not None
    for found in job.files:
        with suppress(Exception):  # what cannot be opened was never kept
            forget(job.cache, _open(found, setup, [])[1].sha256)
    return Outcome()


def unread_all(job: Job, problem: FileProblem) -> Outcome:
    """Make the outcome of files none of which could be read."""
    each = [unread(found, problem) for found in job.files]
    return Outcome(tuple(d for one in each for d in one.documents), tuple(p for one in each for p in one.problems))


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


def _read(kind: str, data: Path | bytes, source: SourceFile, setup: Setup, job: Job) -> Outcome:
    from parsers.bound import Part, bind  # noqa: PLC0415 - see _bundle

    if family(kind) == "image":
        from parsers import scan_files  # noqa: PLC0415 - see _part

        return _paged(bind([Part(source, scan_files.image_pages(data), lambda: data, is_image=True)]), setup, job)
    reader = READERS.get(kind) if kind != "html" or may_be_paper(source.path) else None
    if reader is not None:
        bound = bind([Part(source, reader(data, setup.limits), lambda: data)])
        return _paged(bound, setup, job) if kind == "pdf" else _without_pages(bound, setup, job)
    code = _FATAL_TYPES.get(kind, "unsupported")
    if kind == "unknown" and suffix_of(source.path) in {".pdf", ".docx", ".doc"}:
        code = "damaged"  # a paper by its name, rubbish inside
    raise FileProblem(code, kind)


def _without_pages(bound: Bound, setup: Setup, job: Job) -> Outcome:
    if job.starts is not None and job.starts != (0,):
        return Outcome(misfit=("no-pages", job.path, NO_PAGES))
    return _understood(bound, setup)


def _paged(bound: Bound, setup: Setup, job: Job) -> Outcome:
    """Read what has pages, of text or of pictures, after all of them were looked at for stamps of text."""
    from parsers.secrecy import stamp  # noqa: PLC0415 - see _bundle

    count = len(bound.raw.pages)
    if job.starts and max(job.starts) >= count:
        return Outcome(misfit=("no-page", job.path, f"{max(job.starts) + 1}/{count}"))
    scans = tuple(i for i, page in enumerate(bound.raw.pages) if _needs_reading(page))
    if scans or len(bound.parts) > 1:
        for place, part in enumerate(bound.parts):
            if stamp(part.raw):
                return Outcome(secret=True, at=place)
    return _scanned(bound, scans, setup, job) if scans else _understood(bound, setup, job.starts)


def _scanned(bound: Bound, pages: tuple[int, ...], setup: Setup, job: Job) -> Outcome:
    """Read pictures: their stamps in one step, their text in another, or both at once."""
    from parsers import scan_files  # noqa: PLC0415 - see _part

    if job.step == "read":
        return Outcome(later=True)
    scan = scan_files.Scan(bound, pages)
    cache = _cache(bound, setup, job)
    known = cache is not None and cache.is_known  # kept only where no page bore a stamp
    stamped = scan_files.stamped_page(scan, setup.limits) if job.step != "scan" and not known else None
    if stamped is not None:
        return Outcome(secret=True, at=bound.origin(stamped)[0])
    if job.step == "stamps":
        return Outcome(later=True)
    found = scan_files.read_scan(scan, setup.catalogue, setup.limits, cache if job.step == "scan" else None)
    outcome = _understood(found, setup, job.starts) if _shows_text(found) else _unseen(found)
    if cache is not None and job.step == "scan" and not outcome.secret:  # a stamp may be seen in the text alone
        cache.save()
    return outcome


def _shows_text(bound: Bound) -> bool:
    return not all(part.is_image for part in bound.parts) or any(page.text_length for page in bound.raw.pages)


def _unseen(bound: Bound) -> Outcome:
    """Make the outcome of pictures on which nothing could be read."""
    from parsers.bound import placed  # noqa: PLC0415 - see _bundle

    source, count = bound.parts[0].source, len(bound.raw.pages)
    document = unknown_document(source, "scan", read(count, how="image"))
    return Outcome((placed(document, bound, 0, count),), (Problem("scan", source.path),))


def _cache(bound: Bound, setup: Setup, job: Job) -> BoundCache | None:
    """Give what was kept of the files; it is written to only once all stamps of the dossier were looked for."""
    if job.cache is None:
        return None
    from parsers.scan_cache import BoundCache, ScanCache, words_key  # noqa: PLC0415 - see _part

    words = words_key(setup.catalogue)
    kept = [ScanCache(job.cache, part.source.sha256, words) for part in bound.parts]
    return BoundCache(kept, bound.origin)


def _understood(bound: Bound, setup: Setup, starts: tuple[int, ...] | None = None) -> Outcome:
    from parsers.bound import papers_of  # noqa: PLC0415 - see _bundle
    from parsers.legacy_text import mended  # noqa: PLC0415
    from parsers.secrecy import stamp  # noqa: PLC0415

    raw = mended(bound.raw)
    if stamp(bound.raw) or (raw.notes and stamp(raw)):
        return Outcome(secret=True, at=_stamped_part(bound))
    bound = replace(bound, raw=raw)
    path = bound.parts[0].source.path
    return Outcome(tuple(papers_of(bound, setup.catalogue, starts)), tuple(_problems_of(bound.raw, path)))


def _stamped_part(bound: Bound) -> int:
    """Give the place of the file whose page bears the stamp; the first where only its converted text tells."""
    from parsers.secrecy import stamp  # noqa: PLC0415 - see _bundle

    pages = enumerate(bound.raw.pages)
    return next((bound.origin(index)[0] for index, page in pages if stamp(replace(bound.raw, pages=(page,)))), 0)


def _problems_of(raw: RawFile, path: str) -> list[Problem]:
    found = []
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
    silent = outcome.secret or outcome.later or outcome.misfit
    return outcome if silent else replace(outcome, problems=(*outcome.problems, *problems))


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
