"""What the tests of the engine share: helpers beside them, and no reader process left behind."""

import sys
from pathlib import Path

import pytest

from engine.audit import job

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="module", autouse=True)
def no_cage_left():
    """Stop the process that audits in this process have read files with."""
    yield
    job.close()
