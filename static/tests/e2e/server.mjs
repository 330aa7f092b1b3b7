// Starts the real server on a fresh demo folder and a port of its own choosing; the folder goes with it.
// PETITIOND names another binary, PETITION_DEMO a demo folder that is copied instead of made anew, PETITION_ARGS further flags.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const binary = process.env.PETITIOND ?? join(import.meta.dirname, '../../../build/release/petitiond')
if (!existsSync(binary)) {
  console.error(`no server at ${binary}: build it first (./dev build), or set PETITIOND`)
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'petition-e2e-'))
const data = join(folder, 'data')
const tidy = () => rmSync(folder, { recursive: true, force: true })

if (process.env.PETITION_DEMO) {
  cpSync(process.env.PETITION_DEMO, data, { recursive: true })
} else {
  const demo = spawnSync(binary, ['demo', '--data', data], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (demo.status !== 0) {
    tidy()
    console.error(`petitiond demo ended with ${demo.status ?? demo.signal}`)
    process.exit(1)
  }
}
const more = process.env.PETITION_ARGS?.split(' ') ?? []
const server = spawn(binary, ['serve', '--data', data, '--listen', '127.0.0.1:0', ...more], { stdio: 'inherit' })
server.on('exit', (code, signal) => {
  tidy()
  process.exit(signal ? 0 : (code ?? 1))
})
for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => server.kill('SIGTERM'))
