/**
 * The words by area: zh-CN is the source of the keys. "common" comes with every page, "desk" and "portal" with their
 * application, the others with the pages that ask for them (`words` of a route of the desk); "plain" is for the pages that the server writes.
 */
import type account from './zh-CN/account.json'
import type admin from './zh-CN/admin.json'
import type archive from './zh-CN/archive.json'
import type barred from './zh-CN/barred.json'
import type board from './zh-CN/board.json'
import type caseview from './zh-CN/caseview.json'
import type common from './zh-CN/common.json'
import type desk from './zh-CN/desk.json'
import type drafts from './zh-CN/drafts.json'
import type files from './zh-CN/files.json'
import type home from './zh-CN/home.json'
import type intake from './zh-CN/intake.json'
import type letter from './zh-CN/letter.json'
import type live from './zh-CN/live.json'
import type notices from './zh-CN/notices.json'
import type perms from './zh-CN/perms.json'
import type person from './zh-CN/person.json'
import type plain from './zh-CN/plain.json'
import type portal from './zh-CN/portal.json'
import type practice from './zh-CN/practice.json'
import type setup from './zh-CN/setup.json'
import type track from './zh-CN/track.json'
import type worklist from './zh-CN/worklist.json'

export type Words = typeof account &
  typeof admin &
  typeof archive &
  typeof barred &
  typeof board &
  typeof caseview &
  typeof common &
  typeof desk &
  typeof drafts &
  typeof files &
  typeof home &
  typeof intake &
  typeof letter &
  typeof live &
  typeof notices &
  typeof perms &
  typeof person &
  typeof plain &
  typeof portal &
  typeof practice &
  typeof setup &
  typeof track &
  typeof worklist
