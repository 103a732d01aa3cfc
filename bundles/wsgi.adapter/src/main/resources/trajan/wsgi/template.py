

class Template:
    """The process that loads the application and forks workers: a connection to descriptor 3 is the command, and the
    child serves it. What happens is told on descriptor 5, a line each."""

    def __init__(self, settings):
        self.settings = settings
        self.server = socket.socket(fileno=3)
        for fd in (3, 4, 5):
            os.set_inheritable(fd, False)

    def run(self):
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)
        sys.stdout.reconfigure(line_buffering=True)
        sys.argv = [self.settings.one('file') or self.settings.one('module')]
        began = time.monotonic()
        application = None if self.settings.lazy else self.load()
        self.report('loaded %d' % round((time.monotonic() - began) * 1000))
        gc.collect()
        gc.freeze()  # What is there now is not looked at again, so that its pages stay shared.
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.serve_forks(application)

    def load(self):
        try:
            return load_application(self.settings)
        except BaseException as e:  # The program's, whatever it is.
            self.failed(e)

    def failed(self, failure):
        text = str(failure) if isinstance(failure, NoApplication) else described(failure)
        print(text, file=sys.stderr, flush=True)
        frames = [f for f in traceback.extract_tb(failure.__traceback__) if is_programs(f.filename)]
        where = '' if isinstance(failure, (NoApplication, SyntaxError)) or not frames else '%s:%d: ' % (
            frames[-1].filename, frames[-1].lineno)
        kind = '' if isinstance(failure, NoApplication) else ' (%s)' % type(failure).__name__
        self.report('failed %s%s%s\t%s' % (where, failure, kind, remedy(failure)))
        os._exit(1)

    def report(self, line):
        try:
            os.write(5, re.sub(r'[\r\n]+', ' ', line).encode('utf-8', 'backslashreplace')[:4000] + b'\n')
        except OSError:
            pass

    def serve_forks(self, application):
        ears, mouth = os.pipe()
        for fd in (ears, mouth):
            os.set_blocking(fd, False)
        signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
        self.report('ready')
        poll = select.poll()
        poll.register(3, select.POLLIN)
        poll.register(ears, select.POLLIN)
        while True:
            self.reap()
            for fd, _ in poll.poll():
                if fd == ears:
                    os.read(ears, 4096)
                else:
                    connection = self.server.accept()[0]
                    if not os.fork():
                        signal.set_wakeup_fd(-1)
                        os.close(ears)
                        os.close(mouth)
                        return self.be_worker(connection, application)
                    connection.close()

    def reap(self):
        """Collects what has ended, also what was left to it as the first process of a namespace."""
        while True:
            try:
                pid, status, used = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            signalled = os.WIFSIGNALED(status)
            how = 'signal %d' % os.WTERMSIG(status) if signalled else 'exit %d' % os.WEXITSTATUS(status)
            times = used.ru_utime * 1000000, used.ru_stime * 1000000, used.ru_maxrss
            self.report('exit %d %s %d %d %d' % ((pid, how) + times))

    def be_worker(self, connection, application):
        self.report('worker %d' % os.getpid())
        self.server.close()
        worker = []
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, lambda *_: worker[0].retire() if worker else os._exit(0))
        try:
            import faulthandler
            faulthandler.register(signal.SIGUSR2, all_threads=True)
        except (ImportError, AttributeError):
            signal.signal(signal.SIGUSR2, lambda *_: traceback.print_stack())
        worker.append(Worker(connection, application or self.load(), self.settings))
        worker[0].run()


def is_programs(filename):
    return filename != '<stdin>' and not filename.startswith('<frozen') and not filename.startswith(sys.prefix + '/lib/python')


def remedy(failure):
    """What to do about a failed start."""
    if isinstance(failure, ModuleNotFoundError):
        return 'Install %s for this Python, or say where it is with virtualenv or pythonpath.' % (failure.name or 'it')
    if isinstance(failure, SyntaxError):
        return 'Mend the file; this Python is %d.%d.%d.' % sys.version_info[:3]
    if isinstance(failure, NoApplication):
        return 'Name the application with callable.'
    if isinstance(failure, SystemExit):
        return 'The program called exit while it was loaded; its log may say why.'
    if isinstance(failure, FileNotFoundError):
        return "Relative paths start at the program's directory; see chdir."
    return 'The program itself failed while it was loaded; its log has the traceback.'


Template(Settings(sys.argv[1:])).run()
