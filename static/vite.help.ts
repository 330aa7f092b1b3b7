/**
 * Help pages are Markdown files, help/<language>/<page>.md. This plugin reads them when the site is built, so that the browser gets
 * small trees and no Markdown reader. It takes a small subset and refuses the rest: raw HTML, pictures and addresses elsewhere.
 *
 *   # Title              once, first; the paragraph after it is the lead
 *   ## Heading {#id}     the id is part of the stable address
 *   `key`                a key to press
 *   ::clocks::           alone on a line: a table drawn from data of the server
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { marked, type Token, type Tokens } from 'marked'
import type { Plugin } from 'vite'
import type { Block, HelpText, Inline } from './src/composables/helpText'

const TITLES = 'virtual:help-titles'
const LINK = /^(\/help(\/|$)|\/(submit|track|check|plain|desk)$)/

class Fault extends Error {}
const refuse = (what: string): never => {
  throw new Fault(what)
}

function inline(tokens: Token[] | undefined): Inline[] {
  return (tokens ?? []).flatMap((t): Inline[] => {
    switch (t.type) {
      case 'escape':
        return [(t as Tokens.Escape).text]
      case 'text': {
        const { tokens: parts, text } = t as Tokens.Text
        return parts ? inline(parts) : [text.replace(/\n/g, ' ')]
      }
      case 'strong':
        return [{ as: 'strong', of: inline((t as Tokens.Strong).tokens) }]
      case 'codespan':
        return [{ as: 'kbd', of: [(t as Tokens.Codespan).text] }]
      case 'link': {
        const { href, tokens: parts } = t as Tokens.Link
        return LINK.test(href) ? [{ as: 'a', href, of: inline(parts) }] : refuse(`a link to ${href}`)
      }
      default:
        return refuse(`${t.type}: ${t.raw}`)
    }
  })
}
function block(token: Token): Block[] {
  switch (token.type) {
    case 'space':
      return []
    case 'heading': {
      const { depth, text } = token as Tokens.Heading
      const [, title, id] = /^(.*\S)\s*\{#([a-z-]+)\}$/.exec(text) ?? []
      return depth === 2 && title && id ? [{ as: 'h2', id, text: title }] : refuse(`a heading without {#id}: ${text}`)
    }
    case 'paragraph': {
      const data = /^::([a-z]+)::$/.exec((token as Tokens.Paragraph).text)?.[1]
      return [data ? { as: 'data', name: data } : { as: 'p', of: inline((token as Tokens.Paragraph).tokens) }]
    }
    case 'text':
      return [{ as: 'p', of: inline((token as Tokens.Text).tokens) }]
    case 'list': {
      const { ordered, items } = token as Tokens.List
      return [{ as: ordered ? 'ol' : 'ul', items: items.map((i) => i.tokens.flatMap(block)) }]
    }
    case 'table': {
      const { header, rows } = token as Tokens.Table
      return [
        {
          as: 'table',
          head: header.map((c) => inline(c.tokens)),
          rows: rows.map((r) => r.map((c) => inline(c.tokens))),
        },
      ]
    }
    default:
      return refuse(`${token.type}: ${token.raw}`)
  }
}

/** Reads one page; what it does not take is an error that names it. */
export function helpOf(source: string): HelpText {
  const [title, ...rest] = marked.lexer(source).filter((t) => t.type !== 'space')
  if (title?.type !== 'heading' || (title as Tokens.Heading).depth !== 1) refuse('no title')
  const [lead, ...blocks] = rest.flatMap(block)
  if (lead?.as !== 'p') return refuse('no lead after the title')
  return { title: (title as Tokens.Heading).text, lead: lead.of, blocks }
}

function titles(folder: string): Record<string, Record<string, string>> {
  const of = (language: string) =>
    Object.fromEntries(
      readdirSync(join(folder, language)).map((file) => [
        basename(file, '.md'),
        /^# (.+)$/m.exec(readFileSync(join(folder, language, file), 'utf8'))?.[1] ?? '',
      ]),
    )
  return { 'zh-CN': of('zh-CN'), en: of('en') }
}

export function helpPages(folder: string): Plugin {
  return {
    name: 'help-pages',
    enforce: 'pre',
    resolveId: (id) => (id === TITLES ? `\0${TITLES}` : null),
    load(id) {
      return id === `\0${TITLES}` ? `export default ${JSON.stringify(titles(folder))}` : null
    },
    transform(source, id) {
      if (!id.endsWith('.md') || dirname(dirname(id)) !== folder) return null
      try {
        return { code: `export default ${JSON.stringify(helpOf(source))}`, map: null }
      } catch (error) {
        return this.error(error instanceof Fault ? `${id}: ${error.message}` : (error as Error))
      }
    },
  }
}
