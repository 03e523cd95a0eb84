"""What the tests of the engine share: helpers beside them, and no reader process left behind."""

import sys
from pathlib import Path

import pytest

from engine.audit import job
from engine.audit.store import Store
from engine.audit.store_open import url_of

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="module", autouse=True)
def no_cage_left():
    """Stop the process that audits in this process have read files with."""
    yield
    job.close()


@pytest.fixture
def store(tmp_path):
    """A new store in a file, held for writing."""
    with Store.opened(url_of(str(tmp_path / "s.sqlite"))) as opened:
        yield opened
