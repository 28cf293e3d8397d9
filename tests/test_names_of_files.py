"""What an attachment is called, in each way that programs say it."""

from __future__ import annotations

import pytest

from maildesk.config.limits import Limits
from maildesk.intake.mime.parse import parse
from maildesk.mail import Attachment


def attached(*fields: str) -> tuple[Attachment, ...]:
    parts = "".join(f"--b\n{one}\n\nx\n" for one in fields)
    return parse(f"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n".encode(), Limits()).attachments


TYPE, SHOWN = "Content-Type: application/pdf", "Content-Disposition: attachment"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (f'{TYPE}; name="=?utf-8?B?R3LDvMOfZS5wZGY=?="', "Grüße.pdf"),
        (f"{TYPE}; name==?utf-8?Q?Gr=C3=BC=C3=9Fe zwei.pdf?=", "Grüße zwei.pdf"),
        (f'{TYPE}; name*0="=?utf-8?Q?Gr=C3=BC"; name*1="=C3=9Fe.pdf?="', "Grüße.pdf"),
        (f"{TYPE}\n{SHOWN}; filename*=iso-8859-1'de'Gr%FC%DFe.pdf", "Grüße.pdf"),
        (f"{TYPE}\n{SHOWN}; filename*=\"UTF-8''Gr%C3%BC%C3%9Fe.pdf\"", "Grüße.pdf"),
        (f"{TYPE}\n{SHOWN}; filename*=Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
        (f"{TYPE}\n{SHOWN}; filename*1*=%BC%C3%9Fe.pdf; filename*0*=UTF-8''Gr%C3", "Grüße.pdf"),
        (f"{TYPE}\n{SHOWN}; filename*0*=UTF-8''Gr%C3%BC; filename*1=%C3%9Fe.pdf", "Grüße.pdf"),
        (f"{TYPE}\n{SHOWN}; filename*0*=UTF-8''Gr%C3%BC; filename*1=\"100%25.pdf\"", "Grü100%25.pdf"),
        (f"{TYPE}\n{SHOWN}; filename=Gruss.pdf; filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
        (f'{TYPE}\n{SHOWN}; filename="Gr%C3%BC%C3%9Fe%20zwei.pdf"', "Grüße zwei.pdf"),
        (f'{TYPE}; name="100%25.pdf"', "100%25.pdf"),
        (f'{TYPE}; name="50%C3 off %C3%BC.pdf"', "50%C3 off %C3%BC.pdf"),
        (f"{TYPE}; name=My offer 2.pdf", "My offer 2.pdf"),
        (f'{TYPE}; name="offer.pdf', "offer.pdf"),
        (f"{TYPE} name=offer.pdf", "offer.pdf"),
        (f'{TYPE}; name="C:\\Users\\kim\\offer.pdf"', "offer.pdf"),
        (f'{TYPE}; name="C:\\\\Users\\\\kim\\\\offer.pdf"', "offer.pdf"),
        (f'{TYPE}; name="of\\"fer.pdf"', "of_fer.pdf"),
        (f"{TYPE}; filename=offer.pdf", "offer.pdf"),
        (f"{TYPE}\n{SHOWN}; name=offer.pdf", "offer.pdf"),
        (f"{TYPE}\nContent-Disposition: form-data; name=upload", "file.pdf"),
        (f"{TYPE}\nContent-Disposition: filename=offer.pdf", "offer.pdf"),
        (f'{TYPE}\nContent-Disposition: "attachment; filename=offer.pdf"', "offer.pdf"),
        (f'{TYPE}; name="=?utf-8?Q?Gr=C3=BC=C3=9Fe.pdf?="\n{SHOWN}; filename="Gr??e.pdf"', "Grüße.pdf"),
        (f'{TYPE}; name="Grüße.pdf"\n{SHOWN}; filename="Gr__e.pdf"', "Grüße.pdf"),
        (f'{TYPE}; name="Grüße.pdf"\n{SHOWN}; filename="Gr__t.pdf"', "Gr__t.pdf"),
        (f"{TYPE}; name=u\u0308ber.pdf", "über.pdf"),
        (f"{TYPE}\nContent-Description: Offer 2026\n{SHOWN}", "Offer 2026.pdf"),
        (f"{TYPE}\nContent-Description: Offer\\2026\n{SHOWN}", "Offer_2026.pdf"),
        ("Content-Type: message/rfc822\n\nSubject: Re: a/b\\c", "Re_a_b_c.eml"),
        ("Content-Type: image/png\nContent-Location: http://x.example/img/logo.png", "logo.png"),
        ("Content-Type: image/jpeg\nContent-ID: <image001.jpg@01D1>", "image001.jpg"),
    ],
)
def test_a_name_is_read(written: str, name: str) -> None:
    """By the standard, by what programs take for it, and with letters that were lost on the way."""
    assert [one.filename for one in attached(written)] == [name]


def test_the_file_of_a_macintosh_keeps_its_name() -> None:
    """What the machine knows of it stands before it under the same name (RFC 1740)."""
    files = attached("Content-Type: application/applefile; name=offer.pdf", f"{TYPE}; name=offer.pdf")
    assert [(one.content_type, one.filename) for one in files] == [("application/applefile", "offer1.pdf"), ("application/pdf", "offer.pdf")]


@pytest.mark.parametrize(
    ("written", "other", "disguised"),
    [
        (f"{SHOWN}; filename=bill.exe; filename*=utf-8''bill.pdf", "bill.exe", True),
        (f"{SHOWN}; filename*0=bill; filename*1=.pdf; filename=bill.exe", "bill.exe", True),
        (f"{SHOWN}; filename=bill.pdf; filename=bill.exe", "bill.exe", True),
        (f"{TYPE}; name=bill.pdf; name=bill.exe", "bill.exe", True),
        (f"{TYPE}; name=bill.exe\n{SHOWN}; filename=bill.pdf", "bill.exe", True),
        (f"{TYPE}; name=Bill.pdf\n{SHOWN}; filename=bill.exe; filename*=utf-8''bill.pdf", "bill.exe", True),
        (f"{TYPE}\n{SHOWN}; filename*=utf-8''bill%E2%80%AEfdp.exe", "", True),
        (f"{TYPE}\n{SHOWN}; filename=Gruss.pdf; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "Gruss.pdf", False),
        ("Content-Type: image/jpeg; name=a.jpg\nContent-Disposition: inline; filename=a.JPEG", "a.jpg", False),
        ("Content-Type: image/png; name=image001\nContent-Disposition: inline; filename=image001.png", "image001", False),
        (f"{TYPE}; name=bill.pdf\n{SHOWN}; filename=bill.pdf", "", False),
    ],
)
def test_another_name_is_kept_and_one_of_another_kind_told(written: str, other: str, disguised: bool) -> None:
    """Programs go by the one or the other, so rules see both, and agents hear where they open different things (V134)."""
    mail = parse(f"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n{written}\n\nx\n--b--\n".encode(), Limits())
    [file] = mail.attachments
    assert file.other_name == other
    assert ("disguised-file" in mail.defects) is disguised
