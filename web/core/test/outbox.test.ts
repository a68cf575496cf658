import { describe, expect, it, vi } from 'vitest';
import { Outbox, type OutboxEntry, type OutboxStorage, type PushItem, type PushResult, RequestFailed, pauseAfter } from '../src';

const offline = () => new RequestFailed(0, [{ number: 'net', zh: '无网络', en: 'no network' }]);
const itemOf = (id: string): PushItem => ({ type: 'household_screening', id, stated_at: '2020-02-03T08:30:00+08:00', fields: { visit_outcome: '4' } });
const entryOf = (id: string) => ({ id, type: 'household_screening', household: 'h', title: '王芳', item: itemOf(id) });

function memory() {
  const rows = new Map<string, OutboxEntry>();
  const sent = { sequence: 0, ids: [] as string[] };
  const storage: OutboxStorage = {
    put: async (entry) => void rows.set(entry.id, entry),
    batch: async (limit) => {
      const again = sent.ids.map((id) => rows.get(id)!);
      if (again.length > 0 && again.every((row) => row.state === 'waiting')) return { sequence: sent.sequence, entries: again };
      const entries = [...rows.values()].filter((row) => row.state === 'waiting').slice(0, limit);
      if (entries.length === 0) return null;
      sent.ids = entries.map((row) => row.id);
      return { sequence: ++sent.sequence, entries };
    },
    batchAnswered: async () => void (sent.ids = []),
    update: async (id, change) => void rows.set(id, { ...rows.get(id)!, ...change }),
  };
  return { rows, storage };
}
const acceptAll = async (...[items]: [PushItem[], number?]) => ({ results: items.map(({ id }): PushResult => ({ id, status: 'created', version: 1 })) });
const states = (rows: Map<string, OutboxEntry>) => [...rows.values()].map(({ id, state }) => `${id} ${state}`);

