#!/usr/bin/env bash
# zh-CN.json and en.json have the same keys, no key twice, no empty text, and the same {parameters} under each key.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
folder=$root/static/src/locales
if [ ! -f "$folder/zh-CN.json" ] && [ ! -f "$folder/en.json" ]; then echo "no locale files"; exit 0; fi
command -v node >/dev/null || { echo "node is needed"; exit 2; }
node - "$folder/zh-CN.json" "$folder/en.json" <<'JS'
const { readFileSync } = require('node:fs')
const [, , zhPath, enPath] = process.argv
const faults = []
function load(path) {
  let text
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    faults.push(`${path}: is missing`)
    return {}
  }
  const seen = new Set()
  for (const [, key] of text.matchAll(/^\s*"((?:[^"\\]|\\.)*)"\s*:/gm)) {
    if (seen.has(key)) faults.push(`${path}: ${key} stands twice`)
    seen.add(key)
  }
  const table = JSON.parse(text)
  for (const [key, value] of Object.entries(table)) {
    if (typeof value !== 'string' || value.trim() === '') faults.push(`${path}: ${key} is not a text`)
  }
  return table
}
const parameters = (text) => [...new Set(String(text).match(/\{[^}]*\}/g) ?? [])].sort().join(' ')
const zh = load(zhPath)
const en = load(enPath)
for (const key of Object.keys(zh)) if (!(key in en)) faults.push(`en.json: ${key} is missing`)
for (const key of Object.keys(en)) if (!(key in zh)) faults.push(`zh-CN.json: ${key} is missing`)
for (const key of Object.keys(zh)) {
  if (key in en && parameters(zh[key]) !== parameters(en[key])) {
    faults.push(`${key}: parameters differ: zh-CN ${parameters(zh[key]) || 'none'}, en ${parameters(en[key]) || 'none'}`)
  }
}
for (const fault of faults) console.log(fault)
process.exit(faults.length > 0 ? 1 : 0)
JS
