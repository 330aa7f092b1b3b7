#!/usr/bin/env bash
# static/src/locales/zh-CN and en hold the same files, each with the same keys, no key twice, no empty text, and the same
# {parameters} under each key. Of a plural (key_one, key_other) each language has the forms that it needs, key_other always.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
folder=$root/static/src/locales
if [ ! -d "$folder" ]; then echo "no locale files"; exit 0; fi
command -v node >/dev/null || { echo "node is needed"; exit 2; }
node - "$folder" <<'JS'
const { readFileSync, readdirSync, existsSync } = require('node:fs')
const folder = process.argv[2]
const languages = ['zh-CN', 'en']
const faults = []

function load(language, file) {
  const name = `${language}/${file}`
  const path = `${folder}/${name}`
  if (!existsSync(path)) {
    faults.push(`${name} is missing`)
    return {}
  }
  const text = readFileSync(path, 'utf8')
  const seen = new Set()
  for (const [, key] of text.matchAll(/^\s*"((?:[^"\\]|\\.)*)"\s*:/gm)) {
    if (seen.has(key)) faults.push(`${name}: ${key} stands twice`)
    seen.add(key)
  }
  return JSON.parse(text)
}

const parameters = (text) => [...new Set(text.match(/\{[^}]*\}/g) ?? [])].sort().join(' ')

/* key without its plural form -> parameters of the text that names them all */
function settle(name, table) {
  const keys = new Map()
  for (const [key, text] of Object.entries(table)) {
    if (typeof text !== 'string' || text.trim() === '') faults.push(`${name}: ${key} is not a text`)
    const [, base, form] = /^(.*?)(?:_(zero|one|two|few|many|other))?$/.exec(key)
    if (form === undefined || form === 'other') keys.set(base, parameters(String(text)))
    else if (!(`${base}_other` in table)) faults.push(`${name}: ${base}_other is missing`)
  }
  return keys
}

const files = new Set(languages.flatMap((language) => existsSync(`${folder}/${language}`)
  ? readdirSync(`${folder}/${language}`).filter((file) => file.endsWith('.json')) : []))
if (files.size === 0) faults.push('locales hold no file')
for (const file of [...files].sort()) {
  const [zh, en] = languages.map((language) => settle(`${language}/${file}`, load(language, file)))
  for (const key of zh.keys()) if (!en.has(key)) faults.push(`en/${file}: ${key} is missing`)
  for (const key of en.keys()) if (!zh.has(key)) faults.push(`zh-CN/${file}: ${key} is missing`)
  for (const [key, wanted] of zh) {
    if (en.has(key) && en.get(key) !== wanted) {
      faults.push(`${file}: ${key}: parameters differ: zh-CN ${wanted || 'none'}, en ${en.get(key) || 'none'}`)
    }
  }
}
for (const fault of faults) console.log(fault)
process.exit(faults.length > 0 ? 1 : 0)
JS
