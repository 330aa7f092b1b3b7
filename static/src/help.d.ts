/** What vite.help.ts makes of help/<language>/<page>.md. */
declare module '*.md' {
  const text: import('./composables/helpText').HelpText
  export default text
}
declare module 'virtual:help-titles' {
  const titles: Record<'zh-CN' | 'en', Record<string, string>>
  export default titles
}
