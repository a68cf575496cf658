/// What a role finds in the menu. The server decides what it may do; this only spares it doors that do not open.
export interface MenuGroup {
  name: string;
  items: { text: string; to: string; waiting: number }[];
}

const watch = ['county_officer', 'cdc_officer', 'township_officer', 'village_officer', 'grid_worker', 'rechecker'];
const officers = ['county_officer', 'cdc_officer', 'township_officer', 'village_officer'];
const county = ['county_officer', 'cdc_officer'];
export const levels = ['upper_officer', 'administrator', ...county];

const menu: { name: string; items: { text: string; to: string; roles?: string[]; matters?: string[] }[] }[] = [
  { name: '', items: [{ text: 'home', to: '/home' }] },
  {
    name: 'watch',
    items: [
      { text: 'coverage', to: '/coverage', roles: watch },
      { text: 'levels', to: '/levels', roles: levels },
      { text: 'rounds', to: '/rounds', roles: officers },
      { text: 'keyPersons', to: '/records/key_person', roles: watch },
      { text: 'screenings', to: '/records/household_screening', roles: watch },
      { text: 'returnees', to: '/records/returnee_registration', roles: watch },
      { text: 'temperatures', to: '/records/temperature_reading', roles: watch },
      { text: 'rechecks', to: '/records/recheck', roles: [...officers, 'rechecker'], matters: ['rechecks'] },
    ],
  },
  {
    name: 'trace',
    items: [
      { text: 'cases', to: '/records/case_report', roles: [...officers, 'grid_worker'], matters: ['casesToVerify', 'casesToInvestigate'] },
      { text: 'contacts', to: '/records/contact', roles: [...officers, 'grid_worker'], matters: ['contactsToDecide', 'contactsLost'] },
      { text: 'visits', to: '/records/place_visit', roles: ['cdc_officer', 'township_officer'] },
      { text: 'samples', to: '/records/lab_sample', roles: [...county, 'township_officer'] },
    ],
  },
  {
    name: 'care',
    items: [
      { text: 'transfers', to: '/records/transfer', roles: officers, matters: ['transfersWaiting', 'transfersArrived'] },
      { text: 'wards', to: '/records/ward', roles: [...county, 'township_officer'] },
    ],
  },
  {
    name: 'command',
    items: [
      { text: 'response', to: '/response', roles: [...watch, 'duty_officer', 'auditor', 'administrator'], matters: ['responseReview'] },
      { text: 'plans', to: '/plans', roles: [...watch, 'duty_officer', 'auditor', 'administrator'] },
      { text: 'orders', to: '/orders', roles: [...watch, 'duty_officer', 'auditor'], matters: ['orderAcknowledge', 'orderAcknowledgeOverdue', 'orderReport', 'orderReportOverdue', 'orderVerify', 'escalations'] },
      { text: 'duty', to: '/duty', roles: [...watch, 'duty_officer', 'auditor', 'administrator'], matters: ['dutySignIn', 'dutySignInLate', 'dutyHandOver', 'dutySwapAsked', 'dutySwaps'] },
      { text: 'returns', to: '/returns', roles: [...officers, 'auditor'] },
      { text: 'returnToWork', to: '/records/return_to_work', roles: [...officers, 'auditor'], matters: ['filings'] },
      { text: 'situation', to: '/situation', roles: [...officers, 'auditor', 'administrator'] },
    ],
  },
  {
    name: 'network',
    items: [
      { text: 'households', to: '/records/household', roles: watch },
      { text: 'persons', to: '/records/person', roles: watch },
      { text: 'uncovered', to: '/uncovered', roles: [...officers, 'administrator'], matters: ['uncovered'] },
      { text: 'units', to: '/records/reporting_unit', roles: [...officers, 'administrator'] },
    ],
  },
  {
    name: 'quality',
    items: [
      { text: 'flags', to: '/records/quality_flag', roles: officers, matters: ['flags'] },
      { text: 'duplicates', to: '/duplicates', roles: officers, matters: ['duplicates'] },
      { text: 'quarantine', to: '/quarantine', roles: [...officers, 'administrator'], matters: ['quarantineMine', 'quarantineArea'] },
    ],
  },
  {
    name: 'manage',
    items: [
      { text: 'posts', to: '/records/post', roles: ['administrator', ...county, 'township_officer'] },
      { text: 'calendarDays', to: '/records/calendar_day', roles: ['administrator', 'county_officer'] },
      { text: 'zones', to: '/records/zone', roles: ['administrator', ...county] },
      { text: 'devices', to: '/devices', roles: ['administrator', 'county_officer', 'township_officer', 'village_officer'] },
      { text: 'webhooks', to: '/webhooks', roles: ['administrator', 'auditor', 'county_officer'] },
      { text: 'accounts', to: '/accounts', roles: ['administrator'] },
      { text: 'import', to: '/imports', roles: ['administrator'] },
      { text: 'audit', to: '/audit', roles: ['auditor', 'administrator', 'county_officer'] },
      { text: 'about', to: '/about' },
    ],
  },
];

/// `matters`: what waits, as the home page has read it; the menu reads nothing of its own.
export function menuFor(role: string | undefined, matters: { key: string; n: number }[] = []): MenuGroup[] {
  const waiting = (keys: string[] = []): number => matters.filter(({ key }) => keys.includes(key)).reduce((sum, { n }) => sum + n, 0);
  return menu
    .map(({ name, items }) => ({
      name,
      items: items.filter(({ roles }) => !roles || (role !== undefined && roles.includes(role))).map((item) => ({ text: item.text, to: item.to, waiting: waiting(item.matters) })),
    }))
    .filter(({ items }) => items.length > 0);
}
