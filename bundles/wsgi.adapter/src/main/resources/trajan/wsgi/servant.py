

class Servant:
    """Calls the application with a request and sends what it returns: https://peps.python.org/pep-3333/. Whatever a
    program raises ends here: it is logged and becomes a 500, or breaks the answer off when it has begun."""

    def __init__(self, worker, application, settings):
        self.worker = worker
        self.application = application
        self.template = {
            'GATEWAY_INTERFACE': 'CGI/1.1',
            'SERVER_SOFTWARE': 'Trajan',
            'wsgi.version': (1, 0),
            'wsgi.url_scheme': 'http',
            'wsgi.errors': Errors(worker),
            'wsgi.multithread': settings.threads > 1,
            'wsgi.multiprocess': settings.processes > 1,
            'wsgi.run_once': False,
            'wsgi.file_wrapper': FileWrapper,
            'wsgi.input_terminated': True,
        }

    def serve(self, flags, id, payload):
        exchange = Exchange(self.worker, id)
        environ = body = None
        try:
            environ = self.environ(exchange, flags, payload)
            answer = Answer(exchange, environ['REQUEST_METHOD'] == 'HEAD')
            body = self.application(environ, answer.start_response)
            answer.send(body)
        except BaseException as e:  # Whatever a program raises.
            self.fail_with(exchange, environ, e)
        finally:
            if body is not None and hasattr(body, 'close'):
                self.close(body)
            exchange.release()

    def close(self, body):
        try:
            body.close()
        except BaseException as e:  # The answer is out already.
            self.worker.log(2, 'closing a response body: ' + described(e))

    def environ(self, exchange, flags, payload):
        body = b''
        if flags & INCLUDED:
            size = int.from_bytes(payload[:4], 'little')
            body = payload[4 + size:]
            payload = payload[4:4 + size]
        environ = self.template.copy()
        words = iter(payload.decode('latin-1').split('\0'))
        environ.update(zip(words, words))
        environ.pop('HTTP_VERSION', None)  # It is the protocol's, not a field of the request.
        if 'HTTPS' in environ:
            environ['wsgi.url_scheme'] = 'https'
        for key in ('PATH_INFO', 'SCRIPT_NAME'):
            if '%' in environ[key]:
                environ[key] = unquote_to_bytes(environ[key].encode('latin-1')).decode('latin-1')
        if not environ['PATH_INFO'].startswith('/') and not environ['SCRIPT_NAME']:
            environ['PATH_INFO'] = '' if environ['PATH_INFO'] == '*' else '/'
        if flags & (LAST | UNKNOWN_LENGTH):
            environ['wsgi.input'] = io.BufferedReader(Pulled(exchange), PORTION)
        else:
            environ['wsgi.input'] = io.BytesIO(body)
        return environ

    def fail_with(self, exchange, environ, failure):
        try:
            if isinstance(failure, ClientGone):
                return exchange.begun and exchange.break_off('the client has left')
            line = 'a request'
            if environ:
                line = environ['REQUEST_METHOD'] + ' ' + environ['REQUEST_URI'].partition('?')[0][:500]
            self.worker.log(2, line.encode('unicode_escape').decode('ascii') + ': ' + described(failure))
            if exchange.begun:
                exchange.break_off(type(failure).__name__)
            else:
                exchange.whole(500, b'content-type\0text/plain; charset=utf-8', b'Internal Server Error\n')
        except ClientGone:
            pass


def described(failure):
    """An exception with its traceback, without the frames of this program."""
    if isinstance(failure, InvalidAnswer):
        return 'invalid answer: %s' % failure
    try:
        whole = traceback.TracebackException.from_exception(failure, limit=-60)
        each = whole
        while each:
            each.stack = traceback.StackSummary.from_list([f for f in each.stack if f.filename != '<stdin>' and not f.filename.startswith('<frozen')])
            each = each.__cause__ or each.__context__
        return ''.join(whole.format()).rstrip()
    except Exception:
        return type(failure).__name__
