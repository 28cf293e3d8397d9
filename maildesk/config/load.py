"""desk.yaml: read, checked whole, and given as one frozen value with absolute paths."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from maildesk.config.anchor import anchored, files_named
from maildesk.config.crosscheck import crosscheck
from maildesk.config.schema import DeskConfig
from maildesk.config.secret import too_open
from maildesk.config.wording import problems_of, real, route_of
from maildesk.config.yamlfile import Data, Document, Route, in_order, read_yaml
from maildesk.errors import BadConfiguration, Place, Problem
from maildesk.language import Said


def load_config(path: Path) -> DeskConfig:
    """The desk of a file; raises BadConfiguration with every problem in it."""
    config, problems = check_config(path)
    if config is None or problems:
        raise BadConfiguration(problems)
    return config


def check_config(path: Path) -> tuple[DeskConfig | None, tuple[Problem, ...]]:
    """The desk and all its problems. With problems it is good for checking other files against it, never for running."""
    return check_document(read_yaml(path), path)


def check_document(document: Document, path: Path) -> tuple[DeskConfig | None, tuple[Problem, ...]]:
    """The same for the content of that file as it was read."""
    if document.data is None:
        return None, document.problems or (Problem(Place(str(path)), Said("the file is empty"), Said("make a desk with: maildesk init FOLDER")),)
    written, problems = _validated(document)
    if written is None:
        return None, in_order([*document.problems, *problems])
    config = anchored(written, path.absolute().parent)
    found = (*crosscheck(config, document), *_missing_files(config, document), *_open_files(config, document), *_open_secret(config, path, document))
    return config, in_order([*document.problems, *problems, *found])


def foreseen(document: Document, path: Path) -> DeskConfig:
    """The desk of a file as it would stand at `path`, before the files it names are there; raises BadConfiguration."""
    written, problems = _validated(document)
    if written is None or problems or document.problems:
        raise BadConfiguration(in_order([*document.problems, *problems]))
    return anchored(written, path.parent)


def _validated(document: Document) -> tuple[DeskConfig | None, tuple[Problem, ...]]:
    """The desk as written, or as it would be without the keys that are wrong, so that what they refer to is checked in the same run."""
    try:
        return DeskConfig.model_validate(document.data), ()
    except ValidationError as error:
        errors = real(dict(one) for one in error.errors(include_url=False))
    problems = problems_of(errors, document)
    wrong = {route_of(one["loc"], document) for one in errors}
    if any(route[-1:] == ("relay",) or (len(route) < 3 and route[:1] in _REFERRED_TO) for route in wrong):
        return None, problems  # without what is referred to every reference would seem broken
    try:
        return DeskConfig.model_validate(_without(document.data, wrong)), problems
    except ValidationError:
        return None, problems


_REFERRED_TO = {("mailboxes",), ("agents",), ("teams",), ("relays",)}


def _without(data: Data, wrong: set[Route], route: Route = ()) -> Data:
    """A copy without the wrong keys; entries of lists stay, or the places of the others would shift."""
    if isinstance(data, dict):
        return {key: _without(value, wrong, (*route, key)) for key, value in data.items() if (*route, key) not in wrong}
    if isinstance(data, list):
        return [_without(value, wrong, (*route, number)) for number, value in enumerate(data)]
    return data


def _missing_files(config: DeskConfig, document: Document) -> Iterator[Problem]:
    for route, path in files_named(config):
        try:
            path.stat()
        except PermissionError:
            continue  # the daemon's user may see what this one may not
        except OSError:
            yield Problem(document.place(route), Said("{path} is not there", path=path), Said("make it, or take this key away"))


def _open_files(config: DeskConfig, document: Document) -> Iterator[Problem]:
    """A password others may read is found here, not when the first letter leaves (V151)."""
    for route, path in files_named(config):
        problem = too_open(path) if route[-1] == "password_file" else None
        if problem:
            yield Problem(document.place(route), Said("{path}: {wrong}", path=path, wrong=problem.wrong), problem.right)


def _open_secret(config: DeskConfig, path: Path, document: Document) -> Iterator[Problem]:
    """A database URL with a password makes desk.yaml itself a secret file (V151)."""
    try:
        secret = urlsplit(config.database).password
    except ValueError:
        return
    if secret and stat.S_IMODE(path.stat().st_mode) & 0o077:
        right = Said("run: chmod 600 {path}, or keep the password in ~/.pgpass", path=path)
        yield Problem(document.place(("database",)), Said("this URL holds a password, and others may read the file"), right)
