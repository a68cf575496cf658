import { failureOf, noAnswerFailure } from './problem';

export interface ClientOptions {
  base?: string;
  fetch?: typeof fetch;
  /// Called when the server no longer knows the session.
  onSignedOut?: () => void;
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
    const limit = AbortSignal.timeout(this.options.timeoutMs ?? 30_000);
    let response: Response;
    try {
      response = await this.fetch(this.base + path, {
        method,
        body,
        credentials: 'same-origin',
        signal: limit,
        headers: { Accept: 'application/json', ...(unsafe && this.csrf ? { 'X-CSRF-Token': this.csrf } : {}), ...headers },
      });
    } catch {
      throw noAnswerFailure();
    }
    const answer = await readJson(response);
    if (response.ok) return answer as T;
    if (response.status === 401 && path !== '/api/sign-in') this.options.onSignedOut?.();
    throw failureOf(response.status, answer);
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => '');
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
