"""Starts the Python that its first argument names, sends it the signal that its second names, and tells what became of it."""
import os
import signal
import subprocess
import sys

python, name = sys.argv[1:]
sleeper = subprocess.Popen([python, "-u", "-m", "probe.process", "sleeps"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
pid = int(sleeper.stdout.readline())
beside = subprocess.run([python, "-u", "-m", "probe.process", "draws"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
sleeper.send_signal(getattr(signal, name))
code = sleeper.wait()
# Whoever held the other end of its output is gone.
rest = sleeper.stdout.read()
print(f"beside it: {beside.stderr.strip()}" if beside.stderr else "beside it: nothing to say")
print(f"code {code}, {'still there' if os.path.exists(f'/proc/{pid}') else 'gone'}, {len(rest)} bytes left")
