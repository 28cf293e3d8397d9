"""Which files of a mail may be sent on, and which only came back with the quote of our letter. Pure."""

from __future__ import annotations

from maildesk.mail import Attachment, ParsedMail, SplitText

# Proofs of the mail itself: they prove nothing about a letter that is made from it.
_PROOFS = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})


def files_to_send(mail: ParsedMail) -> tuple[Attachment, ...]:
    """The files of a mail without its own body, whose quotes are split away before anything leaves (law 7)."""
    return tuple(one for one in mail.attachments if not one.is_body)


def own_files(mail: ParsedMail, split: SplitText) -> tuple[Attachment, ...]:
    """The files and pictures that belong to the new words; where it is not sure, a picture is taken for the author's."""
    return tuple(one for one in files_to_send(mail) if one.content_type not in _PROOFS and not _came_back(one, mail.html, split))


def _came_back(one: Attachment, whole: str, split: SplitText) -> bool:
    shown = f"cid:{one.content_id}"
    if one.content_id and shown in split.reply_html:
        return False
    return one.sha256 in split.quoted_files or bool(split.reply_html and one.inline and one.content_id and shown in whole)
