/// Things of which the tests of the phone's storage are made.
import 'fake-indexeddb/auto';
import type { FieldHousehold, FieldTask, OutboxEntry, Period, PushItem } from '@fangxian/core';
import { FieldDb } from '../src/use/db';
import { randomBytes, Seal } from '../src/use/seal';
import { type Vault, makeVault } from '../src/use/vault';

export const now = Date.parse('2020-02-03T12:00:00+08:00');
export const itemOf = (id: string, fields = {}): PushItem => ({ type: 'household_screening', id, stated_at: '2020-02-03T08:30:00+08:00', fields: { visit_outcome: '4', ...fields } });
export const entryOf = (id: string, household = 'h', fields = {}): OutboxEntry => ({ id, type: 'household_screening', household, title: '王芳', item: itemOf(id, fields), saved_at: 1, state: 'waiting', problems: [], effects: [] });
export const task = (state: FieldTask['state'], due_at = '2020-02-03T20:00:00+08:00', type = 'household_screening', period = 'p'): FieldTask => ({ type, period, source: `round-${period}`, label: '', subject: 'h', due_at, state });
export const home = (id: string, ...tasks: FieldTask[]): FieldHousehold => ({ id, place: '610627102201001', house_code: '', address: '', head_name: `户主${id}`, house_use: '1', phone_masked: '', persons: [], tasks: tasks.map((one) => ({ ...one, subject: id })) });
export const period = (id: string): Period => ({ id, type: 'household_screening', label: id, opens_at: '', due_at: '', closed_at: null });

let turn = 0;
export const freshDb = (): FieldDb => new FieldDb(`test-${++turn}-${Math.random()}`);
export const seal = (): Promise<Seal> => Seal.of(randomBytes(32));
/// An account on the phone, with few enough rounds for a test.
export async function account(db: FieldDb, user: string, password = 'a long password'): Promise<{ vault: Vault; seal: Seal }> {
  const { vault, raw } = await makeVault(user, user, password, undefined, 10);
  await db.vaults.put(vault);
  return { vault, seal: await Seal.of(raw) };
}
/// Everything on the disk, as text.
export async function onDisk(db: FieldDb): Promise<string> {
  const rows = await Promise.all(db.tables.map((table) => table.toArray()));
  return JSON.stringify(rows, (_, value) => (ArrayBuffer.isView(value) ? new TextDecoder().decode(value as Uint8Array) : value));
}
