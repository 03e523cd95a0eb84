"""A TrueType font without its hinting programs: the subset in each sample PDF becomes a third of the size."""

from __future__ import annotations

import io
import itertools
import struct
from pathlib import Path

_KEPT = (b"OS/2", b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name", b"post")
_HINTED_COMPONENT = 0x0100


def slim_font(path: Path) -> io.BytesIO:
    """Return the font at `path` as a file object, with every glyph's instructions taken out."""
    data = path.read_bytes()
    tables = _tables(data)
    glyphs, places = _slim_glyphs(tables)
    tables |= {b"glyf": glyphs, b"loca": places, b"name": _short_name(tables[b"name"])}
    tables[b"head"] = tables[b"head"][:50] + struct.pack(">h", 1) + tables[b"head"][52:]  # long loca
    return io.BytesIO(_joined(data[:4], {tag: tables[tag] for tag in _KEPT}))


def _tables(data: bytes) -> dict[bytes, bytes]:
    count = struct.unpack(">H", data[4:6])[0]
    found = {}
    for number in range(count):
        tag, _, offset, length = struct.unpack(">4sLLL", data[12 + 16 * number : 28 + 16 * number])
        found[tag] = data[offset : offset + length]
    return found


def _slim_glyphs(tables: dict[bytes, bytes]) -> tuple[bytes, bytes]:
    count = struct.unpack(">H", tables[b"maxp"][4:6])[0]
    long = struct.unpack(">h", tables[b"head"][50:52])[0]
    form, scale = (f">{count + 1}L", 1) if long else (f">{count + 1}H", 2)
    offsets = [scale * place for place in struct.unpack(form, tables[b"loca"])]
    out, places = bytearray(), [0]
    for start, end in itertools.pairwise(offsets):
        out += _slim_glyph(tables[b"glyf"][start:end])
        out += b"\0" * (-len(out) % 4)
        places.append(len(out))
    return bytes(out), struct.pack(f">{count + 1}L", *places)


def _slim_glyph(glyph: bytes) -> bytes:
    if not glyph:
        return b""
    contours = struct.unpack(">h", glyph[:2])[0]
    return _slim_simple(glyph, contours) if contours >= 0 else _slim_composite(glyph)


def _slim_simple(glyph: bytes, contours: int) -> bytes:
    at = 10 + 2 * contours
    length = struct.unpack(">H", glyph[at : at + 2])[0]
    return glyph[:at] + b"\0\0" + glyph[at + 2 + length :]


def _slim_composite(glyph: bytes) -> bytes:
    out, at, more = bytearray(glyph[:10]), 10, True
    while more:
        flags = struct.unpack(">H", glyph[at : at + 2])[0]
        more = bool(flags & 0x20)
        size = 4 + (4 if flags & 1 else 2) + (2 if flags & 8 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0)
        out += struct.pack(">H", flags & ~_HINTED_COMPONENT) + glyph[at + 2 : at + size]
        at += size
    return bytes(out)


def _short_name(table: bytes) -> bytes:
    """Keep only the PostScript name records: the licence text is long."""
    _, count, start = struct.unpack(">HHH", table[:6])
    kept, text = [], b""
    for number in range(count):
        record = struct.unpack(">6H", table[6 + 12 * number : 18 + 12 * number])
        if record[3] in (1, 2, 4, 6):
            words = table[start + record[5] : start + record[5] + record[4]]
            kept.append(struct.pack(">6H", *record[:5], len(text)))
            text += words
    return struct.pack(">HHH", 0, len(kept), 6 + 12 * len(kept)) + b"".join(kept) + text


def _joined(version: bytes, tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    head = version + struct.pack(">4H", count, 16 << power, power, 16 * count - (16 << power))
    offset, records, body = 12 + 16 * count, b"", b""
    for tag, data in sorted(tables.items()):
        padded = data + b"\0" * (-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        records += struct.pack(">4sLLL", tag, total, offset, len(data))
        body += padded
        offset += len(padded)
    return head + records + body
