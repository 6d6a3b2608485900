/** The container engine's own API, for what testcontainers has no words for: labels, waiting, logs. */
import { type ContainerRuntimeClient, getContainerRuntimeClient } from 'testcontainers'

export type Engine = ContainerRuntimeClient['container']['dockerode']

/** The API of the engine that testcontainers has found. */
export const connectEngine = async (): Promise<Engine> => (await getContainerRuntimeClient()).container.dockerode
