# A Python worker process: the template loads the application once and forks on command, each worker answers requests on a
# stream of its own. The protocol is in WORKER-PROTOCOL.md of vassal.process; only Python's standard library is used.
#
# With one thread a worker is one loop: it reads what has come, perhaps several requests, answers each and reads again. With
# more, the main thread reads and the others answer.
import gc
import importlib
import importlib.util
import io
import os
import re
import resource
import select
import signal
import socket
import stat
import struct
import sys
import threading
import time
import traceback
from collections import deque
from urllib.parse import unquote_to_bytes

FRAME = struct.Struct('<IBBH')
HEAD = struct.Struct('<IBBHHH')
LONGEST_FRAME = (1 << 20) + 1024

REQUEST, BODY, CREDIT, ABORT, RETIRE, HELLO_OK, TAKE_BACK = 1, 2, 3, 4, 5, 6, 8
HELLO, ANSWER, DATA, PULL, BROKEN, STATS, LOG, GIVEN = 65, 66, 67, 69, 70, 73, 74, 77
LAST, FAILED, UNKNOWN_LENGTH, INCLUDED = 1, 2, 2, 8

# An answer up to this leaves as one frame.
WHOLE_BYTES = 128 * 1024
# What is asked for, read and sent at a time.
PORTION = 64 * 1024


class ClientGone(BrokenPipeError):
    """Raised where the client, or the emperor, has left."""


class InvalidAnswer(Exception):
    """The application's answer is none."""


def shown(value):
    """A value for people."""
    try:
        text = repr(value)
    except Exception:
        return 'of class ' + type(value).__name__
    text = text if len(text) <= 80 else text[:80] + '…'
    return text if value is None else '%s (%s)' % (text, type(value).__name__)
