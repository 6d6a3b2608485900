"""Makes the class-data archives: runs a whole stack through real jobs, and archives the classes that Flink loaded."""

import contextlib
import io
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Sequence

BROKERS = "localhost:9092"
REST = "http://localhost:8081"
FOLDER = pathlib.Path("/tmp/training")
ROLES = ("jobmanager", "taskmanager")
TIMEOUT_S = 600
PROCESSES: dict[str, subprocess.Popen[bytes]] = {}

BROKER_PROPERTIES = f"""
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@localhost:9094
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://{BROKERS},CONTROLLER://localhost:9094
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={FOLDER}/kafka
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
"""


def ask(path: str, method: str = "GET", body: bytes | None = None, content_type: str = "application/json") -> dict:
    """Ask Flink's REST interface; an answer that is no success raises."""
    request = urllib.request.Request(REST + path, data=body, method=method, headers={"Content-Type": content_type})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read() or "{}")


def wait_until(what: str, probe: Callable[[], bool]) -> None:
    """Ask the probe until it says yes."""
    deadline = time.monotonic() + TIMEOUT_S
    while not probe():
        for name, process in PROCESSES.items():
            if process.poll() is not None:
                sys.exit(f"training: {name} ended with {process.returncode}:\n{(FOLDER / f'{name}.log').read_text()}")
        if time.monotonic() > deadline:
            sys.exit(f"training: waited {TIMEOUT_S} s for {what}")
        time.sleep(0.05)


def has_slots() -> bool:
    """Tell whether the cluster can take a job."""
    with contextlib.suppress(OSError, urllib.error.URLError):
        return ask("/overview")["slots-available"] > 0
    return False


def upload() -> str:
    """Upload the training job as the harness does, and give its path on the JobManager."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("training_job.py", pathlib.Path(__file__).with_name("training_job.py").read_bytes())
    boundary = "streamassay-training"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="jarfile"; filename="job.jar"\r\n'
        "Content-Type: application/java-archive\r\n\r\n"
    )
    body = head.encode() + package.getvalue() + f"\r\n--{boundary}--\r\n".encode()
    return ask("/jars/upload", "POST", body, f"multipart/form-data; boundary={boundary}")["filename"]


def run(step: str, ends: str, settings: dict[str, str]) -> None:
    """Run one step of the training job to its end, which must be the expected one."""
    path = upload()
    jar = path.rsplit("/", 1)[-1]
    request = {
        "entryClass": "org.apache.flink.client.python.PythonDriver",
        "programArgsList": ["-pyclientexec", "python", "-pym", "training_job", step, BROKERS],
        "flinkConfiguration": {"python.files": path, "restart-strategy.type": "none", **settings},
        "jobId": os.urandom(16).hex(),
    }
    job = ask(f"/jars/{jar}/run", "POST", json.dumps(request).encode())["jobid"]
    ask(f"/jars/{jar}", "DELETE")
    final = ("FINISHED", "FAILED", "CANCELED")
    wait_until(f"the step {step} to end", lambda: ask(f"/jobs/{job}")["state"] in final)
    state = ask(f"/jobs/{job}")["state"]
    exceptions = ask(f"/jobs/{job}/exceptions")
    print(f"training: {step} {settings} {state}", flush=True)
    if state != ends:
        sys.exit(f"training: the step {step} ended as {state}, not as {ends}: {exceptions}")


@contextlib.contextmanager
def running(name: str, command: Sequence[str], options: str = "") -> Iterator[None]:
    """Run a process of the stack with its log in a file."""
    env = {**os.environ, "FLINK_JVM_OPTIONS": options}
    with (FOLDER / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=env)
    PROCESSES[name] = process
    try:
        yield
    finally:
        del PROCESSES[name]
        process.send_signal(signal.SIGTERM)
        process.wait(TIMEOUT_S)


def broker(kafka: str) -> list[str]:
    """Give the command that starts the Kafka image's broker on a copy of its formatted storage."""
    properties = FOLDER / "broker.properties"
    properties.write_text(BROKER_PROPERTIES)
    shutil.copytree(f"{kafka}/formatted", FOLDER / "kafka")
    archive = f"-XX:SharedArchiveFile={kafka}/broker.jsa"
    options = [archive, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx384m"]
    return ["java", *options, "-cp", pathlib.Path(kafka, "classpath").read_text(), "kafka.Kafka", str(properties)]


def train(kafka: str) -> None:
    """Run the stack through the jobs; each Flink process notes the classes that it loads."""
    here = ["-D", "jobmanager.rpc.address=localhost", "-D", "rest.address=localhost"]
    with contextlib.ExitStack() as stack:
        stack.enter_context(running("kafka", broker(kafka)))
        for role in ROLES:
            noting = f"-Xshare:auto -XX:DumpLoadedClassList={FOLDER}/{role}.classes"
            stack.enter_context(running(role, ["flink-process", role, *here], noting))
        wait_until("the cluster to be ready", has_slots)
        ask("/jobmanager/environment")
        run("fill", "FINISHED", {})
        run("read", "FINISHED", {})
        run("read", "FINISHED", {"python.execution-mode": "thread"})
        run("fail", "FAILED", {})
        # All at once: one by one they take seconds to end.
        for process in PROCESSES.values():
            process.send_signal(signal.SIGTERM)


def write_archives(folder: str) -> None:
    """Have a JVM with each role's class path and options write its archive; warnings of classes that stay out are many."""
    pathlib.Path(folder).mkdir(exist_ok=True)
    writers = []
    for role in ROLES:
        options = (
            f"-Xshare:dump -XX:SharedClassListFile={FOLDER}/{role}.classes -XX:SharedArchiveFile={folder}/{role}.jsa "
            "-Xmx1g -XX:MaxMetaspaceSize=1g -Xlog:disable -Xlog:all=error"
        )
        writers.append(subprocess.Popen(["flink-process", role], env={**os.environ, "FLINK_JVM_OPTIONS": options}))
    if any([writer.wait(TIMEOUT_S) for writer in writers]):
        sys.exit("training: an archive could not be written")


def main(kafka: str, folder: str) -> None:
    """Train with the broker in one folder, and write an archive for each role into the other."""
    FOLDER.mkdir()
    train(kafka)
    write_archives(folder)


main(*sys.argv[1:])
