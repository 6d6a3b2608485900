"""A program for the contract specs: tells all that a process can see of itself, then ends as its argument says."""
import atexit
import os
import random
import signal
import sys
import threading
import time
import uuid

# Never closed: what is written is there when the interpreter has taken the module down.
UNCLOSED = open("unclosed.txt", "w")


def seen() -> dict[str, object]:
    main = sys.modules["__main__"]
    umask = os.umask(0)
    os.umask(umask)
    disposition = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGCHLD)]
    return {
        "argv": sys.argv,
        "orig_argv": sys.orig_argv[1:],
        "executable": sys.executable,
        "path": sys.path,
        "flags": str(sys.flags),
        "environment": sorted((name, value) for name, value in os.environ.items() if name not in ("_", "SHLVL", "python")),
        "folder": os.getcwd(),
        "umask": umask,
        "signals": str(disposition),
        "main": (main.__name__, main.__spec__.name, main.__file__, main.__package__, sorted(vars(main))),
        "streams": [(stream.name, stream.mode, stream.encoding, stream.errors, stream.line_buffering, stream.write_through)
                    for stream in (sys.stdin, sys.stdout, sys.stderr)],
        "input": sys.stdin.read(),
        "descriptors": len(os.listdir("/proc/self/fd")),
        "threads": [thread.name for thread in threading.enumerate()],
        "own modules": sorted(name for name in sys.modules if name.startswith(("probe", "warm"))),
        "group": os.getpgid(0) == os.getpgid(os.getppid()),
    }


def main(end: str) -> None:
    if end == "tells":
        for name, value in seen().items():
            print(name, value)
    if end == "draws":
        numpy = sys.modules.get("numpy")
        print(random.random(), uuid.uuid4(), numpy and numpy.random.random(), "pyflink.datastream" in sys.modules)
    if end == "sleeps":
        print(os.getpid())
        time.sleep(60)
    if end == "exits":
        atexit.register(print, "atexit has its turn")
        threading.Thread(target=lambda: (time.sleep(0.2), print("a thread ends first"))).start()
        UNCLOSED.write("kept")
        sys.exit(3)
    if end == "says":
        sys.exit("no luck")
    if end == "raises":
        raise RuntimeError("no luck")
    if end == "is killed":
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1])
