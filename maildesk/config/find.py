"""Which desk.yaml is meant."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from maildesk.errors import BadConfiguration, Place, Problem
from maildesk.language import Said

ENVIRONMENT = "MAILDESK_DESK"
USUAL_PLACES = (Path("desk.yaml"), Path("/etc/maildesk/desk.yaml"))


def find_desk(option: str | Path | None, environ: Mapping[str, str]) -> Path:
    """The desk's file: the option, else $MAILDESK_DESK, else ./desk.yaml, else /etc/maildesk/desk.yaml.

    A file that is named but not there is an error, never a reason to take another desk. Raises BadConfiguration.
    """
    named = option or environ.get(ENVIRONMENT)
    if named:
        path = Path(named).absolute()
        if path.exists() and not path.is_file():
            raise BadConfiguration(
                [Problem(Place(str(path)), Said("this is no file"), Said("name the desk.yaml in it") if path.is_dir() else Said("name a desk.yaml"))]
            )
        if not path.is_file():
            raise BadConfiguration([Problem(Place(str(path)), Said("there is no such desk"), Said("make one with: maildesk init FOLDER"))])
        return path
    found = next((path for path in USUAL_PLACES if path.is_file()), None)
    if found is None:
        right = Said("name one with --desk FILE or ${variable}, or make one with: maildesk init FOLDER", variable=ENVIRONMENT)
        raise BadConfiguration([Problem(Place("desk.yaml"), Said("no desk is here, nor in /etc/maildesk"), right)])
    return found.absolute()


def named_desk(option: str | Path | None, environ: Mapping[str, str]) -> Path:
    """The place of a desk that may not be there yet: the option, else $MAILDESK_DESK, else the first usual place where one is. Raises BadConfiguration."""
    named = option or environ.get(ENVIRONMENT)
    return Path(named).absolute() if named else find_desk(None, environ)
