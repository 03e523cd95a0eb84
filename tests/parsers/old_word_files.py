"""Writes tiny Word 97 files for the tests: an OLE container, a header, one piece table, formatted pages."""

from __future__ import annotations

import struct

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole(streams: dict[str, bytes]) -> bytes:
    """Put streams into an OLE file of version 3; each is padded beyond the size of the small ones."""
    blocks, entries, fat = [], [], []
    for name, data in streams.items():
        size = max(4096, len(data))
        count = -(-size // SECTOR)
        entries.append((name, len(fat), size))
        fat += [len(fat) + i + 1 for i in range(count - 1)] + [END]
        blocks.append(data.ljust(count * SECTOR, b"\0"))
    directory = _entry("Root Entry", 5, END, 0, child=1)
    for i, (name, start, size) in enumerate(entries):
        right = i + 2 if i + 1 < len(entries) else FREE
        directory += _entry(name, 2, start, size, right=right)
    directory = directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0")
    first = len(fat)
    count = len(directory) // SECTOR
    fat += [first + i + 1 for i in range(count - 1)] + [END]
    table = len(fat)
    fat.append(FAT)
    assert len(fat) <= SECTOR // 4
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, first, 0, 4096, END, 0, END, 0) + struct.pack("<I", table)
    head += struct.pack("<I", FREE) * 108
    packed = struct.pack(f"<{len(fat)}I", *fat) + struct.pack("<I", FREE) * (SECTOR // 4 - len(fat))
    return head + b"".join(blocks) + directory + packed


def _entry(name: str, kind: int, start: int, size: int, *, child: int = FREE, right: int = FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", FREE, right, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def doc(
    text: str, *, headers: str = "", flags: int = 0x0200, mark: int = 0xA5EC, version: int = 0xC1, **looks
) -> bytes:
    """Make a .doc; `cells` and `rows` name the ends of paragraphs in tables, `deleted` a span of characters."""
    wide = any(ord(letter) > 0xFF for letter in text)
    raw = (text + headers).encode("utf-16-le" if wide else "latin-1")
    start, width = 2048, 2 if wide else 1
    main = bytearray(start + len(raw))
    main[start:] = raw
    struct.pack_into("<HH", main, 0, mark, version)
    struct.pack_into("<H", main, 0x0A, flags)
    struct.pack_into("<8i", main, 0x4C, len(text), 0, len(headers), 0, 0, 0, 0, 0)
    table = bytearray()
    piece = struct.pack("<HIH", 0, start if wide else (start * 2) | 0x40000000, 0)
    plex = struct.pack("<II", 0, len(text + headers)) + piece
    _part(main, table, 33, b"\x02" + struct.pack("<I", len(plex)) + plex)
    _formats(main, table, text, start, width, looks)
    return ole({"WordDocument": bytes(main), "1Table": bytes(table)})


def _part(main: bytearray, table: bytearray, index: int, data: bytes) -> None:
    struct.pack_into("<II", main, 0x9A + 8 * index, len(table), len(data))
    table += data


def _formats(main: bytearray, table: bytearray, text: str, start: int, width: int, looks: dict) -> None:
    ends = [0, *(i + 1 for i, letter in enumerate(text) if letter in "\r\x07")]
    bounds = [start + width * end for end in ends]
    inside, rows, centred = (looks.get(name, ()) for name in ("cells", "rows", "centred"))
    items = []
    for n in range(len(ends) - 1):
        said = b"\x00\x00"
        said += struct.pack("<HB", 0x2416, 1) if n in inside or n in rows else b""
        said += struct.pack("<HB", 0x2417, 1) if n in rows else b""
        said += struct.pack("<HB", 0x2403, 1) if n in centred else b""
        items.append(said)
    _page(main, table, 13, bounds, items, 13)
    a, b = looks.get("deleted", (0, 0))
    cuts = sorted({0, a, b, len(text)})
    runs = [struct.pack("<HB", 0x0800, 1) if a <= cut < b else struct.pack("<HB", 0x0835, 1) for cut in cuts[:-1]]
    _page(main, table, 12, [start + width * cut for cut in cuts], runs, 1)


def _page(main: bytearray, table: bytearray, index: int, bounds: list[int], items: list[bytes], step: int) -> None:
    main.extend(bytes(-len(main) % SECTOR))
    number, page = len(main) // SECTOR, bytearray(SECTOR)
    struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
    at = SECTOR - 2
    for i, item in enumerate(items):
        if step == 13:
            even = item + b"\0" * (len(item) % 2 == 0)
            data = bytes([(len(even) + 1) // 2]) + even
        else:
            data = bytes([len(item)]) + item
        at = (at - len(data)) // 2 * 2
        page[at : at + len(data)] = data
        page[4 * len(bounds) + step * i] = at // 2
    page[-1] = len(items)
    main += page
    _part(main, table, index, struct.pack("<III", bounds[0], bounds[-1], number))
