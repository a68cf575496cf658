import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { growingPause, listen } from '../src';

class Source extends EventTarget {
  static all: Source[] = [];
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  constructor(readonly url: string) {
    super();
    Source.all.push(this);
  }
  close(): void {
    this.closed = true;
  }
  say(name: string, data: string, lastEventId = ''): void {
    this.dispatchEvent(new MessageEvent(name, { data, lastEventId }));
  }
}

describe('the event stream', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    Source.all = [];
  });
  afterEach(() => vi.useRealTimers());

  const start = () => {
    const heard: unknown[] = [];
    const states: string[] = [];
    const stop = listen({ url: '/api/events', topics: ['coverage'], onEvent: (name, data) => heard.push([name, data]), onState: (state) => states.push(state), open: (url) => new Source(url) as unknown as EventSource });
    return { heard, states, stop };
  };

  it('hears its topics and ignores what is not JSON', () => {
    const { heard } = start();
    Source.all[0]!.say('coverage', '{"nodes":[]}');
    Source.all[0]!.say('coverage', '{"nodes":');
    Source.all[0]!.say('record', '{}');
    expect(heard).toEqual([['coverage', { nodes: [] }]]);
  });

  it('connects again after a break, with the last id it saw, and waits longer each time', () => {
    const { states } = start();
    Source.all[0]!.onopen!();
    Source.all[0]!.say('coverage', '{}', '41');
    Source.all[0]!.onerror!();
    expect(Source.all[0]!.closed).toBe(true);
    vi.advanceTimersByTime(499);
    expect(Source.all).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(Source.all[1]!.url).toBe('/api/events?topics=coverage&last_event_id=41');
    Source.all[1]!.onerror!();
    vi.advanceTimersByTime(999);
    expect(Source.all).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(Source.all).toHaveLength(3);
    expect(states).toEqual(['connecting', 'live', 'waiting', 'connecting', 'waiting', 'connecting']);
  });

  it('stays silent once stopped', () => {
    const { stop } = start();
    stop();
    Source.all[0]!.onerror!();
    vi.advanceTimersByTime(120_000);
    expect(Source.all).toHaveLength(1);
  });

  it('never waits longer than half a minute', () => {
    expect(Math.max(...Array.from({ length: 40 }, (_, attempt) => growingPause(attempt)))).toBe(30_000);
  });
});
