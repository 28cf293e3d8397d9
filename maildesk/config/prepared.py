"""What the admin prepared for agents to put into their answers."""

from __future__ import annotations

from typing import Any, Self

from pydantic import model_validator

from maildesk.config.values import Model
from maildesk.errors import Wrong
from maildesk.language import Said


class Canned(Model):
    """A text an agent may put in: one for all, or one a language."""

    text: str = ""
    en: str = ""
    zh_CN: str = ""  # noqa: N815 - the language's name

    @model_validator(mode="before")
    @classmethod
    def _of_text(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.text or self.en or self.zh_CN).strip():
            raise Wrong(Said("it has no words"), Said("write a text, or one each for en and zh_CN"))
        return self


class Article(Model):
    """A page of the knowledge base."""

    title: str
    url: str

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if not self.url.startswith(("https://", "http://")) or any(sign.isspace() for sign in self.url):
            raise Wrong(Said("{url!r} is no address of a page", url=self.url), Said("write it like https://kb.example.com/vpn"))
        return self
