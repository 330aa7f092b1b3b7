/** Makes the demo folder once, which each worker's server copies. */
import { join } from 'node:path'
import { dropFolder, newFolder, run } from './server'

export default function setup(): (() => void) | undefined {
  if (process.env['PETITION_DEMO']) return undefined
  const folder = newFolder()
  const data = join(folder, 'demo')
  run('demo', '--data', data)
  process.env['PETITION_DEMO'] = data
  return () => dropFolder(folder)
}
