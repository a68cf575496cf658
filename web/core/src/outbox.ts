/// The outbox of a device: what was entered waits here until the server has answered for it. Storage is passed in.
import { RequestFailed, type Problem } from './problem';
import type { Effect, Fields, PushItem, PushResult } from './wire';

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

/// Whose entries: a second person on the same phone neither sees nor sends them.
export interface OutboxStorage {
  put(entry: OutboxEntry): Promise<void>;
  waiting(limit: number): Promise<OutboxEntry[]>;
  update(id: string, change: Partial<OutboxEntry>): Promise<void>;
}

export interface OutboxOptions {
  storage: OutboxStorage;
  push: (items: PushItem[]) => Promise<{ results: PushResult[] }>;
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
  async save(entry: Pick<OutboxEntry, 'id' | 'type' | 'household' | 'title' | 'item'>): Promise<void> {
    await this.options.storage.put({ ...entry, saved_at: Date.now(), state: 'waiting', problems: [], effects: [] });
    this.options.onChange?.();
    void this.send();
  }

  /// A held entry sent again with mended answers: a new id, since the first one is kept by the server as it was.
  async resend(entry: OutboxEntry, fields: Fields, id: string): Promise<void> {
    await this.save({ ...entry, id, item: { ...entry.item, id, fields } });
    await this.options.storage.update(entry.id, { state: 'sent' });
    this.options.onChange?.();
  }

  /// Sends everything that waits. What is saved while a run is under way is sent by that run or by one right after it.
  send(): Promise<void> {
    if (this.sending) {
      this.again = true;
      return this.sending;
    }
    this.again = false;
    this.sending = this.run().finally(() => {
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
      const entries = await this.options.storage.waiting(this.options.batch ?? 200);
      if (entries.length === 0) return;
      let results: PushResult[];
      try {
        results = (await this.options.push(entries.map((entry) => entry.item))).results;
      } catch (error) {
        this.retryLater(error);
        return;
      }
      this.failures = 0;
      this.lastFailure = null;
      const answered = await this.settle(entries, results);
      this.options.onChange?.();
      if (answered === 0) return this.retryLater(null);
    }
  }

  /// Only an answer that names the entry settles it; an entry without one stays waiting.
  private async settle(entries: OutboxEntry[], results: PushResult[]): Promise<number> {
    const byId = new Map(results.map((result) => [result.id, result]));
    let answered = 0;
    for (const entry of entries) {
      const result = byId.get(entry.id);
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
