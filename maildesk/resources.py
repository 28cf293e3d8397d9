"""Where the shipped files are: templates and rules, the same from a checkout, an editable install and a wheel."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from maildesk.errors import Refused
from maildesk.language import Said

_PACKAGES = {"templates": "maildesk.templates", "rules.d": "maildesk.rules_d"}


def data_dir(name: Literal["templates", "rules.d"]) -> Path:
    """The folder of shipped files; raises Refused where the installation has lost it."""
    spec = find_spec(_PACKAGES[name])
    # Run from a checkout that was never installed, the folder is no package of ours and stands beside us.
    folder = Path(spec.origin).parent if spec and spec.origin else Path(__file__).parent.parent / name
    if not folder.is_dir():
        raise Refused(Said("this installation has lost its {name} folder ({folder}): install maildesk again", name=name, folder=folder))
    return folder
