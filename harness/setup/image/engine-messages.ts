/** The engine's answer to a build, a pull or an import: a stream of JSON lines that may end in an error. */

/** What one line says, as far as set-up asks for it. */
export interface EngineMessage {
  /** Output of a build, in pieces of any size. */
  readonly stream?: string
  /** What a pull or an import is doing: `Downloading`. */
  readonly status?: string
  /** Why it failed; nothing comes after it. */
  readonly error?: string
}

/** Each message of the engine's answer; the engine goes on as long as it is read, and gives up when it is not. */
export async function* engineMessages(answer: AsyncIterable<unknown>): AsyncGenerator<EngineMessage> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of answer) {
    const lines = (
      rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk as Uint8Array, { stream: true }))
    ).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as EngineMessage
  }
  if (rest.trim() !== '') yield JSON.parse(rest) as EngineMessage
}

/**
 * Reads an answer to its end.
 *
 * @throws Error what the engine says, when it fails
 */
export async function readAnswer(
  answer: AsyncIterable<unknown>,
  onMessage: (message: EngineMessage) => void,
): Promise<void> {
  for await (const message of engineMessages(answer)) {
    onMessage(message)
    if (message.error !== undefined) throw new Error(message.error)
  }
}
