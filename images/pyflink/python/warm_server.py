"""Has PyFlink imported, and forks on request into the process that `python -m MODULE` would have been.

One fork lives at a time: forks share the seed of `hash()`, which two processes of a job must not.
"""

import array
import contextlib
import gc
import importlib
import marshal
import os
import select
import signal
import socket
import sys

from warm_fork import Request, become, die_with_parent

ADDRESS = "\0streamassay-warm-python"
# As in config.yaml.
REST = ("jobmanager", 8081)
# What a job's client and a worker were seen to import before the job's own modules.
IMPORTED = (
    "apache_beam.runners.worker.sdk_worker_main",
    "argparse",
    "google.protobuf.json_format",
    "grpc.experimental",
    "json",
    "pyflink.datastream.connectors.kafka",
    "pyflink.fn_execution.beam.beam_sdk_worker_main",
)


class Server:
    """Waits for requests, and stands between the fork and the process that asked for it."""

    def __init__(self, listener):
        self.listener = listener
        self.wakeup, self.waker = socket.socketpair()
        self.waker.setblocking(False)
        signal.set_wakeup_fd(self.waker.fileno())
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.pid = 0
        self.asker = None

    def serve(self):
        """Serve for ever; return in a fork alone, with the request that it is to become."""
        while True:
            poll = select.poll()
            for end in filter(None, (self.wakeup, self.listener, self.asker)):
                poll.register(end, select.POLLIN)
            ready = {number for number, _ in poll.poll()}
            # A fork that has ended must be known before the next is asked for.
            if self.wakeup.fileno() in ready:
                self.wakeup.recv(4096)
                self.reap()
            if self.asker is not None and self.asker.fileno() in ready:
                self.forward()
            if self.listener.fileno() in ready:
                request = self.accept()
                if request is not None:
                    return request

    def accept(self):
        connection, _ = self.listener.accept()
        descriptors = array.array("i")
        try:
            message, control, _, _ = connection.recvmsg(1 << 20, socket.CMSG_SPACE(3 * descriptors.itemsize))
            for _, _, content in control:
                descriptors.frombytes(content)
            request = Request(*marshal.loads(message), list(descriptors))
            refusal = "another one lives" if self.pid else request.refusal()
            connection.send(refusal.encode() if refusal else b"started")
            if refusal:
                connection.close()
            else:
                self.pid = os.fork()
                if self.pid == 0:
                    self.leave(connection)
                    return request
                self.asker = connection
        except (EOFError, OSError):
            # The asker is gone.
            connection.close()
        for number in descriptors:
            os.close(number)
        return None

    def leave(self, connection):
        """Let nothing of the server stay in the fork."""
        die_with_parent(signal.SIGKILL)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for end in (connection, self.listener, self.wakeup, self.waker):
            end.close()

    def forward(self):
        """Pass signals on to the fork; when the asker is no more, neither may the fork be."""
        try:
            numbers = self.asker.recv(64)
        except OSError:
            numbers = b""
        for number in numbers or bytes([signal.SIGKILL]):
            if self.pid:
                os.kill(self.pid, number)
        if not numbers:
            self.forget()

    def forget(self):
        self.asker.close()
        self.asker = None

    def reap(self):
        pid, status = os.waitpid(self.pid, os.WNOHANG) if self.pid else (0, 0)
        if pid == 0:
            return
        self.pid = 0
        if self.asker is not None:
            with contextlib.suppress(OSError):
                self.asker.send(marshal.dumps(status))
            self.forget()


def listen():
    """Open the address before the imports: who asks early waits for no more than a start of its own."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        listener.bind(ADDRESS)
    except OSError as error:
        sys.exit(f"warm-python: there is one already ({error})")
    listener.listen()
    return listener


def await_cluster(listener):
    """Leave the processors to Flink until its TaskManager is there, or until somebody asks; for 20 s or so at most."""
    for _ in range(200):
        if select.select([listener], [], [], 0.1)[0] or is_cluster_ready():
            return


def is_cluster_ready():
    try:
        with socket.create_connection(REST, timeout=1) as connection, connection.makefile("rwb") as exchange:
            exchange.write(b"GET /overview HTTP/1.0\r\n\r\n")
            exchange.flush()
            answer = exchange.read()
    except OSError:
        return False
    return b'"taskmanagers":' in answer and b'"taskmanagers":0,' not in answer


def main():
    die_with_parent(signal.SIGTERM)
    # The shell starts what runs in the background deaf to both.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    # A fork's path begins with the job's own folders, not with this one.
    del sys.path[0]
    listener = listen()
    await_cluster(listener)
    for module in IMPORTED:
        importlib.import_module(module)
    gc.collect()
    # What the collector does not touch, the forks share.
    gc.freeze()
    return Server(listener).serve()


if __name__ == "__main__":
    become(main())
