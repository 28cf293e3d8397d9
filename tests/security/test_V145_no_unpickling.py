"""V145: stored data is never turned into objects or code by a format that can run code."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCES = sorted((Path(__file__).parent.parent.parent / "maildesk").rglob("*.py"))
_FORMATS = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "jsonpickle"}
_CODE = {"eval", "exec", "compile", "__import__"}


def test_no_module_reads_a_format_that_can_run_code() -> None:
    """Neither pickle and its kin nor `eval` stands anywhere in the code; what is stored is JSON, text and bytes."""
    found = [f"{path.name}: {ast.unparse(node)}" for path in SOURCES for node in ast.walk(ast.parse(path.read_text())) if _dangerous(node)]

    assert found == []


def _dangerous(node: ast.AST) -> bool:
    match node:
        case ast.Import(names=names):
            return any(alias.name.split(".")[0] in _FORMATS for alias in names)
        case ast.ImportFrom(module=str(module)):
            return module.split(".")[0] in _FORMATS
        case ast.Call(func=ast.Name(id=name)):
            return name in _CODE
    return False
