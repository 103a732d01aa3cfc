

class Pulled(io.RawIOBase):
    """The bytes of a body that is still coming, pulled as they are read; wsgi.input is buffered above it."""

    def __init__(self, exchange):
        self.exchange = exchange
        self.piece = memoryview(b'')

    def readable(self):
        return True

    def readinto(self, buffer):
        if not self.piece:
            self.piece = memoryview(self.exchange.pull())
        size = min(len(buffer), len(self.piece))
        buffer[:size] = self.piece[:size]
        self.piece = self.piece[size:]
        return size


class Errors:
    """wsgi.errors: lines of the vassal's log."""

    encoding = 'utf-8'
    errors = 'backslashreplace'

    def __init__(self, worker):
        self.worker = worker
        self.line = ''
        self.lock = threading.Lock()

    def write(self, text):
        with self.lock:
            self.line += text
            at = self.line.rfind('\n') + 1
            if not at and len(self.line) > 8192:
                at = len(self.line)
            out, self.line = self.line[:at], self.line[at:]
            if out:
                self.worker.log(0, out)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        with self.lock:
            out, self.line = self.line, ''
            if out:
                self.worker.log(0, out)

    def isatty(self):
        return False

    def writable(self):
        return True


class FileWrapper:
    """wsgi.file_wrapper: a file in blocks."""

    def __init__(self, file, block=8192):
        self.file = file
        self.block = block
        if hasattr(file, 'close'):
            self.close = file.close

    def __iter__(self):
        # What the application asks for is often small; a file of the system is read in our own portions.
        block = max(self.block, PORTION) if is_file(self.file) else self.block
        return iter(lambda: self.file.read(block), b'')


def is_file(file):
    try:
        return stat.S_ISREG(os.fstat(file.fileno()).st_mode)
    except Exception:
        return False
