#!/usr/bin/python3
"""Plays a Tesseract that a document has taken over: says as words what it could reach."""

import os
import socket
import sys

if sys.argv[1] == "--list-langs":
    print("List of available languages (1):\neng")
    sys.exit()

home, port = sys.stdin.read().split()[-2:]


def could(attempt):
    try:
        attempt()
    except OSError as error:
        return error.__class__.__name__
    return "could"


tried = {
    "read": could(lambda: open(os.path.join(home, "secret")).close()),
    "list": could(lambda: os.listdir(home)),
    "write": could(lambda: open(os.path.join(home, "left"), "w").close()),
    "connect": could(lambda: socket.create_connection(("127.0.0.1", int(port)))),
}
print("a table")
for number, (what, went) in enumerate(tried.items(), 1):
    print(5, 1, 1, 1, 1, number, 0, 0, 1, 1, 99, f"{what}:{went}", sep="\t")
