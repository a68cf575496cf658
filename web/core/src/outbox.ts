/// The outbox of a device: what was entered waits here until the server has answered for it. Storage is passed in.
import { RequestFailed, type Problem } from './problem';
import type { Effect, PushAnswer, PushItem, PushResult } from './wire';

export type OutboxState = 'waiting' | 'sent' | 'held';

export interface OutboxEntry {
  id: string;
  type: string;
  household: string | null;
  title: string;
  saved_at: number;
  state: OutboxState;
  item: PushItem;
  problems: Problem[];
  effects: Effect[];
}

/// What the saving of an entry ends, in the same write: the draft it was, the held entry it mends.
export interface Ending {
  draft?: string;
  mends?: string;
}

export interface Batch {
  sequence: number;
  entries: OutboxEntry[];
}

/// Whose entries: a second person on the same phone neither sees nor sends them.
export interface OutboxStorage {
  put(entry: OutboxEntry, ending?: Ending): Promise<void>;
  /// What to send next: the last batch again, under its number, while an answer to it is owed; else the oldest `limit`
  /// entries that wait and are ready, under the next number. Null when none is.
  batch(limit: number): Promise<Batch | null>;
  /// The last batch was answered: the next one gets a number of its own, beyond the greatest the server has seen.
  batchAnswered(greatest: number): Promise<void>;
  update(id: string, change: Partial<OutboxEntry>): Promise<void>;
}

export interface OutboxOptions {
  storage: OutboxStorage;
  push: (items: PushItem[], sequence: number) => Promise<PushAnswer>;
  /// When nothing is ready: brings what the oldest waiting entry needs (its photos) across. False when none waits for it.
  prepare?: () => Promise<boolean>;
  /// Runs the work while no other page of this device does (Web Locks).
  alone?: (work: () => Promise<void>) => Promise<void>;
  onChange?: () => void;
  /// Told of each answered entry: done screens show what was opened.
  onResult?: (result: PushResult) => void;
  schedule?: (run: () => void, ms: number) => unknown;
  batch?: number;
}

export const pauseAfter = (failures: number): number => Math.min(60_000, 1_000 * 2 ** Math.max(0, failures - 1));

export class Outbox {
  private sending: Promise<void> | null = null;
  private again = false;
  private retryPlanned = false;
  private stopped = false;
  private failures = 0;
  lastFailure: RequestFailed | null = null;

  constructor(private readonly options: OutboxOptions) {}

  /// Resolves when the entry is safe on the device; sending goes on behind.
  async save(entry: Pick<OutboxEntry, 'id' | 'type' | 'household' | 'title' | 'item'>, ending?: Ending): Promise<void> {
    await this.options.storage.put({ ...entry, saved_at: Date.now(), state: 'waiting', problems: [], effects: [] }, ending);
    this.options.onChange?.();
    void this.send();
  }

  /// Sends everything that waits. What is saved while a run is under way is sent by that run or by one right after it.
  send(): Promise<void> {
    if (this.sending) {
      this.again = true;
      return this.sending;
    }
    this.again = false;
    const alone = this.options.alone ?? ((work) => work());
    this.sending = alone(() => this.run()).finally(() => {
      this.sending = null;
      if (this.again && this.failures === 0) void this.send();
    });
    return this.sending;
  }

  /// For when another person signs in: nothing more goes out under the wrong name.
  stop(): void {
    this.stopped = true;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const batch = await this.options.storage.batch(this.options.batch ?? 200);
      if (this.stopped) return;
      if (!batch) {
        if (!(await this.prepared())) return;
        continue;
      }
      let answer: PushAnswer | null;
      try {
        answer = await this.options.push(batch.entries.map((entry) => entry.item), batch.sequence);
      } catch (error) {
        this.retryLater(error);
        return;
      }
      const answered = await this.settle(batch.entries, Array.isArray(answer?.results) ? answer.results : []);
      this.options.onChange?.();
      if (answered === 0) return this.retryLater(null);
      await this.options.storage.batchAnswered(Math.max(batch.sequence, answer?.device?.sequence ?? 0));
      this.failures = 0;
      this.lastFailure = null;
    }
  }

  private async prepared(): Promise<boolean> {
    try {
      return (await this.options.prepare?.()) ?? false;
    } catch (error) {
      this.retryLater(error);
      return false;
    }
  }

  /// Only an answer that names the entry settles it; an entry without one stays waiting.
  private async settle(entries: OutboxEntry[], results: PushResult[]): Promise<number> {
    // Several steps of one record are answered in the order in which they were sent.
    const byId = new Map<string, PushResult[]>();
    for (const result of results) byId.set(result.id, [...(byId.get(result.id) ?? []), result]);
    let answered = 0;
    for (const entry of entries) {
      const result = byId.get(entry.item.id)?.shift();
      if (!result) continue;
      const held = result.status === 'quarantined' || result.status === 'conflict';
      await this.options.storage.update(entry.id, { state: held ? 'held' : 'sent', problems: result.problems ?? [], effects: result.effects ?? [] });
      this.options.onResult?.(result);
      answered += 1;
    }
    return answered;
  }

  private retryLater(error: unknown): void {
    this.lastFailure = error instanceof RequestFailed ? error : null;
    this.failures += 1;
    this.options.onChange?.();
    if (this.retryPlanned) return;
    this.retryPlanned = true;
    const schedule = this.options.schedule ?? ((run, ms) => setTimeout(run, ms));
    schedule(() => {
      this.retryPlanned = false;
      void this.send();
    }, pauseAfter(this.failures));
  }
}
