"""Files read one after another as one long scan: their pages in a row, and the way back from a page to its file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from parsers.catalogue import Catalogue
from parsers.document import read_paper
from parsers.facts import Document, Location, PageFile, SourceFile
from parsers.file_series import is_machine_named
from parsers.raw import RawFile, RawPage
from parsers.segment import parts_of, renumbered


@dataclass(frozen=True, slots=True)
class Part:
    """One of the files: `open` gives its bytes or its path when a page of it is drawn."""

    source: SourceFile
    raw: RawFile
    open: Callable[[], Path | bytes]
    is_image: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """Files in a row (mostly one) with their pages numbered through."""

    parts: tuple[Part, ...]
    raw: RawFile

    def origin(self, index: int) -> tuple[int, int]:
        """Give the place of the file, and the index in it, of a page (from 0)."""
        starts = self._starts()
        part = bisect_right(starts, index) - 1
        return part, index - starts[part]

    def source_of(self, index: int) -> SourceFile:
        """Give the file of a page (from 0); a file without pages is the only one."""
        return self.parts[self.origin(index)[0]].source

    def with_pages(self, pages: Sequence[RawPage], notes: Sequence[str] = ()) -> Bound:
        """Give the same files with pages that were read."""
        return replace(self, raw=replace(self.raw, pages=tuple(pages), notes=(*self.raw.notes, *notes)))

    def _starts(self) -> list[int]:
        starts = [0]
        for part in self.parts[:-1]:
            starts.append(starts[-1] + len(part.raw.pages))
        return starts


def bind(parts: Sequence[Part]) -> Bound:
    """Put files with pages in a row; one file of any kind stays as it is."""
    if len(parts) == 1:
        return Bound(tuple(parts), parts[0].raw)
    shifts = [sum(len(part.raw.pages) for part in parts[:n]) for n in range(len(parts))]
    raws = [_shifted(part.raw, shift) for part, shift in zip(parts, shifts, strict=True)]
    digital = [raw.digital for raw in raws if raw.digital is not None]
    whole = RawFile(
        "pdf",
        pages=tuple(page for raw in raws for page in raw.pages),
        tables=tuple(table for raw in raws for table in raw.tables),
        page_size=raws[0].page_size,
        signature_fields=sum(raw.signature_fields for raw in raws),
        field_images=sum(raw.field_images for raw in raws),
        field_places=tuple(place for raw in raws for place in raw.field_places),
        field_lines=tuple(line for raw in raws for line in raw.field_lines),
        digital=tuple(each for some in digital for each in some) if digital else None,
        notes=tuple(dict.fromkeys(note for raw in raws for note in raw.notes)),
    )
    return Bound(tuple(parts), whole)


def papers_of(bound: Bound, catalogue: Catalogue, starts: Sequence[int] | None = None) -> Iterator[Document]:
    """Read all facts of the papers of some files; `starts`: indexes of the pages they begin on, as a person said."""
    found = list(parts_of(bound.raw, catalogue, starts))
    for start, raw in found:
        source = bound.source_of(start)
        paper = read_paper(raw, _called(source) if len(found) == 1 else source, catalogue)
        yield placed(paper, bound, start, len(raw.pages))


def placed(paper: Document, bound: Bound, start: int, count: int) -> Document:
    """Give a paper of `count` pages with the files it lies in; `start` is the index of its first page."""
    source = bound.source_of(start)
    origins = [bound.origin(index) for index in range(start, start + count)]
    files = tuple(bound.parts[part].source for part in dict.fromkeys(part for part, _ in origins)) or (source,)
    first = origins[0][1] + 1 if origins else 1
    if (paper.path, paper.files, paper.first_page) != (source.path, files, first):
        paper = replace(paper, path=source.path, files=files, first_page=first)
    if len(bound.parts) == 1:
        return paper
    pages = tuple(PageFile(bound.parts[part].source.path, own + 1) for part, own in origins)
    bundle = bound.parts[0].source.path
    return replace(paper, page_files=pages if len(files) > 1 else (), bundle=bundle, bundle_page=start + 1)


def _called(source: SourceFile) -> SourceFile:
    """Give a picture the name of its folder, which says more than a camera's count."""
    folder = PurePosixPath(source.path).parent
    if source.format != "image" or not folder.name or not is_machine_named(source.path):
        return source
    return replace(source, path=f"{folder}{PurePosixPath(source.path).suffix}")


def _shifted(raw: RawFile, by: int) -> RawFile:
    return replace(
        raw,
        pages=tuple(renumbered(page, page.number + by) for page in raw.pages),
        tables=tuple(replace(table, page=table.page + by) if table.page else table for table in raw.tables),
        field_places=tuple((name, _moved(place, by)) for name, place in raw.field_places),
        field_lines=tuple(line._replace(page=line.page + by) if line.page else line for line in raw.field_lines),
        digital=tuple(replace(each, location=_moved(each.location, by)) for each in raw.digital)
        if raw.digital is not None
        else None,
    )


def _moved(place: Location, by: int) -> Location:
    return replace(place, page=place.page + by) if place.page is not None else place
