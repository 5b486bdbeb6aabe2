"""A librarian without a system: reads the letters in a Maildir and answers them, as people do, in their own words.

Usage: correspondent.py SCRIPT

SCRIPT is a JSON file: {"maildir", "smtpPort", "address", "name", "reply" ("Re", "AW", "RE"), "attribution",
"answers": [{"letter", "say" or "page", "headers"}]}. Letters are taken in the order in which they come; to each, the first answer
that names its kind and was not given yet is sent. "say" is a list of texts, one mail each. "page" answers through the
link in the letter, or where it has none, in the last one that had: {"action", "fields"}. Ends when all answers are given;
prints a line for each.
"""

import email
import html.parser
import json
import os
import re
import smtplib
import sys
import time
import urllib.parse
import urllib.request
from email import policy
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

PATIENCE_SECONDS = 90


class Forms(html.parser.HTMLParser):
    """The forms of a page: where each goes, and the values with which its fields come."""

    def __init__(self):
        super().__init__()
        self.forms = []
        self.select = None

    def handle_starttag(self, tag, attributes):
        attribute = dict(attributes)
        if tag == "form":
            self.forms.append({"action": attribute.get("action") or "", "fields": {}, "buttons": []})
        if not self.forms:
            return
        fields = self.forms[-1]["fields"]
        name = attribute.get("name")
        kind = attribute.get("type", "submit" if tag == "button" else "text")
        if tag in ("input", "button") and kind == "submit":
            self.forms[-1]["buttons"].append((name, attribute.get("value", "")))
        elif tag == "input" and name and (kind not in ("radio", "checkbox") or "checked" in attribute):
            fields[name] = attribute.get("value", "")
        elif tag == "textarea" and name:
            fields[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and (self.select not in fields or "selected" in attribute):
            fields[self.select] = attribute.get("value", "")


def letters(maildir):
    """New letters, oldest first; each is read once."""
    folder = os.path.join(maildir, "new")
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        path = os.path.join(folder, name)
        with open(path, "rb") as file:
            letter = email.message_from_binary_file(file, policy=policy.default)
        os.makedirs(os.path.join(maildir, "cur"), exist_ok=True)
        os.rename(path, os.path.join(maildir, "cur", name + ":2,S"))
        yield letter


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def kind_of(letter):
    found = re.search(r"^letter: (\w+)", text_of(letter), re.MULTILINE)
    return found.group(1) if found else None


def write(script, letter, words, headers):
    """A mail as common programs write it: the answer on top, the whole letter quoted below."""
    answer = EmailMessage()
    for name, value in headers.items():
        answer[name] = value
    answer["From"] = f'{script["name"]} <{script["address"]}>'
    answer["To"] = str(letter["Reply-To"] or letter["From"])
    answer["Subject"] = f'{script["reply"]}: {letter["Subject"]}'
    answer["Date"] = formatdate()
    answer["Message-ID"] = make_msgid(domain=script["address"].split("@")[1])
    answer["In-Reply-To"] = letter["Message-ID"]
    answer["References"] = f'{letter.get("References", "")} {letter["Message-ID"]}'.strip()
    quoted = "\n".join("> " + line for line in text_of(letter).splitlines())
    answer.set_content(f'{words}\n\n-- \n{script["name"]}\n\n{script["attribution"]}\n{quoted}\n')
    with smtplib.SMTP("127.0.0.1", script["smtpPort"]) as server:
        server.send_message(answer)


def link_in(letter):
    found = re.search(r"https?://\S+/r/\S+", text_of(letter))
    return found.group(0).rstrip(".>)") if found else None


def fill(link, page):
    """Opens the link of a letter and sends the form of the wanted action."""
    with urllib.request.urlopen(link) as response:
        forms = Forms()
        forms.feed(response.read().decode("utf-8"))
    for form in forms.forms:
        given = dict(form["fields"])
        button = next((b for b in form["buttons"] if page["action"] in b), None)
        if button is None and page["action"] not in given.values():
            continue
        if button is not None and button[0]:
            given[button[0]] = button[1]
        given.update(page.get("fields", {}))
        body = urllib.parse.urlencode(given).encode("ascii")
        with urllib.request.urlopen(urllib.parse.urljoin(link, form["action"]), body) as response:
            return response.status
    raise SystemExit(f'The page offers no {page["action"]}: {forms.forms}')


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        script = json.load(file)
    open_answers = list(script["answers"])
    link = None
    until = time.monotonic() + PATIENCE_SECONDS
    while open_answers:
        for letter in letters(script["maildir"]):
            kind = kind_of(letter)
            link = link_in(letter) or link
            answer = next((a for a in open_answers if a["letter"] == kind), None)
            if answer is None:
                print(f"read {kind}", flush=True)
                continue
            open_answers.remove(answer)
            for words in answer.get("say", []):
                write(script, letter, words, answer.get("headers", {}))
            if "page" in answer:
                fill(link, answer["page"])
            print(f"answered {kind}", flush=True)
        if time.monotonic() > until:
            raise SystemExit(f"No letter came for {open_answers}")
        time.sleep(0.05)


main()
