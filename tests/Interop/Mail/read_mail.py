"""Reads mail files with Python's email package and prints the whole tree of parts as JSON.

Usage: read_mail.py LISTFILE   (one path on each line). One JSON array, one object for each file; octets are base64.
A file on which the package itself fails gives {"error": ...}.
"""

import base64
import json
import sys
from email import message_from_bytes, policy
from email.headerregistry import HeaderRegistry

UNSTRUCTURED = HeaderRegistry(use_default_map=False)
ADDRESS_HEADERS = ("From", "Reply-To", "To", "Cc")


def characters(escaped):
    """Octets beyond ASCII as UTF-8, else as Latin-1: the package would show U+FFFD for all of them."""
    octets = escaped.encode("utf-8", "surrogateescape")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def raw(value):
    return characters(value.replace("\r", "").replace("\n", ""))


def headers(message):
    return [
        [name, raw(value).strip(), str(UNSTRUCTURED("X-Any", raw(value))).replace("\t", " ").strip()]
        for name, value in message.raw_items()
    ]


def addresses(message):
    found = {}
    for name in ADDRESS_HEADERS:
        if message[name] is not None:
            found[name] = [[a.display_name, a.addr_spec] for a in message[name].addresses]
    return found


def text_of(part):
    try:
        text = part.get_content()
    except (LookupError, UnicodeError):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else None


def octets_of(part):
    payload = part.get_payload(decode=True)
    return base64.b64encode(payload if payload is not None else b"").decode("ascii")


def leaf(part, type_name):
    is_text = type_name.startswith("text/")
    return {"content": octets_of(part), "text": text_of(part) if is_text else None}


def part_of(part):
    type_name = part["Content-Type"].content_type if part["Content-Type"] else part.get_content_type()
    read = {
        "type": type_name,
        "disposition": part.get_content_disposition(),
        "fileName": part.get_filename(),
        "parts": [],
    }
    if type_name.startswith("multipart/"):
        if part.is_multipart():
            read["parts"] = [part_of(inner) for inner in part.get_payload()]
        else:
            # The package keeps a multipart without parts as one string; that string is a text for people.
            plain = {"type": "text/plain", "disposition": None, "fileName": None, "parts": []}
            read["parts"] = [plain | {"content": base64.b64encode(string_octets(part)).decode("ascii")}]
    elif part.is_multipart():
        if type_name == "message/rfc822":
            read["message"] = mail_of(part.get_payload(0))
    else:
        read |= leaf(part, type_name)
    return read


def string_octets(part):
    return part.get_payload().encode("ascii", "surrogateescape")


def mail_of(message):
    return {"headers": headers(message), "addresses": addresses(message), "body": part_of(message)}


def understand(path):
    with open(path, "rb") as file:
        octets = file.read()
    try:
        return mail_of(message_from_bytes(octets, policy=policy.default))
    except Exception as fault:  # The package has defects of its own; the test counts them.
        return {"error": type(fault).__name__ + ": " + str(fault)}


with open(sys.argv[1], encoding="utf-8") as listed:
    found = [understand(path) for path in listed.read().splitlines()]
# The package marks octets that it could not decode by half surrogate pairs, which JSON readers refuse.
sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
