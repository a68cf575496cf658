import { RequestFailed, failureOf, noAnswerFailure } from './problem';

export interface ClientOptions {
  base?: string;
  fetch?: typeof fetch;
  /// Called when the server no longer knows the session, with its reason.
  onSignedOut?: (failure: RequestFailed) => void;
  /// Told by each answer when it was made by the server's clock, and when it was asked for and came by this device's (ms).
  onServerTime?: (made: number, asked: number, came: number) => void;
  timeoutMs?: number;
}

/// A file the server made: what it is called, and how many rows it holds where the server says so.
export interface Download {
  blob: Blob;
  name: string;
  rows: number | null;
}
const fileTimeoutMs = 600_000;
async function asDownload(response: Response): Promise<Download> {
  const rows = response.headers.get('X-Row-Count');
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'download';
  return { blob: await response.blob(), name, rows: rows === null ? null : Number(rows) };
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export const queryText = (query: Query = {}): string => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  const text = parameters.toString();
  return text ? `?${text}` : '';
};

/// JSON over fetch with the session cookie and the CSRF token. Every failure is a RequestFailed.
export class Client {
  csrf = '';
  private readonly base: string;
  private readonly fetch: typeof fetch;

  constructor(private readonly options: ClientOptions = {}) {
    this.base = options.base ?? '';
    this.fetch = options.fetch ?? ((...request) => globalThis.fetch(...request));
  }

  get<T>(path: string, query?: Query, headers?: Record<string, string>): Promise<T> {
    return this.send<T>('GET', path + queryText(query), undefined, headers);
  }
  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.send<T>('POST', path, JSON.stringify(body), { 'Content-Type': 'application/json' });
  }
  patch<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>('PATCH', path, JSON.stringify(body), { 'Content-Type': 'application/json' });
  }
  upload<T>(path: string, body: Blob, headers: Record<string, string>): Promise<T> {
    return this.send<T>('POST', path, body, headers, undefined, fileTimeoutMs);
  }
  /// Bytes, as they are.
  file(path: string, query?: Query): Promise<Blob> {
    return this.send<Blob>('GET', path + queryText(query), undefined, { Accept: '*/*' }, (response) => response.blob());
  }

  /// What the headers say of a file, without its bytes.
  about(path: string): Promise<{ type: string; size: number }> {
    const take = async ({ headers }: Response) => ({ type: headers.get('Content-Type') ?? '', size: Number(headers.get('Content-Length')) });
    return this.send('HEAD', path, undefined, { Accept: '*/*' }, take, 30_000);
  }

  /// A file for a file.
  filled(path: string, body: Blob): Promise<Download> {
    return this.send<Download>('POST', path, body, { 'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', Accept: '*/*' }, asDownload);
  }
  download(path: string, body: unknown): Promise<Download> {
    return this.send<Download>('POST', path, JSON.stringify(body), { 'Content-Type': 'application/json', Accept: '*/*' }, asDownload);
  }

  /// `take` reads what is no JSON; it may be large, so it is waited for longer.
  private async send<T>(method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}, take?: (response: Response) => Promise<T>, timeoutMs?: number): Promise<T> {
    const unsafe = method !== 'GET' && method !== 'HEAD';
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.options.timeoutMs ?? timeoutMs ?? (take ? fileTimeoutMs : 30_000));
    const asked = Date.now();
    try {
      const response = await this.fetch(this.base + path, {
        method,
        body,
        credentials: 'same-origin',
        signal: limit.signal,
        headers: { Accept: 'application/json', ...(unsafe && this.csrf ? { 'X-CSRF-Token': this.csrf } : {}), ...headers },
      });
      const made = Date.parse(response.headers.get('Date') ?? '');
      if (!Number.isNaN(made)) this.options.onServerTime?.(made, asked, Date.now());
      if (take && response.ok) return await take(response);
      return this.read<T>(response, await response.text(), path);
    } catch (error) {
      throw error instanceof RequestFailed ? error : noAnswerFailure();
    } finally {
      clearTimeout(timer);
    }
  }

  /// An answer that ends in the middle, or a page of some hotel's network in its place, is no answer.
  private read<T>(response: Response, text: string, path: string): T {
    let answer: unknown = null;
    try {
      answer = text === '' ? null : JSON.parse(text);
    } catch {
      if (response.ok) throw noAnswerFailure();
    }
    if (response.ok) return answer as T;
    const failure = failureOf(response.status, answer);
    // A password that was wrong (401.131) ends no session: it is asked for again.
    if (response.status === 401 && path !== '/api/sign-in' && !failure.problems.some(({ number }) => number === '401.131')) this.options.onSignedOut?.(failure);
    throw failure;
  }
}
