/** A case with its parts, loaded side by side and brought up to date together. */
import { computed } from 'vue'
import { practices as practicesOf, steps as stepsOf } from '../api/caseview'
import type { RecordedContact } from '../api/caseviewTypes'
import { isProblem } from '../api/client'
import { cases } from '../api/desk'
import type { JournalEntry } from '../api/types'
import { useResource } from './useResource'
import { useSession } from './useSession'

const PAGES_MAX = 25 // 5 000 entries; the server gives the oldest first

/** The whole history, so that it can be read from its end. */
async function wholeJournal(id: string, signal: AbortSignal): Promise<JournalEntry[]> {
  const all: JournalEntry[] = []
  let cursor: string | undefined
  for (let i = 0; i < PAGES_MAX; i++) {
    const { data, page } = await cases.journal(id, cursor, signal)
    all.push(...data)
    if (!page.next) break
    cursor = page.next
  }
  return all
}

export function useCase(id: () => string) {
  const { may } = useSession()
  let known: Promise<unknown> = Promise.resolve()
  /** Settles as the case itself does. */
  const found = () => known
  const main = useResource((signal) => {
    const asked = cases.get(id(), signal)
    known = asked
    return asked
  })
  /** A part. Of a case that is not there, or may not be seen, nothing further is asked. */
  const part = <T>(load: (signal: AbortSignal) => Promise<T>) =>
    useResource(async (signal) => {
      await known.catch((error: unknown) => {
        if (isProblem(error) && (error.status === 403 || error.status === 404)) throw error
      })
      return load(signal)
    })
  const transitions = part((signal) => cases.transitions(id(), signal))
  const journal = part((signal) => wholeJournal(id(), signal))
  const deadlines = part((signal) => cases.deadlines(id(), signal))
  const documents = part((signal) => cases.documents(id(), signal))
  const deliveries = part((signal) => cases.deliveries(id(), signal))
  const dispatches = part((signal) => cases.dispatches(id(), signal))
  const contacts = part((signal) => cases.contacts(id(), signal) as Promise<{ data: RecordedContact[] }>)
  const submissions = part((signal) => cases.submissions(id(), signal))
  const links = part((signal) => cases.links(id(), signal))
  /** Only who registers judges what may be the same matter. */
  const candidates = part((signal) =>
    may('case.register') ? cases.candidates(id(), signal) : Promise.resolve({ data: [] }),
  )
  const completeness = part((signal) => cases.completeness(id(), signal))
  const supervision = part((signal) => cases.supervision(id(), signal))
  const ratings = part((signal) => cases.ratings(id(), signal))
  const evidence = part((signal) => cases.evidence(id(), signal))
  const agreements = part((signal) => cases.agreements(id(), signal))
  const steps = part((signal) => stepsOf(id(), signal))
  const practices = part((signal) => practicesOf.ofCase(id(), signal))
  const files = part((signal) => cases.files(id(), signal))
  const papers = [supervision, ratings, documents, deliveries, evidence, agreements, files]
  const parts = [
    transitions,
    journal,
    steps,
    deadlines,
    dispatches,
    contacts,
    submissions,
    links,
    candidates,
    completeness,
    practices,
    ...papers,
  ]

  const reload = async () => {
    await Promise.all([main, ...parts].map((r) => r.reload()))
  }
  /** Titles of events and refusals are worded by the server, so a language switch asks again. */
  const reword = () => Promise.all([transitions, journal, completeness, steps].map((r) => r.reload()))
  const data = computed(() => main.data.value?.data ?? null)
  return {
    main,
    found,
    data,
    transitions,
    journal,
    steps,
    deadlines,
    documents,
    deliveries,
    dispatches,
    contacts,
    submissions,
    links,
    candidates,
    completeness,
    supervision,
    ratings,
    evidence,
    agreements,
    practices,
    files,
    reload,
    reword,
  }
}
