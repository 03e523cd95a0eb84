"""What the tests of the readers share: what our own rules let them recognise, and one file read as one paper."""

import pytest

from engine.rulebook.loader import load_rulebook
from parsers.dossier import parse_dossier
from parsers.facts import Document


@pytest.fixture(scope="session")
def catalogue():
    return load_rulebook(()).catalogue()


@pytest.fixture
def document(tmp_path, catalogue):
    """Read bytes as a file that holds one paper."""

    def read(data: bytes, name: str = "scan.pdf", **options) -> Document:
        (tmp_path / name).write_bytes(data)
        (found,) = parse_dossier(tmp_path / name, catalogue, in_process=True, **options).documents
        return found

    return read
