"""Where the public data lies that tests read and the project does not copy.

``SALESPERF_SHARED`` names the folder; without it ``../shared`` beside the repository is tried.
A test that needs data that is not there is skipped and says so.
"""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared(*parts: str) -> Path:
    """The path of one file of the shared data; skips the test when it is not there."""
    return _inside("data", *parts)


def cases(name: str) -> Path:
    """The path of a file of published worked examples; skips the test when it is not there."""
    return _inside("cases", name)


def _inside(*parts: str) -> Path:
    folder = Path(os.environ.get("SALESPERF_SHARED", ROOT.parent / "shared"))
    path = folder.joinpath(*parts)
    if not path.exists():
        pytest.skip(
            f"{path} is not there; set SALESPERF_SHARED to the folder that holds {parts[0]}/"
        )
    return path
