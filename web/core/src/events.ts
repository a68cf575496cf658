/// Server-sent events with resume. The browser's EventSource connects again by itself with the last id it saw; where it
/// gives up (after an HTTP error), we open it anew with growing pauses. After every `live` figures may have moved unseen.
export type LiveState = 'connecting' | 'live' | 'waiting';

export interface LiveOptions {
  url: string;
  names: string[];
  onEvent: (name: string, data: unknown) => void;
  onState: (state: LiveState) => void;
  open?: (url: string) => EventSource;
  pauseMs?: (attempt: number) => number;
}

const closed = 2;  // EventSource.CLOSED

export const growingPause = (attempt: number): number => Math.min(30_000, 500 * 2 ** attempt);

export function listen(options: LiveOptions): () => void {
  const open = options.open ?? ((url) => new EventSource(url, { withCredentials: true }));
  const pause = options.pauseMs ?? growingPause;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let stopped = false;

  const connect = (): void => {
    if (stopped) return;
    options.onState('connecting');
    source = open(options.url);
    source.onopen = () => {
      attempt = 0;
      options.onState('live');
    };
    source.onerror = () => {
      if (stopped) return;
      options.onState('waiting');
      if (source?.readyState !== closed) return;
      clearTimeout(timer);
      timer = setTimeout(connect, pause(attempt++));
    };
    for (const name of options.names)
      source.addEventListener(name, (event) => {
        const data = parse((event as MessageEvent<string>).data);
        if (data !== undefined) options.onEvent(name, data);
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
