import type { Locale } from './format';

/// One entry of the server's numbered list of problems.
export interface Problem {
  number: number | string;
  name?: string;
  field?: string | null;
  zh: string;
  en: string;
}

export const problemText = (problem: Problem, locale: Locale): string =>
  locale === 'en' ? problem.en || problem.zh : problem.zh || problem.en;

/// Every answer that is not a success. `status` 0 means there was no answer at all.
export class RequestFailed extends Error {
  constructor(
    readonly status: number,
    readonly problems: Problem[],
    readonly body: unknown = null,
  ) {
    super(problems.map((problem) => `${problem.number} ${problem.en}`).join('; ') || `HTTP ${status}`);
  }

  get offline(): boolean {
    return this.status === 0;
  }
  /// Worth sending the same request again, unchanged, later.
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 502;
  }
  text(locale: Locale): string {
    return this.problems.map((problem) => problemText(problem, locale)).join('\n');
  }
  /// Problems by the field they name; those that name none are under ''.
  byField(): Record<string, Problem[]> {
    const grouped: Record<string, Problem[]> = {};
    for (const problem of this.problems) (grouped[problem.field ?? ''] ??= []).push(problem);
    return grouped;
  }
}

const noAnswer: Problem = {
  number: 'net',
  zh: '无法连接服务器。请检查网络后重试；已填内容仍在。',
  en: 'The server cannot be reached. Check the network and try again; nothing entered is lost.',
};
const unreadable = (status: number): Problem => ({
  number: status,
  zh: `服务器返回了无法识别的内容（${status}）。请稍后重试。`,
  en: `The server sent an answer that cannot be read (${status}). Try again later.`,
});

export const noAnswerFailure = (): RequestFailed => new RequestFailed(0, [noAnswer]);

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'number' in value && ('zh' in value || 'en' in value);

/// {"problem"}, {"problems"}, or those of a batch of one: {"results":[{"problems"}]}.
function problemsIn(body: unknown): Problem[] {
  const holder = (typeof body === 'object' && body !== null ? body : {}) as { problem?: unknown; problems?: unknown; results?: unknown };
  const own = [...(Array.isArray(holder.problems) ? holder.problems : []), holder.problem].filter(isProblem);
  return own.length === 0 && Array.isArray(holder.results) ? holder.results.flatMap(problemsIn) : own;
}

export function failureOf(status: number, body: unknown): RequestFailed {
  const found = problemsIn(body);
  return new RequestFailed(status, found.length > 0 ? found : [unreadable(status)], body);
}
