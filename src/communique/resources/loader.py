"""Loads the package's resource files."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from communique.errors import ResourceError

try:
    _Loader: Any = yaml.CSafeLoader
except AttributeError:  # PyYAML without libyaml
    _Loader = yaml.SafeLoader


def folder() -> Path:
    """Where the resource files lie (the package is never zipped: the model must be a file)."""
    return Path(str(files("communique.resources")))


def reader_folder() -> Path:
    """The folder of the reader model: ``reader.onnx``, ``reader.json``, ``tokenizer.json``, ``MODEL_CARD.md``."""
    found = folder() / "reader"
    if not (found / "reader.onnx").is_file():
        raise ResourceError(
            f"the reader model is missing at {found}: reinstall the package, or train it with `make train`"
        )
    return found


@cache
def load_yaml(name: str) -> Any:
    """The parsed YAML file ``name`` (relative to the resources folder); ResourceError when missing or malformed."""
    path = folder() / name
    try:
        with path.open("rb") as stream:
            return yaml.load(stream, Loader=_Loader)  # a safe loader
    except (OSError, yaml.YAMLError) as error:
        raise ResourceError(f"cannot load the resource {path}: {error}") from error
