import base from './playwright.config'

// Pictures of every page (./dev shots): the same server and browser as the stories, no limit of rate, nothing is asserted but that
// each page is there.
process.env['PETITION_ARGS'] = '--rate-per-minute 0'
export default { ...base, testDir: 'tests/shots', timeout: 600_000 }
