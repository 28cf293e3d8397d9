"""desk.yaml: read, checked whole, and given as one frozen value with absolute paths."""

from __future__ import annotations

import ssl
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from maildesk.config.anchor import anchored
from maildesk.config.crosscheck import crosscheck
from maildesk.config.schema import DeskConfig
from maildesk.config.secret import too_open
from maildesk.config.wording import problems_of, real, route_of
from maildesk.config.written import Written, read_written
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
    folder, written = path.absolute().parent, read_written(document)
    config, problems = _validated(document)
    if config is None:
        config = _outlined(written)
    found = (*crosscheck(written), *_missing_files(written, folder), *_open_files(written, folder), *_open_secret(written, path))
    return config and anchored(config, folder), in_order([*document.problems, *problems, *found])


def foreseen(document: Document, path: Path) -> DeskConfig:
    """The desk of a file as it would stand at `path`, before the files it names are there; raises BadConfiguration."""
    config, problems = _validated(document)
    if config is None or problems or document.problems:
        raise BadConfiguration(in_order([*document.problems, *problems]))
    return anchored(config, path.parent)


def _validated(document: Document) -> tuple[DeskConfig | None, tuple[Problem, ...]]:
    """The desk as written, or as it would be without the keys that are wrong."""
    try:
        return DeskConfig.model_validate(document.data), ()
    except ValidationError as error:
        errors = real(dict(one) for one in error.errors(include_url=False))
    problems = problems_of(errors, document)
    try:
        return DeskConfig.model_validate(_without(document.data, {route_of(one["loc"], document) for one in errors})), problems
    except ValidationError:
        return None, problems


def _without(data: Data, wrong: set[Route], route: Route = ()) -> Data:
    """A copy without the wrong keys; entries of lists stay, or the places of the others would shift."""
    if isinstance(data, dict):
        return {key: _without(value, wrong, (*route, key)) for key, value in data.items() if (*route, key) not in wrong}
    if isinstance(data, list):
        return [_without(value, wrong, (*route, number)) for number, value in enumerate(data)]
    return data


_OUTLINE = ("rules", "templates", "state", "canned", "macros", "articles")


def _outlined(written: Written) -> DeskConfig | None:
    """Its names alone, where more cannot be had, so that rules and templates are checked in the same run; None where not all names are known."""
    known = {key: value for key, value in written.desk.items() if key in _OUTLINE}
    known["mailboxes"] = [{"address": box.word, "name": box.word[:60]} for box in written.mailboxes()]
    known["agents"] = [{"address": agent.word, "name": agent.word[:60]} for agent in written.agents()]
    known["teams"] = {name: {} for name in written.team_names()}
    try:
        return None if written.unsure - {"relays"} else DeskConfig.model_validate(known)
    except ValidationError:
        return None


def _missing_files(written: Written, folder: Path) -> Iterator[Problem]:
    for route, path in written.files(folder):
        place = written.document.place(route)
        try:
            kind = path.stat().st_mode
        except PermissionError:
            continue  # the daemon's user may see what this one may not
        except (OSError, ValueError):
            yield Problem(place, Said("{path} is not there", path=path), Said("make it, or take this key away"))
            continue
        if route[-1] in _FOLDERS and not stat.S_ISDIR(kind):
            yield Problem(place, Said("{path} is no folder", path=path), Said("name the folder that holds the files"))
        elif route[-1] not in _FOLDERS and stat.S_ISDIR(kind):
            yield Problem(place, Said("{path} is a folder", path=path), Said("name a file"))
        elif route[-1] == "ca_file":
            yield from _no_certificate(place, path)


_FOLDERS = ("rules", "templates")


def _no_certificate(place: Place, path: Path) -> Iterator[Problem]:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except ssl.SSLError:
        yield Problem(place, Said("{path} holds no certificate", path=path), Said("name a PEM file with -----BEGIN CERTIFICATE----- in it"))
    except OSError:
        return  # the daemon's user may see what this one may not


def _open_files(written: Written, folder: Path) -> Iterator[Problem]:
    """A password others may read is found here, not when the first letter leaves (V151)."""
    for route, path in written.files(folder):
        problem = too_open(path) if route[-1] == "password_file" and not path.is_dir() else None
        if problem:
            yield Problem(written.document.place(route), Said("{path}: {wrong}", path=path, wrong=problem.wrong), problem.right)


def _open_secret(written: Written, path: Path) -> Iterator[Problem]:
    """A database URL with a password makes desk.yaml itself a secret file (V151)."""
    try:
        secret = urlsplit(str(written.desk.get("database", ""))).password
    except ValueError:
        return
    if secret and stat.S_IMODE(path.stat().st_mode) & 0o077:
        right = Said("run: chmod 600 {path}, or keep the password in ~/.pgpass", path=path)
        yield Problem(written.document.place(("database",)), Said("this URL holds a password, and others may read the file"), right)
