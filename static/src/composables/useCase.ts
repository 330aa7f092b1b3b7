/** A case with its parts, loaded side by side and brought up to date together. */
import { computed } from 'vue'
import { cases } from '../api/desk'
import { useResource } from './useResource'

export function useCase(id: () => string) {
  const main = useResource((signal) => cases.get(id(), signal))
  const transitions = useResource((signal) => cases.transitions(id(), signal))
  const journal = useResource((signal) => cases.journal(id(), undefined, signal))
  const documents = useResource((signal) => cases.documents(id(), signal))
  const deliveries = useResource((signal) => cases.deliveries(id(), signal))
  const dispatches = useResource((signal) => cases.dispatches(id(), signal))
  const contacts = useResource((signal) => cases.contacts(id(), signal))
  const submissions = useResource((signal) => cases.submissions(id(), signal))
  const parts = [transitions, journal, documents, deliveries, dispatches, contacts, submissions]

  const reload = async () => {
    await Promise.all([main, ...parts].map((r) => r.reload()))
  }
  /** Titles of events and refusals are worded by the server, so a language switch asks again. */
  const reword = () => Promise.all([transitions.reload(), journal.reload()])
  const data = computed(() => main.data.value?.data ?? null)
  return { main, data, transitions, journal, documents, deliveries, dispatches, contacts, submissions, reload, reword }
}
