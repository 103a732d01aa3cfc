

class Settings:
    """What the operator set, from the arguments NAME=VALUE."""

    def __init__(self, arguments):
        self.all = {}
        for argument in arguments:
            key, _, value = argument.partition('=')
            self.all.setdefault(key, []).append(value)
        self.name = self.one('name', 'vassal')
        self.threads = int(self.one('threads', '1'))
        self.processes = int(self.one('processes', '1'))
        self.lazy = self.one('lazy').lower() in ('true', 'yes', 'on', '1')

    def one(self, key, fallback=''):
        return self.all.get(key, [fallback])[-1]


class NoApplication(Exception):
    """What was loaded holds no application; the message says so."""


def load_application(settings):
    """The callable that the operator named, from a file or a module."""
    for path in reversed(settings.all.get('path', [])):
        sys.path.insert(0, path)
    path = settings.one('file')
    module = load_file(path) if path else importlib.import_module(settings.one('module'))
    where = path or 'the module ' + settings.one('module')
    found, name = module, settings.one('callable', 'application')
    call = name.endswith('()')
    for part in name.removesuffix('()').split('.') if call else name.split('.'):
        if not hasattr(found, part):
            raise NoApplication('%s has no %s' % (where, name))
        found = getattr(found, part)
    found = found() if call else found
    if not callable(found):
        raise NoApplication('%s of %s is %s, expected a callable' % (name, where, shown(found)))
    return found


def load_file(path):
    """A file as a module, whatever it is called; modules beside it are found."""
    directory = os.path.dirname(path)
    if directory not in sys.path:
        sys.path.insert(0, directory)
    name = re.sub(r'\W', '_', os.path.basename(path).removesuffix('.py'))
    name = name if name not in sys.modules else 'wsgi_file_' + name
    from importlib.machinery import SourceFileLoader
    loader = SourceFileLoader(name, path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    sys.modules[name] = module
    loader.exec_module(module)
    return module
