/**
 * The real server under test, on a copy of the demo folder and a port of its own choosing; the copy goes with it.
 * PETITIOND names another binary, PETITION_DEMO a demo folder that is there already.
 */
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const BINARY = process.env['PETITIOND'] ?? join(import.meta.dirname, '../../../build/release/petitiond')

export const newFolder = () => mkdtempSync(join(tmpdir(), 'petition-e2e-'))
export const dropFolder = (folder: string) => rmSync(folder, { recursive: true, force: true })

/** Runs a subcommand to its end. */
export function run(...args: string[]): void {
  if (!existsSync(BINARY)) throw new Error(`no server at ${BINARY}: build it first (./dev build), or set PETITIOND`)
  const done = spawnSync(BINARY, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (done.status !== 0) throw new Error(`petitiond ${args[0]} ended with ${done.status ?? done.signal}`)
}

export interface Server {
  url: string
  /** Asks it to stop and waits; it has to end well. */
  stop: () => Promise<void>
}

/** Serves a folder; resolves once it says where. */
export function serve(data: string, ...more: string[]): Promise<Server> {
  const child = spawn(BINARY, ['serve', '--data', data, '--listen', '127.0.0.1:0', ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const stop = async () => {
    child.kill('SIGTERM')
    const code = await ended
    if (code !== 0) throw new Error(`petitiond serve ended with ${code}`)
  }
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString()
      const url = /listening on (http:\/\/\S+)/.exec(said)?.[1]
      if (url) resolve({ url, stop })
    })
    void ended.then((code) => reject(new Error(`petitiond serve ended with ${code} before it was ready`)))
  })
}

/** A server of its own on a fresh copy of the demo. */
export async function serveDemo(...more: string[]): Promise<Server> {
  const folder = newFolder()
  const data = join(folder, 'data')
  cpSync(process.env['PETITION_DEMO']!, data, { recursive: true })
  const server = await serve(data, ...more)
  return {
    url: server.url,
    stop: async () => {
      await server.stop()
      dropFolder(folder)
    },
  }
}
