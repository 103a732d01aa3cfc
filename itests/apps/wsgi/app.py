"""What a WSGI application may do, for the tests."""
import os


def stream():
    for n in range(3):
        yield b'line %d\n' % n


def echo(environ):
    pieces = iter(lambda: environ['wsgi.input'].read(10_000), b'')
    return [b''.join(pieces)]


def application(environ, start_response):
    path = environ['PATH_INFO']
    pages = {
        '/': lambda: [b'hello from python\n'],
        '/pid': lambda: [b'%d' % os.getpid()],
        '/path and more': lambda: [environ['REQUEST_URI'].encode('latin-1')],
        '/flags': lambda: [b'processes' if environ['wsgi.multiprocess'] and not environ['wsgi.multithread'] else b'other'],
        '/echo': lambda: echo(environ),
        '/stream': stream,
        '/big': lambda: [b'0123456789abcdef' * 65_536],
    }
    if path == '/broken':
        raise RuntimeError('an error on purpose')
    start_response('200 OK' if path in pages else '404 Not Found', [('Content-Type', 'text/plain')])
    return pages.get(path, lambda: [b'nothing\n'])()
