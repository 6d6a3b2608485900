/** Specs of the way in: a program is started with all that it was given, and its end is the bootstrap's end. */
import { expect, test } from 'vitest'

import { neverMs } from '../../patience.ts'
import { type Project, project, upToDate } from './project.ts'

/** A project whose packages are there, with one program. */
async function projectOf(program: string): Promise<Project> {
  const made = await project()
  await made.write(...upToDate)
  await made.write('program.ts', program)
  return made
}

// It would go on for longer than a spec may take: what ends it is a signal.
const waiting = `
  setTimeout(() => undefined, ${neverMs})
  process.stdout.write('program ' + process.pid + ' works\\n')
`

test('a TypeScript program gets its arguments and the working directory, and its exit code is handed through', async () => {
  await using made = await projectOf(`
    const given: string[] = process.argv.slice(2)
    process.stdout.write(JSON.stringify([given, process.cwd()]))
    process.exitCode = 7
  `)
  await using started = made.start('start.js', ['program.ts', 'run', '--json', 'a file.ts'])
  expect(await started.ended()).toBe(7)
  expect(JSON.parse(started.said())).toEqual([['run', '--json', 'a file.ts'], made.path])
  expect(await made.npmCalls()).toEqual([])
})

test('a program that a signal ends gives 128 and its number', async () => {
  await using made = await projectOf(`process.kill(process.pid, 'SIGKILL')`)
  await using started = made.start('start.js', ['program.ts'])
  expect(await started.ended()).toBe(137)
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s goes to the program, which decides what comes of it',
  async (signal) => {
    await using made = await projectOf(`
    process.on('${signal}', () => {
      process.stdout.write('cleaned up')
      process.exit(3)
    })
    ${waiting}
  `)
    await using started = made.start('start.js', ['program.ts'])
    await started.says('works')
    started.process.kill(signal)
    expect(await started.ended()).toBe(3)
    expect(started.said()).toContain('cleaned up')
  },
)

test('a bootstrap that is killed outright takes the program with it, by a SIGTERM', async () => {
  await using made = await projectOf(`
    process.on('SIGTERM', () => {
      process.stdout.write('told to end')
      process.exit(0)
    })
    ${waiting}
  `)
  await using started = made.start('start.js', ['program.ts'])
  await started.says('works')
  started.process.kill('SIGKILL')
  // Both write to the same pipe: it is closed when the program is gone too.
  await started.ended()
  expect(started.said()).toContain('told to end')
})

test.each([
  ['itself', `spawn(process.execPath, ['bootstrap/start.js', 'program.ts'], options)`],
  ['behind its shell', `spawn('sh', ['-c', '"$0" bootstrap/start.js program.ts; true', process.execPath], options)`],
])('under npm, the death of npm %s ends the program as well', async (_, start) => {
  await using made = await projectOf(waiting)
  await made.write(
    'bootstrap/npm.js',
    `import { spawn } from 'node:child_process'
     const options = { env: { npm_lifecycle_event: 'start' }, stdio: 'inherit' }
     ${start}`,
  )
  await using started = made.start('npm.js')
  await started.says('works')
  started.process.kill('SIGKILL')
  expect(await started.ended()).toBe('SIGKILL')
})

test('without a program it says how it is used, exit code 2', async () => {
  await using made = await project()
  await using started = made.start('start.js')
  expect(await started.ended()).toBe(2)
  expect(started.said()).toBe('usage: node bootstrap/start.js PROGRAM [ARGUMENT...]\n')
})

test('what keeps it from starting is told, exit code 2', async () => {
  await using made = await project()
  await made.write('npm-exit-code', '1')
  await using started = made.start('start.js', ['program.ts'])
  expect(await started.ended()).toBe(2)
  expect(started.said()).toContain('streamassay could not start: npm ci failed')
})
