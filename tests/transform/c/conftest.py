from pathlib import Path

import pytest

from tests.transform.c.harness import Workbench


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache of objects for all tests: the glue is compiled once a mode."""
    return tmp_path_factory.mktemp("objects")


@pytest.fixture(params=["gcc", "debug"])
def bench(request: pytest.FixtureRequest, tmp_path: Path, cache: Path) -> Workbench:
    """Builds with gcc -O2, and with sanitizers."""
    return Workbench(tmp_path, cache, request.param)


@pytest.fixture
def gcc(tmp_path: Path, cache: Path) -> Workbench:
    return Workbench(tmp_path, cache, "gcc")
