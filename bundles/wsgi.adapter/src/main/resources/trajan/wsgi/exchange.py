

class Exchange:
    """One request on its way through the application."""

    def __init__(self, worker, id):
        self.worker = worker
        self.id = id
        self.credit = worker.credit
        self.inbox = deque()
        self.begun = self.ended = self.gone = self.body_ended = self.body_failed = self.followed = False
        self.head = None

    # ---- what the emperor sends for it; on the thread that reads ----

    def note(self, type, flags, payload):
        if type == BODY:
            if payload:
                self.inbox.append(payload)
            if flags & LAST:
                self.body_ended = True
            if flags & FAILED:
                self.body_failed = True
        elif type == CREDIT:
            self.credit += int.from_bytes(payload[:4], 'little')
        elif type == ABORT:
            self.gone = True

    def follow(self):
        if not self.followed:
            self.followed = True
            self.worker.followed[self.id] = self

    def pull(self):
        """The next piece of the body, waiting for it; empty at the end."""
        if self.inbox:
            return self.inbox.popleft()
        if not self.body_ended:
            self.follow()
            self.worker.send(PULL, 0, self.id, struct.pack('<I', PORTION))
            self.worker.wait(lambda: self.inbox or self.body_ended or self.gone)
            if self.inbox:
                return self.inbox.popleft()
        if self.body_failed or not self.body_ended:
            raise ConnectionResetError('the client has left or broke the request off')
        return b''

    # ---- the answer ----

    def whole(self, status, fields, body):
        """All of it, in one write if it is not too long."""
        if len(body) > WHOLE_BYTES:
            if not re.search(rb'(?:^|\0)content-length\0', fields, re.IGNORECASE):
                fields += (b'\0' if fields else b'') + b'content-length\0%d' % len(body)
            self.start(status, fields)
            self.emit(body)
            return self.finish()
        self.begun = self.ended = True
        size = 4 + len(fields) + len(body)
        self.worker.write(HEAD.pack(size, ANSWER, LAST, self.id, status, len(fields)) + fields + body)

    def start(self, status, fields):
        """The head; it leaves with the first chunk."""
        self.begun = True
        self.follow()
        self.head = struct.pack('<HH', status, len(fields)) + fields

    def emit(self, chunk):
        """A chunk of the answer, sent at once as far as there is credit."""
        size = len(chunk)
        at = 0
        while at < size and not self.ended:
            part = min(PORTION, size - at)
            self.reserve(part)
            self.push(chunk if part == size else chunk[at:at + part])
            at += part

    def push(self, chunk):
        head, self.head = self.head, None
        if head is None:
            self.worker.send(DATA, 0, self.id, chunk)
        else:
            self.worker.send(ANSWER, 0, self.id, head + chunk)

    def reserve(self, size):
        if self.credit < size:
            if self.head is not None:
                self.push(b'')
            self.worker.wait(lambda: self.credit >= size or self.gone)
        if self.gone:
            raise ClientGone('the client has left')
        with self.worker.lock:
            self.credit -= size

    def finish(self):
        if not self.ended:
            self.ended = True
            head, self.head = self.head, None
            self.worker.send(DATA if head is None else ANSWER, LAST, self.id, head or b'')

    def break_off(self, reason):
        """Breaks off an answer that was begun."""
        if not self.ended:
            if self.head is not None:
                self.push(b'')
            self.ended = True
            self.worker.send(BROKEN, 0, self.id, reason.encode('utf-8', 'replace'))

    def release(self):
        if self.followed:
            self.worker.followed.pop(self.id, None)
