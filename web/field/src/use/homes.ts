/// The households of one post on the phone: a sealed row each, found by what is due without opening any other.
import { type FieldHousehold, type Period, householdShortCode } from '@fangxian/core';
import Dexie from 'dexie';
import { type FieldDb, type HomeRow, keep, kept } from './db';
import { dueOf, inPeriods, leftOf } from './household';
import type { Bytes, Seal } from './seal';

export interface SyncState {
  cursor: string | null;
  periods: Period[];
  total: number;
  at: number; // when the list was last complete, ms; 0 before the first time
  order: number;
}
/// One step of a sync. Tasks of any period but `periods` are over.
export interface SyncStep {
  reset: boolean;
  households: FieldHousehold[];
  removed: string[];
  periods: Period[];
  cursor: string | null;
  total: number;
  complete: boolean;
}
export interface Counts {
  all: number;
  done: number;
  overdue: number;
}

const empty: SyncState = { cursor: null, periods: [], total: 0, at: 0, order: 0 };

export class Homes {
  readonly owner: string;
  private readonly stateKey: string;

  constructor(private readonly db: FieldDb, private readonly seal: Seal, private readonly user: string, post: string) {
    this.owner = `${user}/${post}`;
    this.stateKey = `${this.owner}/sync`;
  }

  async state(): Promise<SyncState> {
    const sealed = await kept<Bytes>(this.db, this.stateKey);
    return sealed ? this.seal.open<SyncState>(this.stateKey, sealed) : empty;
  }

  /// All of a step and its cursor, or nothing of it: a page closed in the middle goes on where it was.
  async apply(step: SyncStep, now: number): Promise<SyncState> {
    const before = await this.state();
    const open = new Set(step.periods.map((period) => period.id));
    if (!step.reset) await this.dropClosed(before.periods.filter((period) => !open.has(period.id)), open);
    const known = await this.db.homes.bulkGet(step.households.map((home): [string, string] => [this.owner, home.id]));
    const state: SyncState = {
      cursor: step.cursor, periods: step.periods, total: step.total,
      at: step.complete ? now : before.at, order: (step.reset ? 0 : before.order) + step.households.length,
    };
    const homes = step.households.map((home) => inPeriods(home, open));
    const bodies = await Promise.all(homes.map((home) => this.seal.close(this.placeOf(home.id), home)));
    const sealedState = await this.seal.close(this.stateKey, state);
    await this.db.transaction('rw', [this.db.homes, this.db.outbox, this.db.kept], async () => {
      if (step.reset) await this.mine().delete();
      const settled = await this.settled();
      const order = (index: number): number => (step.reset ? index : (known[index]?.order ?? before.order + index));
      await this.db.homes.bulkPut(homes.map((home, index) => this.rowOf(home, bodies[index]!, order(index), settled)));
      await this.db.homes.bulkDelete(step.removed.map((id): [string, string] => [this.owner, id]));
      await keep(this.db, this.stateKey, sealedState);
    });
    return state;
  }

  /// After an entry was saved, answered or held: where its household stands now.
  async restand(id: string): Promise<void> {
    const row = await this.db.homes.get([this.owner, id]);
    if (!row) return;
    const home = await this.open(row);
    const stale = await this.db.transaction('rw', [this.db.homes, this.db.outbox], async () => {
      const now = await this.db.homes.get([this.owner, id]);
      if (!now) return false;
      if (now.body.some((byte, index) => byte !== row.body[index])) return true;
      await this.db.homes.put(this.rowOf(home, row.body, row.order, await this.settled()));
      return false;
    });
    if (stale) await this.restand(id); // a sync wrote it meanwhile
  }
  async restandWaiting(): Promise<void> {
    const waiting = await this.db.outbox.where('[user+state]').equals([this.user, 'waiting']).toArray();
    for (const id of new Set(waiting.map((row) => row.household))) if (id) await this.restand(id);
  }