describe('the outbox', () => {
  it('has the entry safe before anything is sent, and marks it sent only when the server named it', async () => {
    const { rows, storage } = memory();
    let sending: PushItem[] = [];
    let answer: (value: { results: PushResult[] }) => void = () => undefined;
    const outbox = new Outbox({ storage, push: (items) => ((sending = items), new Promise((resolve) => (answer = resolve))) });
    await outbox.save(entryOf('a'));
    expect(states(rows)).toEqual(['a waiting']);
    await vi.waitFor(() => expect(sending).toEqual([itemOf('a')]));
    expect(states(rows)).toEqual(['a waiting']);
    answer({ results: [{ id: 'a', status: 'created' }] });
    await vi.waitFor(() => expect(states(rows)).toEqual(['a sent']));
  });

  it('keeps everything while there is no network and sends it, unchanged and once, when there is', async () => {
    const { rows, storage } = memory();
    const later: (() => void)[] = [];
    const push = vi.fn(acceptAll).mockRejectedValueOnce(offline()).mockRejectedValueOnce(offline());
    const outbox = new Outbox({ storage, push, schedule: (run) => later.push(run) });
    await outbox.save(entryOf('a'));
    await outbox.send();
    await outbox.save(entryOf('b'));
    await outbox.send();
    expect(states(rows)).toEqual(['a waiting', 'b waiting']);
    expect(outbox.lastFailure?.offline).toBe(true);
    later.at(-1)!();
    await vi.waitFor(() => expect(states(rows)).toEqual(['a sent', 'b sent']));
    expect(push.mock.calls.map(([items, sequence]) => [sequence, ...items.map((item) => item.id)])).toEqual([[1, 'a'], [1, 'a'], [1, 'a'], [2, 'b']]);
    expect(push.mock.calls[2]![0]).toEqual([itemOf('a')]);
    await outbox.send();
    expect(push).toHaveBeenCalledTimes(4);
  });

  it('keeps what the server could not accept, with the reason, and does not stop the others', async () => {
    const { rows, storage } = memory();
    const problem = { number: 24, field: 'persons[0].temperature_c', zh: '体温应在 34 到 42 之间。', en: '34 to 42' };
    const push = async (items: PushItem[]) => ({ results: items.map(({ id }): PushResult => (id === 'b' ? { id, status: 'quarantined', problems: [problem] } : { id, status: id === 'c' ? 'conflict' : 'repeat' })) });
    const outbox = new Outbox({ storage, push });
    await Promise.all(['a', 'b', 'c'].map((id) => storage.put({ ...entryOf(id), saved_at: 0, state: 'waiting', problems: [], effects: [] })));
    await outbox.send();
    expect(states(rows)).toEqual(['a sent', 'b held', 'c held']);
    expect(rows.get('b')!.problems).toEqual([problem]);
    expect(rows.get('b')!.item).toEqual(itemOf('b'));
  });

  it('leaves an entry waiting when the answer does not name it, and does not spin', async () => {
    const { rows, storage } = memory();
    const push = vi.fn(async () => ({ results: [] as PushResult[] }));
    const outbox = new Outbox({ storage, push, schedule: () => undefined });
    await outbox.save(entryOf('a'));
    await outbox.send();
    expect(states(rows)).toEqual(['a waiting']);
    expect(push).toHaveBeenCalledTimes(1);
  });

  it('keeps what an answer cut short does not name, and sends the rest under a new number', async () => {
    const { rows, storage } = memory();
    const push = vi.fn(acceptAll).mockImplementationOnce(async (items) => acceptAll(items.slice(0, 1))).mockResolvedValueOnce(null as never);
    const outbox = new Outbox({ storage, push, schedule: () => undefined });
    for (const id of ['a', 'b', 'c']) await storage.put({ ...entryOf(id), saved_at: 0, state: 'waiting', problems: [], effects: [] });
    await outbox.send();
    expect(states(rows)).toEqual(['a sent', 'b waiting', 'c waiting']);
    await outbox.send();
    expect(states(rows)).toEqual(['a sent', 'b sent', 'c sent']);
    expect(push.mock.calls.map(([items, sequence]) => [sequence, ...items.map((item) => item.id)])).toEqual([[1, 'a', 'b', 'c'], [2, 'b', 'c'], [2, 'b', 'c']]);
  });

  it('lets one page of the device send at a time', async () => {
    const { rows, storage } = memory();
    let queue: Promise<void> = Promise.resolve();
    const alone = (work: () => Promise<void>): Promise<void> => (queue = queue.then(work));
    const push = vi.fn(acceptAll);
    await storage.put({ ...entryOf('a'), saved_at: 0, state: 'waiting', problems: [], effects: [] });
    const pages = [1, 2].map(() => new Outbox({ storage, push, alone }));
    await Promise.all(pages.map((page) => page.send()));
    expect(push).toHaveBeenCalledTimes(1);
    expect(states(rows)).toEqual(['a sent']);
  });

  it('sends what is saved at the very end of a run', async () => {
    const { rows, storage } = memory();
    let saveLate: (() => void) | null = null;
    const outbox: Outbox = new Outbox({
      push: acceptAll,
      storage: { ...storage, batch: async (limit) => {
        const found = await storage.batch(limit);
        if (!found) saveLate?.();
        return found;
      } },
    });
    saveLate = () => {
      saveLate = null;
      void outbox.save(entryOf('late'));
    };
    await outbox.send();
    await vi.waitFor(() => expect(states(rows)).toEqual(['late sent']));
  });

  it('sends nothing after it was stopped, and plans one retry, not one for each failure', async () => {
    const { rows, storage } = memory();
    const later: (() => void)[] = [];
    const push = vi.fn(acceptAll).mockRejectedValue(offline());
    const outbox = new Outbox({ storage, push, schedule: (run) => later.push(run) });
    await outbox.save(entryOf('a'));
    await outbox.send();
    await outbox.send();
    expect(later).toHaveLength(1);
    push.mockImplementation(acceptAll).mockClear();
    outbox.stop();
    later[0]!();
    await outbox.send();
    expect(push).not.toHaveBeenCalled();
    expect(states(rows)).toEqual(['a waiting']);
  });

  it('sends in batches, oldest first', async () => {
    const { rows, storage } = memory();
    const push = vi.fn(acceptAll);
    for (let i = 0; i < 5; ++i) await storage.put({ ...entryOf(String(i)), saved_at: i, state: 'waiting', problems: [], effects: [] });
    await new Outbox({ storage, push, batch: 2 }).send();
    expect(push.mock.calls.map(([items]) => items.map((item) => item.id))).toEqual([['0', '1'], ['2', '3'], ['4']]);
    expect([...rows.values()].every((row) => row.state === 'sent')).toBe(true);
  });

  it('tells several steps of one record apart by their order, when the second of them is refused', async () => {
    const { rows, storage } = memory();
    const step = (id: string, transition: string): OutboxEntry => ({ ...entryOf(id), item: { type: 'order_receipt', id: 'receipt', command: id, base_version: 1, transition, fields: {} }, saved_at: 1, state: 'waiting', problems: [], effects: [] });
    await storage.put(step('a', 'acknowledge'));
    await storage.put(step('b', 'report'));
    await storage.put({ ...entryOf('c'), saved_at: 2, state: 'waiting', problems: [], effects: [] });
    const refused: PushResult = { id: 'receipt', status: 'quarantined', problems: [{ number: '409.1', zh: '', en: '' }] };
    await new Outbox({ storage, push: async () => ({ results: [{ id: 'receipt', status: 'changed', version: 2 }, refused, { id: 'c', status: 'created', version: 1 }] }) }).send();
    expect(states(rows)).toEqual(['a sent', 'b held', 'c sent']);
  });

  it('waits longer after each failure, a minute at most', () => {
    expect([1, 2, 3, 4].map(pauseAfter)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(pauseAfter(50)).toBe(60_000);
  });
});
