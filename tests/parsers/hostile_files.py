"""Files made to take a reader down: huge pictures, endless frames and pages, streams that never stop inflating."""

from __future__ import annotations

import struct
import zlib

from hypothesis import strategies as st


@st.composite
def torn(draw: st.DrawFn, good: bytes) -> tuple[bytes, bytes]:
    """Good bytes cut off somewhere, and the same bytes with a few others written over them there."""
    cut = draw(st.integers(0, len(good)))
    patch = draw(st.binary(max_size=12))
    return good[:cut], good[:cut] + patch + good[cut + len(patch) :]


def png(width: int, height: int, *, rows: int) -> bytes:
    """A PNG of one bit a pixel that says it is this large and holds so many rows."""
    row = b"\0" * (1 + (width + 7) // 8)
    packer = zlib.compressobj()
    data = b"".join(packer.compress(row) for _ in range(rows)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def tiff(frames: int) -> bytes:
    """A TIFF of so many frames of 8 by 8 pixels that share their picture."""
    pixels = b"\xff" * 64
    tags = ((256, 8), (257, 8), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 8), (279, 64))
    first = 8 + len(pixels)
    size = 2 + 12 * len(tags) + 4
    parts = [b"II*\0" + struct.pack("<I", first) + pixels]
    for frame in range(frames):
        entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
        following = 0 if frame == frames - 1 else first + (frame + 1) * size
        parts.append(struct.pack("<H", len(tags)) + entries + struct.pack("<I", following))
    return b"".join(parts)


def pdf(pages: int, content: bytes = b"", *, picture: bool = False) -> bytes:
    """A PDF of so many pages that share their content; `picture`: each is filled by one small image."""
    draw = b"q 595 0 0 842 0 0 cm /I Do Q" if picture else content
    packed = zlib.compress(draw, 9)
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(pages))
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R"
        b"/Resources<</XObject<</I 4 0 R>>/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
    )
    image = zlib.compress(bytes(range(64)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(image), image),
        *([page] * pages),
    ]
    return _with_xref(objects)


def _with_xref(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
