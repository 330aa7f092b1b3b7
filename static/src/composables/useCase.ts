/** A case with its parts, loaded side by side and brought up to date together. */
import { computed } from 'vue'
import { practices as practicesOf, steps as stepsOf } from '../api/caseview'
import type { RecordedContact } from '../api/caseviewTypes'
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
  const main = useResource((signal) => cases.get(id(), signal))
  const transitions = useResource((signal) => cases.transitions(id(), signal))
  const journal = useResource((signal) => wholeJournal(id(), signal))
  const deadlines = useResource((signal) => cases.deadlines(id(), signal))
  const documents = useResource((signal) => cases.documents(id(), signal))
  const deliveries = useResource((signal) => cases.deliveries(id(), signal))
  const dispatches = useResource((signal) => cases.dispatches(id(), signal))
  const contacts = useResource((signal) => cases.contacts(id(), signal) as Promise<{ data: RecordedContact[] }>)
  const submissions = useResource((signal) => cases.submissions(id(), signal))
  const links = useResource((signal) => cases.links(id(), signal))
  /** Only who registers judges what may be the same matter. */
  const candidates = useResource((signal) =>
    may('case.register') ? cases.candidates(id(), signal) : Promise.resolve({ data: [] }),
  )
  const completeness = useResource((signal) => cases.completeness(id(), signal))
  const supervision = useResource((signal) => cases.supervision(id(), signal))
  const ratings = useResource((signal) => cases.ratings(id(), signal))
  const evidence = useResource((signal) => cases.evidence(id(), signal))
  const agreements = useResource((signal) => cases.agreements(id(), signal))
  const steps = useResource((signal) => stepsOf(id(), signal))
  const practices = useResource((signal) => practicesOf.ofCase(id(), signal))
  const files = useResource((signal) => cases.files(id(), signal))
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
