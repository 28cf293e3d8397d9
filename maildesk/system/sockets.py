"""Sockets: unix ones that others connect to, bound safely and private to the daemon's group, and why a server cannot be reached."""

from __future__ import annotations

import errno
import socket
import ssl
import stat
from pathlib import Path

from maildesk.errors import Wrong
from maildesk.language import Said

_MODE = 0o660  # for the mail or web server's group, not for everybody on the machine


def why_unreached(error: BaseException, host: str) -> Said | None:
    """What the system says of a server, in words; None where it is not about reaching it. Libraries wrap the system's error in their own."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            return (
                Said("the name of {host} cannot be looked up now", host=host)
                if cause.errno == socket.EAI_AGAIN
                else Said("there is no host {host}", host=host)
            )
        if isinstance(cause, ConnectionRefusedError):
            return Said("{host} refuses the connection", host=host)
        cause = cause.__cause__ or cause.__context__
    return None


# What helps a program that a provider does not let in.
CHECK_LOGIN = Said("check user and secret; many providers want a password made for programs (an app password), or a token (auth: xoauth2)")
_NOT_NOW, _OTHER_NAME = (9, 10), (62, 64)  # X509_V_ERR_… of OpenSSL


def untrusted(error: BaseException, host: str, key: str = "ca_file: FILE") -> Wrong | None:
    """Why a server's certificate proves nothing to us, and what helps; `key` is where an authority is named. None where the error is another."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    if cause is None:
        return None
    if cause.verify_code in _OTHER_NAME:
        return Wrong(Said("the certificate of {host} is for other names", host=host), Said("name the server as its certificate does"))
    if cause.verify_code in _NOT_NOW:
        wrong = Said("the certificate of {host} does not count today: {why}", host=host, why=cause.verify_message)
        return Wrong(wrong, Said("whoever runs that server has to renew it, or the clock of this machine is wrong"))
    wrong = Said("the certificate of {host} is of no authority that is trusted here ({why})", host=host, why=cause.verify_message)
    return Wrong(wrong, Said("where the authority is your own, name the PEM file with its certificate: {key}", key=key))


def no_authority(ca_file: Path | None, error: Exception) -> Said:
    """Why an authority cannot be read, and what its file has to hold."""
    why = error.strerror if isinstance(error, OSError) and not isinstance(error, ssl.SSLError) else Said("it holds no certificate")
    return Said("the authority {path} cannot be used: {why}; name a PEM file with -----BEGIN CERTIFICATE----- in it", path=ca_file, why=why)


def unix_socket(path: Path) -> socket.socket:
    """A bound socket; what a dead daemon left behind is replaced, what a living one listens on, or a file, is not.

    Raises OSError.
    """
    if path.exists() and not stat.S_ISSOCK(path.stat().st_mode):
        raise OSError(errno.EEXIST, "is a file and no socket; remove it")
    with socket.socket(socket.AF_UNIX) as probe:
        if path.exists() and probe.connect_ex(str(path)) == 0:
            raise OSError(errno.EADDRINUSE, "in use")
    path.unlink(missing_ok=True)
    bound = socket.socket(socket.AF_UNIX)
    try:
        bound.bind(str(path))
        path.chmod(_MODE)  # before listen(): until then nobody gets in
    except OSError:
        bound.close()
        raise
    return bound
