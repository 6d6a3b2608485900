"""Keeps the thread-mode jobs of one TaskManager apart: they share an interpreter, and so `sys.modules` and `sys.path`.

Imported by streamassay.pth into the interpreter inside a Java process, and nowhere else.

Flink unpacks each operator's `python.files` into a folder of its own, puts that first on the path, and removes the folder
when the operator is closed; path and modules stay. So, before a function is unpickled, what came from folders that are no
more is forgotten. Jobs that run at once are refused when both have a module of one name: only the first could be imported.
"""

import importlib.abc
import importlib.machinery
import os
import re
import sys
import zipfile
import zipimport

OWN = re.compile(r"(?P<folder>.*/python-dist-[0-9a-f-]{36})/")
# The blob's name says what is in it; the same content is the same job, whose operators may share their modules.
CONTENT = re.compile(r"/blob_p-(?P<sha1>[0-9a-f]{40})-")


def folder_of(path):
    found = OWN.match(path or "")
    return found and found["folder"]


def is_gone(path):
    folder = folder_of(path)
    return folder is not None and not os.path.exists(folder)


def forget_ended():
    """Drop the modules and the path entries of operators that have been closed."""
    sys.path[:] = [entry for entry in sys.path if not is_gone(entry)]
    for name, module in list(sys.modules.items()):
        places = [getattr(module, "__file__", None), *namespace_path(module)]
        if any(isinstance(place, str) and is_gone(place) for place in places):
            del sys.modules[name]
    for cache in (sys.path_importer_cache, zipimport._zip_directory_cache):
        for path in [path for path in cache if is_gone(path)]:
            del cache[path]


def namespace_path(module):
    try:
        return list(getattr(module, "__path__", ()))
    except Exception:
        # A module may answer for its attributes in any way that it likes.
        return []


def refuse_mixture():
    """Raise where a name stands for the modules of two jobs: nothing says whose function is about to be unpickled."""
    contents = {}
    for entry in filter(folder_of, sys.path):
        for name in top_level_names(entry):
            content = CONTENT.search(entry)
            by_folder = contents.setdefault(name, {})
            by_folder.setdefault(folder_of(entry), set()).add(content["sha1"] if content else entry)
    mixed = sorted(name for name, by_folder in contents.items() if len(set(map(frozenset, by_folder.values()))) > 1)
    if mixed:
        raise RuntimeError(
            f"two jobs in thread mode run at once on this TaskManager, and both have a module {', '.join(mixed)}: "
            "run them one after the other, give the modules different names, or use process mode"
        )


def top_level_names(entry):
    if os.path.isdir(entry):
        paths = os.listdir(entry)
    elif zipfile.is_zipfile(entry):
        with zipfile.ZipFile(entry) as archive:
            paths = archive.namelist()
    else:
        return set()
    names = {path.split("/")[0].split(".")[0] for path in paths}
    return {name for name in names if name.isidentifier() and name != "__pycache__"}


class Loader(importlib.abc.Loader):
    """Loads PyFlink's own `pickle` as it is, and guards its `loads`."""

    def __init__(self, loader):
        self.loader = loader

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        self.loader.exec_module(module)
        loads = module.loads

        def guarded(payload):
            with module._lock:
                forget_ended()
                refuse_mixture()
                return loads(payload)

        module.loads = guarded


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != "pyflink.fn_execution.pickle":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None:
            spec.loader = Loader(spec.loader)
        return spec


sys.meta_path.insert(0, Finder())
