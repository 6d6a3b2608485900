"""Turns a fork of the warm Python into the process that a plain `python -m MODULE` would have been."""

import atexit
import contextlib
import ctypes
import gc
import io
import os
import runpy
import signal
import sys
import threading
import types
import zipfile

PLAIN = "/opt/venv/bin/python"
PR_SET_PDEATHSIG = 1
# What Flink sets for one process. Any other variable that is not as it was may have changed an import.
OWN_VARIABLES = {
    *("PYTHONPATH", "PYFLINK_GATEWAY_PORT", "PYFLINK_GATEWAY_DISABLED", "BOOT_LOG_DIR", "TABLE_LOCAL_TIME_ZONE", "python"),
    *("_PYTHON_WORKER_MEMORY_LIMIT", "_PYTHON_WORKING_DIR", "SHLVL", "PWD", "OLDPWD", "_"),
}
BASE_PATH = sys.path[1:]
BASE_ENVIRONMENT = dict(os.environ)


def die_with_parent(number):
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


class Request:
    """A process that is asked for: everything that the kernel gives one, and its command line."""

    def __init__(self, folder, umask, arguments, environment, descriptors):
        self.folder = folder
        self.umask = umask
        self.arguments = arguments
        self.environment = environment
        self.descriptors = descriptors
        first = arguments.index("-m") + 1
        self.module = arguments[first]
        self.rest = arguments[first + 1 :]

    def refusal(self):
        """Why this process must be started plainly; None when a fork is the same."""
        if len(self.descriptors) != 3:
            return "a standard stream is closed"
        names = self.environment.keys() | BASE_ENVIRONMENT.keys()
        other = [name for name in names - OWN_VARIABLES if self.environment.get(name) != BASE_ENVIRONMENT.get(name)]
        if other:
            return f"its environment differs: {', '.join(sorted(other))}"
        if "-u" not in self.arguments[:1] and not self.environment.get("PYTHONUNBUFFERED"):
            return "its output is buffered"
        imported = {name.partition(".")[0] for name in sys.modules} | {"sitecustomize", "usercustomize"}
        for entry in [self.folder, *self.own_path()]:
            hidden = sorted(top_level_names(entry) & imported)
            if hidden:
                return f"{entry} has modules of its own for {', '.join(hidden)}"
        return None

    def own_path(self):
        given = self.environment.get("PYTHONPATH")
        return [os.path.join(self.folder, entry) for entry in given.split(os.pathsep)] if given else []


def top_level_names(entry):
    """Give what can be imported from an entry of the path: a folder or a zip file."""
    if os.path.isdir(entry):
        paths = os.listdir(entry)
    elif zipfile.is_zipfile(entry):
        with zipfile.ZipFile(entry) as archive:
            paths = archive.namelist()
    else:
        return set()
    return {path.split("/")[0].split(".")[0] for path in paths}


def become(request):
    """Run the request in this process, which ends with it."""
    for number, descriptor in enumerate(request.descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.chdir(request.folder)
    os.umask(request.umask)
    os.environ.clear()
    os.environ.update(request.environment)
    sys.path[:] = [request.folder, *dict.fromkeys(map(os.path.abspath, [*request.own_path(), *BASE_PATH]))]
    sys.orig_argv[:] = [PLAIN, *request.arguments]
    sys.argv[:] = ["-m", *request.rest]
    take_new_seeds()
    del sys.modules["warm_fork"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    vars(sys.modules["__main__"]).update(__builtins__=sys.modules["builtins"], __annotations__={})
    imported = set(sys.modules)
    code = run(request.module)
    finish(imported)
    if code is None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    os._exit(code)


def run(module):
    """Run the module as `-m` does; give the exit code, or None for an end by SIGINT."""
    try:
        runpy._run_module_as_main(module)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return (end.code or 0) & 0xFF
        print(end.code, file=sys.stderr)
        return 1
    except BaseException as error:
        # Without this frame, which a plain start does not have.
        error.__traceback__ = error.__traceback__.tb_next
        sys.excepthook(type(error), error, error.__traceback__)
        return None if isinstance(error, KeyboardInterrupt) else 1
    return 0


def finish(imported):
    """End as the interpreter does, for what the job itself made; to take down all that was warm copies its memory first."""
    threading._shutdown()
    atexit._run_exitfuncs()
    # Those that nobody closed; the collector would close a file before the buffer that writes to it.
    for stream in [sys.stdout, sys.stderr, *(made for made in gc.get_objects() if issubclass(type(made), io.IOBase))]:
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    for name in (sys.modules.keys() - imported) | {"__main__"}:
        del sys.modules[name]
    gc.collect()


def take_new_seeds():
    """Renew what modules drew at their import; `random`, `uuid4`, `tempfile` and OpenSSL see to a fork themselves."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()
    process = sys.modules.get("multiprocessing.process")
    if process is not None:
        process.current_process().authkey = os.urandom(32)
