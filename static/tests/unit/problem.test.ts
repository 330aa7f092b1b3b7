import { describe, expect, it } from 'vitest'
import { errorsByField, pointerPath, problemOf } from '../../src/api/problem'
import { speak } from './helpers'
import { problemText } from '../../src/composables/useProblem'

const reply = (body: unknown, init: ResponseInit) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), init)

describe('a refusal', () => {
  it('is read from problem+json, with its errors and its id', async () => {
    const problem = await problemOf(
      reply(
        {
          code: 'invalid',
          detail: '填写内容有误',
          instance: 'urn:uuid:abc',
          errors: [{ pointer: '#/fields/answers/0/answer', code: 'required', detail: '请填写此项' }],
        },
        { status: 422 },
      ),
    )
    expect(problem).toMatchObject({ status: 422, code: 'invalid', requestId: 'abc' })
    expect(errorsByField(problem, 'fields')).toEqual({ 'answers.0.answer': '请填写此项' })
    expect(errorsByField(problem)).toEqual({ 'fields.answers.0.answer': '请填写此项' })
  })
  it('survives what is no JSON at all', async () => {
    const problem = await problemOf(reply('<h1>Bad gateway</h1>', { status: 502, headers: { 'Retry-After': '7' } }))
    expect(problem).toMatchObject({ status: 502, code: 'http_502', errors: [], retryAfter: 7 })
  })
  it('reads pointers in both spellings', () => {
    expect(pointerPath('#/persons/0/name')).toEqual(['persons', '0', 'name'])
    expect(pointerPath('/a~1b/c~0d')).toEqual(['a/b', 'c~d'])
    expect(pointerPath('')).toEqual([])
    expect(pointerPath('#/100%')).toEqual(['100%'])
  })
  it('speaks the server’s sentence, else ours', async () => {
    await speak('zh-CN')
    expect(problemText(await problemOf(reply({ detail: '按规定不能办理' }, { status: 409 })))).toBe('按规定不能办理')
    expect(problemText(await problemOf(reply('', { status: 500 })))).toBe('服务器出错，未作任何改动。')
    expect(problemText(await problemOf(reply('', { status: 503, headers: { 'Retry-After': '2' } })))).toContain(
      '请等待 2 秒',
    )
  })
})
