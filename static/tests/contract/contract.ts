/**
 * Holds src/api/types.ts against the server's OpenAPI document. Nothing here runs: `npm run api:types` makes schema.d.ts
 * from the document and compiles this file, which fails on any member that the pages read and the server does not send
 * (or may send as null), and on any member that the pages send and the server does not take.
 */
import type { components } from '../../src/api/schema'
import type * as Ours from '../../src/api/types'

type Server = components['schemas']
type Item<L> = L extends readonly (infer X)[] ? X : L

/** Members that are missing there, or may be null there and not here; descends into objects and lists. */
type Wrong<O, S> = O extends object
  ? {
      [K in keyof O & string]: K extends keyof S
        ? null extends S[K]
          ? null extends O[K]
            ? Below<K, O[K], S[K]>
            : `${K} may be null`
          : Below<K, O[K], S[K]>
        : `${K} is missing`
    }[keyof O & string]
  : never
type Below<K extends string, O, S> =
  Item<NonNullable<O>> extends infer I
    ? I extends string | number | boolean
      ? never
      : unknown extends I
        ? never
        : Wrong<I, Item<NonNullable<S>>> extends infer W extends string
          ? `${K}.${W}`
          : never
    : never

/** `true`, or the names of what does not fit. */
type Reads<O, S> = [Wrong<O, S>] extends [never] ? true : Wrong<O, S>
/** What is sent must be taken; what is required there must not be left out here. */
type Required_<S> = { [K in keyof S]-?: undefined extends S[K] ? never : K }[keyof S] & string
type Optional_<O> = { [K in keyof O]-?: undefined extends O[K] ? K : never }[keyof O] & string
type Sends<O, S, Never extends string = never> =
  Exclude<keyof O & string, (keyof S & string) | Never> | (Optional_<O> & Required_<S>)

export const reads: [
  Reads<Ours.Session, Server['Session']>,
  Reads<Ours.OwnSession, Server['OwnSession']>,
  Reads<Ours.SubstitutionList, Server['SubstitutionList']>,
  Reads<Ours.SecondFactor, Server['SecondFactor']>,
  Reads<Ours.SecondFactorBegun, Server['SecondFactorBegun']>,
  Reads<Ours.SecondFactorConfirmed, Server['SecondFactorConfirmed']>,
  Reads<Ours.TokenMade, Server['TokenMade']>,
  Reads<Ours.List<Ours.Unit>, Server['UnitList']>,
  Reads<Ours.Handler, Server['UnitHandler']>,
  Reads<Ours.DictionaryEntry, Server['Term']>,
  Reads<Ours.CaseList, Server['CaseList']>,
  Reads<Ours.Case, Server['Case']>,
  Reads<Ours.Deadline, Server['Deadline']>,
  Reads<Ours.TraceStep, Server['TraceStep']>,
  Reads<Ours.Transitions, Server['CaseEventList']>,
  Reads<Ours.JournalEntry, Omit<Server['JournalEntry'], 'changes'> & { changes: Ours.JournalEntry['changes'] }>,
  Reads<Omit<Ours.CaseDocument, 'body'>, Server['Document']>,
  Reads<Ours.Delivery, Server['Delivery']>,
  Reads<Ours.Dispatch, Server['Dispatch']>,
  Reads<Ours.Contact, Server['Contact']>,
  Reads<Ours.Submission, Server['Submission']>,
  Reads<Ours.Receipt, Server['Receipt']>,
  Reads<Ours.WorklistSummary, Server['WorklistSummary']>,
  Reads<Ours.List<Ours.Notice>, Server['NoticeList']>,
  Reads<Ours.Confirmation, Server['Confirmation']>,
  Reads<Ours.PublicSite, Server['Site']>,
  Reads<Ours.Place, Server['Place']>,
  Reads<Ours.PublicCase, Server['PublicCase']>,
  Reads<Ours.FileAdded, Server['PublicFileAdded']>,
  Reads<Ours.FileList, Server['FileList']>,
  Reads<Ours.Proof, Server['Proof']>,
  Reads<Ours.ReceiptCheck, Server['ReceiptCheck']>,
  Reads<Ours.Checkpoint, Server['Checkpoint']>,
  Reads<Ours.CheckpointKey, Server['CheckpointKey']>,
  Reads<Ours.WorkflowSummary, Server['WorkflowSummary']>,
  Reads<Omit<Ours.Workflow, 'definition'>, Server['Workflow']>,
  Reads<Ours.WorkflowClock, Server['WorkflowClock']>,
] = [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true] // prettier-ignore

type Desk = Omit<Ours.SubmissionInput, 'channel'> & { channel: Ours.Channel }
type Public = Omit<
  Ours.SubmissionInput,
  | 'case_id'
  | 'draft_id'
  | 'channel'
  | 'source_platform'
  | 'external_number'
  | 'received_on'
  | 'unit_id'
  | 'window_number'
  | 'urgency'
  | 'oral_record'
>
/** Nobody is looked up in public, so a name is always there. */
type PublicPerson = Omit<Ours.PersonInput, 'known_person_id' | 'name'> & { name: string }
type Fits<W> = [W] extends [never] ? true : W
export const sends: [
  Fits<Sends<Desk, Server['SubmissionRequestInput']>>,
  Fits<Sends<Public, Server['PublicSubmissionRequestInput']>>,
  Fits<Sends<Ours.PersonInput, Server['DeskPersonInputInput']>>,
  Fits<Sends<PublicPerson, Server['PersonInputInput']>>,
] = [true, true, true, true]
