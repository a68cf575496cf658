import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { growingPause, listen } from '../src';

class Source extends EventTarget {
  static all: Source[] = [];
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readyState = 1;
  constructor(readonly url: string) {
    super();
    Source.all.push(this);
  }
  close(): void {
    this.readyState = 2;
  }
  say(name: string, data: string): void {
    this.dispatchEvent(new MessageEvent(name, { data }));
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
    const stop = listen({ url: '/api/events', names: ['coverage'], onEvent: (name, data) => heard.push([name, data]), onState: (state) => states.push(state), open: (url) => new Source(url) as unknown as EventSource });
    return { heard, states, stop };
  };

  it('hears its topics and ignores what is not JSON', () => {
    const { heard } = start();
    Source.all[0]!.say('coverage', '{"nodes":[]}');
    Source.all[0]!.say('coverage', '{"nodes":');
    Source.all[0]!.say('record', '{}');
    expect(heard).toEqual([['coverage', { nodes: [] }]]);
  });

  const refused = (source: Source): void => {
    source.readyState = 2;
    source.onerror!();
  };

  it('leaves a short break to the browser, which resumes with the last id it saw', () => {
    const { states } = start();
    Source.all[0]!.onopen!();
    Source.all[0]!.readyState = 0;
    Source.all[0]!.onerror!();
    vi.advanceTimersByTime(60_000);
    expect(Source.all).toHaveLength(1);
    Source.all[0]!.onopen!();
    expect(states).toEqual(['connecting', 'live', 'waiting', 'live']);
  });

  it('connects again where the browser gave up, and waits longer each time', () => {
    const { states } = start();
    Source.all[0]!.onopen!();
    refused(Source.all[0]!);
    vi.advanceTimersByTime(499);
    expect(Source.all).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(Source.all).toHaveLength(2);
    refused(Source.all[1]!);
    vi.advanceTimersByTime(999);
    expect(Source.all).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(Source.all).toHaveLength(3);
    expect(states).toEqual(['connecting', 'live', 'waiting', 'connecting', 'waiting', 'connecting']);
  });

  it('stays silent once stopped', () => {
    const { stop } = start();
    stop();
    refused(Source.all[0]!);
    vi.advanceTimersByTime(120_000);
    expect(Source.all).toHaveLength(1);
  });

  it('never waits longer than half a minute', () => {
    expect(Math.max(...Array.from({ length: 40 }, (_, attempt) => growingPause(attempt)))).toBe(30_000);
  });
});
