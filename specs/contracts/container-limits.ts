/** What a container tries to do without end, each attempt bounded by itself: it does no harm where there is no limit. */
import { connectEngine } from '../../harness/stack/engine/engine.ts'
import { unframed } from '../../harness/stack/logs.ts'

/** Starts 2,000 processes, and prints how many there are when it ends or one is refused. */
const processes = `
import subprocess
started = []
try:
    for _ in range(2000):
        started.append(subprocess.Popen(["sleep", "120"]))
except OSError as error:
    print(error.strerror, end=": ")
print(len(started), "processes")
for process in started:
    process.kill()`

/** Writes 3 GiB below a folder, and prints how many MiB there are when it ends or a write is refused. */
const filesBelow = (folder: string): string => `
import os
path = "${folder}/attempt"
written = 0
try:
    with open(path, "wb", buffering=0) as file:
        for _ in range(3072):
            written += file.write(bytes(2**20))
except OSError as error:
    print(error.strerror, end=": ")
print(written // 2**20, "MiB")
os.remove(path)`

export const attempts = { processes, 'files in /tmp': filesBelow('/tmp'), 'files in /var/tmp': filesBelow('/var/tmp') }

/** A process with the rights that the container's settings leave it: what it may gain, and that it may gain no more. */
export const rights = ['sh', '-c', 'grep -E "^(CapBnd|NoNewPrivs)" /proc/self/status']

/** Runs a program in a container of an image with no limit of ours. */
export async function unlimited(image: string, command: readonly string[]): Promise<string> {
  const engine = await connectEngine()
  const [entrypoint = '', ...rest] = command
  const container = await engine.createContainer({ Image: image, Entrypoint: [entrypoint], Cmd: rest })
  try {
    await container.start()
    await container.wait()
    return unframed(await container.logs({ stdout: true, stderr: true, follow: false })).toString()
  } finally {
    await container.remove({ force: true, v: true })
  }
}
