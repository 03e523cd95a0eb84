"""Draws papers with digital signatures, whole and tampered with; keys and certificates are made on the spot."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, StreamObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter, copy_into_new_writer
from pyhanko.sign import fields, signers
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

BOX = (300, 100, 450, 150)


def certified(name: str) -> signers.SimpleSigner:
    """Give a signer with a certificate of its own making."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(now - dt.timedelta(1)).not_valid_after(now + dt.timedelta(30))
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    made = builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())
    encoded = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(made.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(encoded),
        cert_registry=SimpleCertificateStore(),
    )


def signed(
    data: bytes,
    signer: signers.SimpleSigner,
    name: str = "ky1",
    text: str | None = None,
    box: tuple[int, int, int, int] = BOX,
) -> bytes:
    """Sign a PDF in a new field on its first page; `text` is printed in the field."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    style = TextStampStyle(stamp_text=text, border_width=0) if text else None
    made = signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name=name),
        signer,
        stamp_style=style,
        new_field_spec=fields.SigFieldSpec(name, box=box),
    )
    return made.sign_pdf(writer).getvalue()


def with_page_changed(data: bytes) -> bytes:
    """Put other contents on the first page by an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)
    return _written(writer)


def with_page_added(data: bytes) -> bytes:
    """Add an empty page by an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    contents = writer.add_object(StreamObject(stream_data=b""))
    writer.insert_page(PageObject(contents=contents, media_box=(0, 0, 595, 842), resources=DictionaryObject()))
    return _written(writer)


def with_page_turned(data: bytes) -> bytes:
    """Turn the first page by an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[pdf_name("/Rotate")] = NumberObject(90)
    writer.update_container(page)
    return _written(writer)


def with_field_redrawn(data: bytes) -> bytes:
    """Show something else in the first signature field by an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    field = writer.root["/AcroForm"]["/Fields"][0].get_object()
    shown = DictionaryObject({pdf_name("/Type"): pdf_name("/XObject"), pdf_name("/Subtype"): pdf_name("/Form")})
    shown[pdf_name("/BBox")] = ArrayObject([NumberObject(side) for side in (0, 0, 150, 50)])
    stream = StreamObject(shown, stream_data=b"0 0 150 50 re f")
    field["/AP"] = DictionaryObject({pdf_name("/N"): writer.add_object(stream)})
    writer.update_container(field)
    return _written(writer)


def saved_anew(data: bytes) -> bytes:
    """Write the file as another program would, all objects anew."""
    writer: PdfFileWriter = copy_into_new_writer(PdfFileReader(io.BytesIO(data)))
    return _written(writer)


def with_a_byte_changed(chance: random.Random) -> Callable[[bytes], bytes]:
    """Give what changes one bit of what is drawn on a page or of what is said of the file."""

    def change(data: bytes) -> bytes:
        start = data.index(b"stream") + 8
        places = range(start, data.index(b"endstream", start) - 2)
        changed = bytearray(data)
        changed[chance.choice(places)] ^= 1 << chance.randrange(7)
        return bytes(changed)

    return change


def _written(writer: PdfFileWriter | IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
