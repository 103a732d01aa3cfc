
TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
CONTROL = re.compile(rb'[\x00-\x08\x0a-\x1f\x7f]')
STATUS = re.compile(r'[2-9][0-9][0-9](?: |$)')
MOST_NAMES = 512


class Answer:
    """The application's start_response and what it returns, as PEP 3333 has them; one request, one thread."""

    names = {}

    def __init__(self, exchange, quiet):
        self.exchange = exchange
        self.quiet = quiet
        self.code = 0
        self.fields = b''
        self.length = None

    def start_response(self, status, headers, exc_info=None):
        if exc_info:
            try:
                if self.exchange.begun:
                    raise exc_info[1].with_traceback(exc_info[2])
            finally:
                exc_info = None
        elif self.code:
            raise AssertionError('start_response was called a second time without exc_info')
        if not isinstance(status, str) or not STATUS.match(status):
            raise InvalidAnswer('the status is %s, expected a text such as "200 OK", from 200 to 999' % shown(status))
        if not isinstance(headers, list):
            raise InvalidAnswer('the headers are %s, expected a list' % shown(headers))
        self.length = None
        fields = b'\0'.join([part for header in headers for part in self.field(header)])
        if len(fields) > 65535:
            raise InvalidAnswer('the headers have %d bytes, expected at most 65535' % len(fields))
        self.code, self.fields = int(status[:3]), fields
        if self.code in (204, 304):
            self.quiet = True
        return self.write

    def field(self, header):
        try:
            name, value = header
        except (TypeError, ValueError):
            raise InvalidAnswer('a header is %s, expected a name and a value' % shown(header)) from None
        known = self.names.get(name) if type(name) is str else None
        if known is None:
            known = self.name(name)
        if not isinstance(value, str):
            raise InvalidAnswer('header %s is %s, expected a str' % (name, shown(value)))
        try:
            value = value.encode('latin-1')
        except UnicodeEncodeError:
            raise InvalidAnswer('header %s has characters beyond latin-1' % name) from None
        if CONTROL.search(value):
            raise InvalidAnswer('header %s holds a control character' % name)
        if known[1]:
            self.length = value
        return known[0], value

    def name(self, name):
        if not isinstance(name, str) or not TOKEN.fullmatch(name):
            raise InvalidAnswer("a header's name is %s, expected a token" % shown(name))
        known = name.encode('ascii'), name.lower() == 'content-length'
        if len(self.names) < MOST_NAMES:
            self.names[name] = known
        return known

    def write(self, chunk):
        """What start_response returns: the old way of sending the body."""
        self.check(chunk)
        if self.quiet:
            return
        if not self.exchange.begun:
            self.exchange.start(self.code, self.fields)
            if not chunk:
                self.exchange.push(b'')
        self.exchange.emit(chunk)

    def check(self, chunk):
        if not isinstance(chunk, bytes):
            raise InvalidAnswer('the body yields %s, expected bytes' % shown(chunk))
        if not self.code:
            raise InvalidAnswer('the body begins before start_response was called')

    # ---- what the application returned ----

    def send(self, body):
        if type(body) is list or type(body) is tuple:
            return self.send_list(body)
        for chunk in body:
            if not chunk and isinstance(chunk, bytes):
                continue
            self.check(chunk)
            if self.quiet:
                break
            if not self.exchange.begun:
                if self.length == b'%d' % len(chunk):
                    return self.exchange.whole(self.code, self.fields, chunk)
                self.exchange.start(self.code, self.fields)
            self.exchange.emit(chunk)
        self.end()

    def send_list(self, body):
        for chunk in body:
            self.check(chunk)
        if self.quiet or self.exchange.begun:
            if not self.quiet:
                self.exchange.emit(b''.join(body))
            return self.end()
        self.need_head()
        self.exchange.whole(self.code, self.fields, body[0] if len(body) == 1 else b''.join(body))

    def end(self):
        if self.exchange.begun:
            return self.exchange.finish()
        self.need_head()
        self.exchange.whole(self.code, self.fields, b'')

    def need_head(self):
        if not self.code:
            raise InvalidAnswer('start_response was not called')
