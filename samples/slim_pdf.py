"""Packs what reportlab writes (PDF 1.4) into object and cross-reference streams (PDF 1.5): a fifth smaller."""

from __future__ import annotations

import re
import struct
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n")
_STREAM = re.compile(rb"^(.*?)/Length (\d+)(.*?)stream\r?\n", re.DOTALL)
_WIDTH = re.compile(rb"(\d+\.\d)\d+")


def slim_pdf(data: bytes) -> bytes:
    """Return the same pages in fewer bytes."""
    objects = _objects(data)
    root = re.search(rb"/Root (\d+) 0 R", data)
    assert root
    plain = {number: _tidy(body) for number, body in objects.items() if b"stream" not in body}
    streams = {number: _packed(body) for number, body in objects.items() if b"stream" in body}
    holder = max(objects) + 1
    streams[holder] = _object_stream(plain)
    return _written(plain, streams, holder, root.group(1))


def _objects(data: bytes) -> dict[int, bytes]:
    """Split the file; a stream is skipped by its own /Length, since its bytes may look like anything."""
    found, place = {}, 0
    while match := _OBJECT.search(data, place):
        head = _STREAM.match(data[match.end() : match.end() + 4000])
        inner = head if head and b"endobj" not in head.group(0) else None
        skip = match.end() + (inner.end() + int(inner.group(2)) if inner else 0)
        end = data.index(b"endobj", skip)
        found[int(match.group(1))] = data[match.end() : end].strip()
        place = end
    return found


def _tidy(body: bytes) -> bytes:
    return re.sub(rb"\s+", b" ", _WIDTH.sub(rb"\1", body)) if b"/Widths" in body else body


def _packed(body: bytes) -> bytes:
    head = _STREAM.match(body)
    assert head
    packed = zlib.compress(zlib.decompress(body[head.end() : head.end() + int(head.group(2))]), 9)
    start = head.group(1) + b"/Length %d" % len(packed) + head.group(3)
    return re.sub(rb"\s+", b" ", start) + b"stream\n" + packed + b"\nendstream"


def _object_stream(plain: dict[int, bytes]) -> bytes:
    places, text = [], b""
    for number, body in plain.items():
        places.append(b"%d %d" % (number, len(text)))
        text += body + b"\n"
    head = b" ".join(places) + b"\n"
    packed = zlib.compress(head + text, 9)
    top = b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >> stream\n"
    return top % (len(plain), len(head), len(packed)) + packed + b"\nendstream"


def _written(plain: dict[int, bytes], streams: dict[int, bytes], holder: int, root: bytes) -> bytes:
    out = bytearray(b"%PDF-1.5\n%\x93\x8c\x8b\x9e\n")
    entries = {0: (0, 0, 65535)}
    for number, body in streams.items():
        entries[number] = (1, len(out), 0)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    entries |= {number: (2, holder, place) for place, number in enumerate(plain)}
    start, last = len(out), holder + 1
    entries[last] = (1, start, 0)
    rows = b"".join(struct.pack(">BLH", *entries.get(number, (0, 0, 0))) for number in range(last + 1))
    packed = zlib.compress(rows, 9)
    top = b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Root %s 0 R /Filter /FlateDecode /Length %d >> stream\n"
    out += top % (last, last + 1, root, len(packed)) + packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)
