"""Starts the Python that its first argument names, sends it the signal that its second names, and tells what became of it."""
import os
import signal
import subprocess
import sys
import time

python, name = sys.argv[1:]
sleeper = subprocess.Popen([python, "-u", "-m", "probe.process", "sleeps"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
pid = int(sleeper.stdout.readline())
beside = subprocess.run([python, "-u", "-m", "probe.process", "draws"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
sleeper.send_signal(getattr(signal, name))
code = sleeper.wait()
# Whoever held the other end of its output is gone.
rest = sleeper.stdout.read()
# Its output ends before it does: the kernel closes its files first, and then its parent learns of it.
deadline = time.monotonic() + 5
while (lives := os.path.exists(f"/proc/{pid}")) and time.monotonic() < deadline:
    time.sleep(0.005)
print(f"beside it: {beside.stderr.strip()}" if beside.stderr else "beside it: nothing to say")
print(f"code {code}, {'still there' if lives else 'gone'}, {len(rest)} bytes left")
