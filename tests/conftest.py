"""What all tests share: no time limit on single examples (speed is measured by benchmarks), a cache of their own."""

import os
import tempfile

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def _own_cache():
    """Keep the user's own cache out of the tests, and the tests out of it."""
    with tempfile.TemporaryDirectory(prefix="hoso-tests-") as folder:
        before = os.environ.get("HOSO_CACHE")
        os.environ["HOSO_CACHE"] = folder
        yield
        if before is None:
            del os.environ["HOSO_CACHE"]
        else:
            os.environ["HOSO_CACHE"] = before
