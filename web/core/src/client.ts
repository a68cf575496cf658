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
    return this.send<T>('POST', path, body, headers);
  }

  private async send<T>(method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<T> {
    const unsafe = method !== 'GET';
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.options.timeoutMs ?? 30_000);
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
    if (response.status === 401 && path !== '/api/sign-in') this.options.onSignedOut?.(failure);
    throw failure;
  }
}
