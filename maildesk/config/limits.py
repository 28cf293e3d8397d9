"""Every bound of a desk and what it is where desk.yaml says nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field

from maildesk.config.values import Bound, Model, Size, Span, Whole, size_of


class Limits(Model):
    """Every bound of the desk, in one table; sizes in bytes or with their unit, times as spans."""

    message: Annotated[int, BeforeValidator(size_of), Field(ge=1 << 16)] = 25 << 20
    line: Annotated[int, BeforeValidator(size_of), Field(ge=1000)] = 64 << 10
    headers: Size = 256 << 10
    header: Size = 32 << 10
    header_count: Bound = 1000
    addresses: Bound = 200
    parts: Bound = 500
    depth: Bound = 30
    references: Bound = 50
    encoded_words: Bound = 500
    filename: Bound = 100
    text: Size = 4 << 20
    html: Size = 512 << 10
    html_depth: Bound = 100
    html_tags: Bound = 5000
    rule_text: Bound = 1 << 20
    hops: Bound = 25
    own_hops: Bound = 5
    recipients: Bound = 100
    sessions: Bound = 200
    sessions_per_client: Bound = 20
    session: Span = timedelta(minutes=30)
    commands: Bound = 100
    errors: Bound = 10
    mails_per_sender: Bound = 100  # an hour
    mails_per_domain: Bound = 1000  # an hour
    mails_per_desk: Bound = 5000  # an hour
    refused_logins: Bound = 3
    refused_logins_per_client: Bound = 20  # an hour
    idle: Span = timedelta(minutes=5)
    slowest: Size = 500  # bytes a second, averaged after the first 30 seconds
    free_disk: Annotated[int, BeforeValidator(size_of), Field(ge=0)] = 256 << 20
    workers: Whole = Field(default=2, ge=1, le=64)
    worker_memory: Size = 512 << 20
    worker_cpu: Span = timedelta(seconds=5)
    worker_deadline: Span = timedelta(seconds=30)
    attempts: Bound = 3
    regex: Span = timedelta(seconds=1)
    template: Size = 256 << 10
    notification_attachments: Size = 10 << 20
    ticket_attachments: Annotated[int, BeforeValidator(size_of), Field(ge=0)] = 1 << 30
    daily_attachments: Annotated[int, BeforeValidator(size_of), Field(ge=0)] = 500 << 20  # of one sender
    automatic_per_pair: Annotated[Whole, Field(ge=0)] = 1  # a mailbox to one address, in 24 hours
    automatic_per_address: Annotated[Whole, Field(ge=0)] = 3  # in 24 hours
    automatic_per_domain: Annotated[Whole, Field(ge=0)] = 50  # an hour
    automatic_per_desk: Annotated[Whole, Field(ge=0)] = 600  # an hour
    automatic_unanswered: Annotated[Whole, Field(ge=0)] = 10  # to one address in 30 days, where no person writes to it
    retry_first: Span = timedelta(minutes=5)
    retry_longest: Span = timedelta(seconds=4000)
    give_up: Span = timedelta(days=5)
