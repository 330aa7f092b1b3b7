/** Every page that has a picture: name, address, who looks, and what stands there when it is ready. */
export interface Shot {
  name: string
  path: string
  as?: string // an account of the demo; nobody without one
  ready: string
  open?: string // what is pressed before the picture is taken; without `shown` it opens a dialog
  shown?: string // what stands there then
}

export const SHOTS: readonly Shot[] = [
  { name: 'home', path: '/', ready: 'h1' },
  { name: 'submit', path: '/submit', ready: 'form' },
  { name: 'track', path: '/track', ready: 'form' },
  { name: 'plain', path: '/plain', ready: '.ways' },
  { name: 'plain-submit', path: '/plain/submit', ready: 'form' },
  { name: 'plain-track', path: '/plain/track', ready: 'form' },
  { name: 'check', path: '/check', ready: 'h1' },
  { name: 'help', path: '/help', ready: 'h1' },
  { name: 'help-limits', path: '/help/limits', ready: 'h1' },
  { name: 'help-ux', path: '/help/ux', ready: 'table' },
  { name: 'help-workflow', path: '/help/workflows/appeal', ready: 'svg' },
  { name: 'sign-in', path: '/desk/sign-in', ready: '#signin-login' },
  { name: 'reset', path: '/desk/reset', ready: '#reset-code' },
  { name: 'list', path: '/desk/?open=any', as: 'demo-bureau', ready: '.table tbody tr' },
  { name: 'list-empty', path: '/desk/?q=没有这样的标题', as: 'demo-bureau', ready: '.empty' },
  { name: 'home-admin', path: '/desk/', as: 'demo-admin', ready: 'h1' },
  { name: 'home-auditor', path: '/desk/', as: 'demo-auditor', ready: 'h1' },
  { name: 'board', path: '/desk/board?compare=previous', as: 'demo-leader', ready: '[data-panel=places]' },
  { name: 'help-board', path: '/help/board', ready: '[data-indicators]' },
  { name: 'case', path: 'case', as: 'demo-bureau', ready: '#actions-h' },
  { name: 'case-leader', path: 'case', as: 'demo-leader', ready: '#actions-h' },
  { name: 'letter', path: 'letter', as: 'demo-housing', ready: '.paper p' },
  {
    name: 'paper',
    path: 'case',
    as: 'demo-housing',
    ready: '[data-show]',
    open: '[data-show]',
    shown: '.paper-pages img',
  },
  { name: 'drafts', path: '/desk/drafts', as: 'demo-bureau', ready: 'main .card, main .empty' },
  { name: 'register', path: '/desk/register', as: 'demo-window', ready: 'form.reg' },
  { name: 'notices', path: '/desk/notices?all=1', as: 'demo-housing-head', ready: '.card' },
  { name: 'setup', path: '/desk/setup', as: 'demo-admin', ready: '[data-step]' },
  { name: 'calendars', path: '/desk/setup/calendars?year=2026', as: 'demo-admin', ready: '.month' },
  { name: 'workflows', path: '/desk/setup/workflows', as: 'demo-admin', ready: 'main table' },
  {
    name: 'workflow',
    path: '/desk/setup/workflows/review',
    as: 'demo-admin',
    ready: '[data-act=draw]',
    open: '[data-act=draw]',
    shown: 'main svg.flow',
  },
  { name: 'practices', path: '/desk/setup/practices', as: 'demo-admin', ready: '.practice' },
  { name: 'confirmations', path: '/desk/confirmations', as: 'demo-bureau-head', ready: 'main .card' },
  { name: 'retention', path: '/desk/retention', as: 'demo-archivist', ready: 'main .card' },
  { name: 'admin', path: '/desk/admin', as: 'demo-admin', ready: '.admin-doors' },
  { name: 'admin-units', path: '/desk/admin/units', as: 'demo-admin', ready: '.units-one .card' },
  { name: 'admin-accounts', path: '/desk/admin/accounts', as: 'demo-admin', ready: '.table tbody tr' },
  { name: 'admin-dictionaries', path: '/desk/admin/dictionaries', as: 'demo-admin', ready: '.table tbody tr' },
  { name: 'admin-settings', path: '/desk/admin/settings', as: 'demo-admin', ready: '.settings-table' },
  { name: 'admin-tokens', path: '/desk/admin/tokens', as: 'demo-admin', ready: 'main .card' },
  { name: 'admin-journal', path: '/desk/admin/journal', as: 'demo-auditor', ready: '.journal-table' },
  { name: 'account', path: '/desk/account', as: 'demo-bureau', ready: 'main .card' },
  { name: 'palette', path: '/desk/', as: 'demo-bureau', ready: 'h1', open: 'Control+k' },
  { name: 'barred', path: '/desk/retention', as: 'demo-window', ready: '.empty' },
  { name: 'missing', path: '/desk/nothing-here', as: 'demo-bureau', ready: 'h1' },
]