  async get(id: string): Promise<FieldHousehold | null> {
    const row = await this.db.homes.get([this.owner, id]);
    return row ? this.open(row) : null;
  }
  open(row: HomeRow): Promise<FieldHousehold> {
    return this.seal.open<FieldHousehold>(this.placeOf(row.id), row.body);
  }

  /// What is due soonest first, done last.
  async rows(limit: number): Promise<HomeRow[]> {
    const due = await this.standing(0).limit(limit).toArray();
    return due.length === limit ? due : [...due, ...(await this.standing(1).limit(limit - due.length).toArray())];
  }
  async counts(now: number): Promise<Counts> {
    const [all, done, overdue] = await Promise.all([
      this.mine().count(), this.standing(1).count(),
      this.db.homes.where('[owner+standing+due+order]').between([this.owner, 0], [this.owner, 0, now]).count(),
    ]);
    return { all, done, overdue };
  }
  /// The next to visit, apart from this one.
  async next(but?: string | null): Promise<HomeRow | null> {
    return (await this.standing(0).limit(2).toArray()).find((row) => row.id !== but) ?? null;
  }

  /// Opens every row, some hundred at a time, until `limit` match or `cancelled`.
  async search(matches: (home: FieldHousehold) => boolean, limit: number, cancelled: () => boolean): Promise<HomeRow[]> {
    const found: HomeRow[] = [];
    let after = '';
    while (found.length < limit && !cancelled()) {
      const rows = await this.db.homes.where('[owner+id]').between([this.owner, after], [this.owner, Dexie.maxKey], false).limit(300).toArray();
      if (rows.length === 0) break;
      after = rows[rows.length - 1]!.id;
      const homes = await Promise.all(rows.map((row) => this.open(row)));
      found.push(...rows.filter((_, index) => matches(homes[index]!)));
    }
    return found.slice(0, limit).sort((a, b) => a.standing - b.standing || a.due - b.due || a.order - b.order);
  }
  /// Households whose sheet shows this short code: one, but by chance more.
  async byShortCode(code: string): Promise<string[]> {
    const keys = await this.mine().primaryKeys();
    return keys.map(([, id]) => id).filter((id) => householdShortCode(id) === code);
  }

  private placeOf(id: string): string {
    return `home/${this.owner}/${id}`;
  }
  private mine() {
    return this.db.homes.where('[owner+id]').between([this.owner, Dexie.minKey], [this.owner, Dexie.maxKey]);
  }
  private standing(standing: 0 | 1) {
    return this.db.homes.where('[owner+standing+due+order]').between([this.owner, standing], [this.owner, standing, Dexie.maxKey]);
  }
  private async settled(): Promise<Set<string>> {
    const waiting = await this.db.outbox.where('[user+state]').equals([this.user, 'waiting']).toArray();
    return new Set(waiting.flatMap((row) => row.settles));
  }
  private rowOf(home: FieldHousehold, body: Bytes, order: number, settled: Set<string>): HomeRow {
    const left = leftOf(home, settled);
    const periods = [...new Set(left.map((task) => `${this.owner}/${task.period}`))];
    return { owner: this.owner, id: home.id, standing: left.length > 0 ? 0 : 1, due: left.length > 0 ? dueOf(left) : 0, order, periods, body };
  }
  private async dropClosed(closed: Period[], open: Set<string>): Promise<void> {
    const rows = await this.db.homes.where('periods').anyOf(closed.map((period) => `${this.owner}/${period.id}`)).distinct().toArray();
    for (let start = 0; start < rows.length; start += 300) {
      const part = rows.slice(start, start + 300);
      const homes = await Promise.all(part.map(async (row) => inPeriods(await this.open(row), open)));
      const bodies = await Promise.all(homes.map((home) => this.seal.close(this.placeOf(home.id), home)));
      await this.db.transaction('rw', [this.db.homes, this.db.outbox], async () => {
        const settled = await this.settled();
        await this.db.homes.bulkPut(homes.map((home, index) => this.rowOf(home, bodies[index]!, part[index]!.order, settled)));
      });
    }
  }
}
