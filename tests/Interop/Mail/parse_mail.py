"""Parses mail files with Python's email package and prints what it understood as JSON.

Usage: parse_mail.py FILE...   One JSON array, one object for each file; octets are base64.
"""

import base64
import json
import sys
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses

ADDRESS_HEADERS = ("From", "Sender", "Reply-To", "To", "Cc")


def defects_of(message):
    found = [type(defect).__name__ for defect in message.defects]
    for name, value in message.items():
        found += [name + ": " + type(defect).__name__ for defect in getattr(value, "defects", ())]
    for part in message.iter_parts() if message.is_multipart() else ():
        found += defects_of(part)
    return found


def addresses(message, old, name):
    """Addresses by the new parser; names by the old one, since the new one (seen in 3.11) shows the
    white space between two encoded words of a display name, which RFC 2047, 6.2 says to ignore."""
    if message[name] is None:
        return []
    raw = str(old[name]).replace("\r\n", "")
    names = [str(make_header(decode_header(pair[0]))) for pair in getaddresses([raw])]
    return [
        {"name": shown, "local": a.username, "domain": a.domain}
        for shown, a in zip(names, message[name].addresses, strict=True)
    ]


def body(message, kind):
    part = message.get_body(preferencelist=(kind,))
    if part is None or part.get_content_disposition() is not None:
        return None
    return part.get_content()


def content(part):
    payload = part.get_payload(decode=True)
    return base64.b64encode(payload if payload is not None else b"").decode("ascii")


def files(message):
    found = []
    for part in message.walk():
        if part.get_content_disposition() is None:
            continue
        found.append(
            {
                # Not get_filename(): it takes quotes that belong to the name for syntax.
                "name": part["Content-Disposition"].params.get("filename"),
                "type": part.get_content_type(),
                "parameters": {k: v for k, v in part["Content-Type"].params.items()},
                "disposition": part.get_content_disposition(),
                "content": content(part),
            }
        )
    return found


def understand(path):
    with open(path, "rb") as file:
        octets = file.read()
    message = message_from_bytes(octets, policy=policy.default)
    old = message_from_bytes(octets, policy=policy.compat32)
    return {
        "file": path,
        "defects": defects_of(message),
        "headers": [[name, str(value)] for name, value in message.items()],
        "addresses": {name: addresses(message, old, name) for name in ADDRESS_HEADERS},
        "date": message["Date"].datetime.isoformat(),
        "text": body(message, "plain"),
        "html": body(message, "html"),
        "files": files(message),
    }


json.dump([understand(path) for path in sys.argv[1:]], sys.stdout)
