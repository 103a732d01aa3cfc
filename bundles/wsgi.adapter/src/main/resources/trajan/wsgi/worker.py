

class Worker:
    """One worker: the stream to the emperor and what runs on it."""

    STATS_SECONDS = 1.0

    def __init__(self, connection, application, settings):
        self.socket = connection
        self.settings = settings
        self.lock = threading.Lock()
        self.changed = threading.Condition(self.lock)
        self.writing = threading.Lock()
        self.threaded = settings.threads > 1
        self.credit = 256 * 1024
        self.buffer = bytearray()
        self.waiting = deque()
        self.followed = {}
        self.busy = self.requests = 0
        self.retired = self.lost = False
        self.stats_at = 0.0
        self.servant = Servant(self, application, settings)

    def run(self):
        """Answers until it is retired or the emperor is gone."""
        try:
            says = {'pid': os.getpid(), 'language': 'python', 'version': '.'.join(map(str, sys.version_info[:3])),
                    'engine': sys.implementation.name, 'threads': self.settings.threads, 'requests': 0}
            self.send(HELLO, 0, 0, ''.join('%s %s\n' % each for each in says.items()).encode())
            self.stats()
            self.run_threads() if self.threaded else self.run_alone()
        except ClientGone:
            pass

    def retire(self):
        """From a signal, on the main thread: ends when what was begun is answered."""
        self.retired = True
        if not self.threaded and not self.busy:
            raise SystemExit(0)

    def run_alone(self):
        while not self.lost and (self.waiting or not self.retired):
            if self.waiting:
                self.busy = 1
                self.serve(*self.waiting.popleft())
                self.busy = 0
            else:
                self.read()

    # The main thread waits for the stream, for signals and for the others' end of work, the latter two by a pipe.
    def run_threads(self):
        self.ears, mouth = socket.socketpair()
        mouth.setblocking(False)
        self.wake = lambda: self.whisper(mouth)
        signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
        threads = [threading.Thread(target=self.answer, name='request-%d' % n, daemon=True)
                   for n in range(1, self.settings.threads + 1)]
        for thread in threads:
            thread.start()
        self.listen()
        with self.changed:
            self.retired = True
            self.changed.notify_all()
        for thread in threads:
            thread.join()
        signal.set_wakeup_fd(-1)

    def whisper(self, mouth):
        try:
            mouth.send(b'x')
        except BlockingIOError:
            pass

    def listen(self):
        poll = select.poll()
        poll.register(self.socket, select.POLLIN)
        poll.register(self.ears, select.POLLIN)
        while not self.lost and not (self.retired and not self.busy and not self.waiting):
            for fd, _ in poll.poll():
                if fd == self.ears.fileno():
                    self.ears.recv(4096)
                else:
                    self.read()

    def answer(self):
        """What each of several threads does."""
        while True:
            with self.changed:
                while not self.waiting:
                    if self.lost or (self.retired and not self.busy):
                        return
                    self.changed.wait()
                request = self.waiting.popleft()
                self.busy += 1
            self.serve(*request)
            with self.changed:
                self.busy -= 1
                if self.retired and not self.busy:
                    self.changed.notify_all()
                    self.wake()

    def serve(self, flags, id, payload):
        self.servant.serve(flags, id, payload)
        self.requests += 1
        if time.monotonic() - self.stats_at > self.STATS_SECONDS:
            try:
                self.stats()
            except ClientGone:
                pass

    # ---- writing; any thread ----

    def send(self, type, flags, id, payload):
        self.write(FRAME.pack(len(payload), type, flags, id) + payload)

    def write(self, data):
        try:
            with self.writing:
                self.socket.sendall(data)
        except OSError:
            self.lost = True
            raise ClientGone('the emperor has left') from None

    def log(self, level, text):
        """A text for the vassal's log: 0 is what the program wrote, 2 an error."""
        try:
            self.send(LOG, level, 0, text[:60000].encode('utf-8', 'backslashreplace')[:60000])
        except ClientGone:
            print(text, file=sys.stderr)

    def stats(self):
        """Memory of the process, from its pages."""
        self.stats_at = time.monotonic()
        try:
            with open('/proc/self/statm', 'rb') as statm:
                total, resident = (int(n) * resource.getpagesize() for n in statm.read().split()[:2])
        except OSError:
            return
        self.send(STATS, 0, 0, struct.pack('<QQQ', resident, total, self.requests))

    # ---- reading ----

    def wait(self, condition):
        """Waits until it is so; what the emperor sends meanwhile is noted."""
        if self.threaded:
            with self.changed:
                while not self.lost and not condition():
                    self.changed.wait()
        else:
            while not self.lost and not condition():
                self.read()
        if self.lost and not condition():
            raise ClientGone('the emperor has left')

    def read(self):
        """Reads once and notes every whole frame."""
        try:
            piece = self.socket.recv(PORTION)
        except OSError:
            piece = b''
        if not piece:
            with self.changed:
                self.lost = True
                self.changed.notify_all()
            return
        if self.buffer:
            self.buffer += piece
            piece = bytes(self.buffer) if self.is_whole() else b''
        at = self.frames(piece)
        if at < len(piece):
            self.buffer = bytearray(memoryview(piece)[at:])
        elif piece:
            self.buffer = bytearray()

    # Whether there is a whole frame, so that pieces of a long one are not copied again and again.
    def is_whole(self):
        return len(self.buffer) >= 8 and len(self.buffer) >= 8 + int.from_bytes(self.buffer[:4], 'little')

    def frames(self, data):
        at, size = 0, len(data)
        while size - at >= 8:
            length, type, flags, id = FRAME.unpack_from(data, at)
            if length > LONGEST_FRAME:
                self.lost = True
                return size
            if size - at - 8 < length:
                break
            self.note(type, flags, id, data[at + 8:at + 8 + length])
            at += 8 + length
        return at

    def note(self, type, flags, id, payload):
        if type == REQUEST and not self.threaded:
            return self.waiting.append((flags, id, payload))
        with self.changed:
            if type == REQUEST:
                self.waiting.append((flags, id, payload))
                return self.changed.notify() if not self.followed else self.changed.notify_all()
            if type == RETIRE:
                self.retired = True
            elif type == HELLO_OK:
                self.set(payload.decode())
            elif id in self.followed:
                self.followed[id].note(type, flags, payload)
            self.changed.notify_all()
            waiting = [each for each in self.waiting if each[1] == id] if type == TAKE_BACK else ()
            for each in waiting:
                self.waiting.remove(each)
        for each in waiting:
            self.send(GIVEN, 0, id, b'')

    def set(self, text):
        for line in text.splitlines():
            word, _, value = line.partition(' ')
            if word == 'credit':
                self.credit = int(value)
