"""The keys a desk.yaml may have, read off the schema: for messages and for the manual."""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from maildesk.config.schema import DeskConfig
from maildesk.config.yamlfile import Route


def model_at(route: Route) -> type[BaseModel] | None:
    """The model whose keys stand at a route of desk.yaml, or None where no mapping with fixed keys belongs."""
    kind: Any = DeskConfig
    for step in route:
        model = model_in(kind)
        if model is not None:
            found = model.model_fields.get(str(step))
            kind = found.annotation if found else None
        else:
            kind = item_of(kind)
    return model_in(kind)


def field_at(route: Route) -> FieldInfo | None:
    """What the schema says of the key at a route; None where a list's entry or a free name stands."""
    model = model_at(route[:-1])
    return model.model_fields.get(str(route[-1])) if model and route else None


def model_in(kind: Any) -> type[BaseModel] | None:
    """The model a type allows: itself, or the one member of a union that is one."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    if get_origin(kind) in (Union, UnionType, Annotated):
        return next((found for found in map(model_in, get_args(kind)) if found), None)
    return None


def item_of(kind: Any) -> Any:
    """What stands inside a list or mapping type; None for anything else."""
    if get_origin(kind) in (Union, UnionType):
        return next((item for item in map(item_of, get_args(kind)) if item), None)
    if get_origin(kind) is tuple:
        return get_args(kind)[0]
    return get_args(kind)[1] if get_origin(kind) is dict else None
