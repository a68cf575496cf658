/// Server-sent events with resume: the browser's EventSource gives up after some errors, so we open it anew with
/// growing pauses and the last id seen; `state` and `lastAt` feed the "live" mark.
export type LiveState = 'connecting' | 'live' | 'waiting';

export interface LiveOptions {
  url: string;
  topics: string[];
  onEvent: (name: string, data: unknown) => void;
  onState: (state: LiveState) => void;
  open?: (url: string) => EventSource;
  pauseMs?: (attempt: number) => number;
}

export const growingPause = (attempt: number): number => Math.min(30_000, 500 * 2 ** attempt);

export function listen(options: LiveOptions): () => void {
  const open = options.open ?? ((url) => new EventSource(url, { withCredentials: true }));
  const pause = options.pauseMs ?? growingPause;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let lastId = '';
  let stopped = false;

  const connect = (): void => {
    if (stopped) return;
    options.onState('connecting');
    const resume = lastId ? `&last_event_id=${encodeURIComponent(lastId)}` : '';
    source = open(`${options.url}?topics=${options.topics.join(',')}${resume}`);
    source.onopen = () => {
      attempt = 0;
      options.onState('live');
    };
    source.onerror = () => {
      source?.close();
      if (stopped) return;
      options.onState('waiting');
      clearTimeout(timer);
      timer = setTimeout(connect, pause(attempt++));
    };
    for (const topic of [...options.topics, 'ping'])
      source.addEventListener(topic, (event) => {
        const message = event as MessageEvent<string>;
        if (message.lastEventId) lastId = message.lastEventId;
        const data = parse(message.data);
        if (data !== undefined) options.onEvent(topic, data);
      });
  };
  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source?.close();
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
