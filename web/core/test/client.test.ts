import { describe, expect, it, vi } from 'vitest';
import { Api, Client, RequestFailed, queryText } from '../src';

const answer = (status: number, body: unknown) => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
const clientWith = (respond: (url: string, init: RequestInit) => Promise<Response> | Response) => {
  const fetch = vi.fn((url: RequestInfo | URL, init?: RequestInit) => Promise.resolve(respond(String(url), init ?? {})));
  const onSignedOut = vi.fn();
  return { client: new Client({ fetch: fetch as typeof globalThis.fetch, onSignedOut }), fetch, onSignedOut };
};
const failure = async (promise: Promise<unknown>): Promise<RequestFailed> => promise.then(() => expect.fail('it should fail'), (error: RequestFailed) => error);
const headers = (init: RequestInit | undefined) => init!.headers as Record<string, string>;

describe('the client', () => {
  it('sends the CSRF token of the session with every change, and with no read', async () => {
    const { client, fetch } = clientWith((url) => answer(200, url.endsWith('sign-in') ? { csrf: 'abc' } : {}));
    const api = new Api(client);
    await api.signIn('liu', 'secret');
    await api.journalHead();
    await client.post('/api/records/household', {});
    await client.patch('/api/records/household/1', {});
    expect(fetch.mock.calls.map(([, init]) => headers(init)['X-CSRF-Token'])).toEqual([undefined, undefined, 'abc', 'abc']);
  });

  it('turns every kind of failure into problems a person can read', async () => {
    const one = { number: 130, name: 'wrong_password', zh: '用户名或密码不正确。', en: 'Wrong username or password.' };
    const two = { number: 24, field: 'temperature_c', zh: '超出范围', en: 'out of range' };
    const refused = await failure(clientWith(() => answer(401, { problem: one })).client.post('/api/sign-in'));
    expect(refused.text('zh-CN')).toBe('用户名或密码不正确。');
    expect(refused.text('en')).toBe('Wrong username or password.');
    const many = await failure(clientWith(() => answer(422, { problems: [one, two] })).client.post('/api/records/x'));
    expect(many.byField()).toEqual({ '': [one], temperature_c: [two] });
    const garbled = await failure(clientWith(() => answer(500, '<html>')).client.get('/api/x'));
    expect(garbled.problems).toHaveLength(1);
    expect(garbled.text('en')).toContain('500');
  });

  it('says "no network" apart from "no", and which failures may pass', async () => {
    const lost = await failure(clientWith(() => Promise.reject(new TypeError('fetch failed'))).client.get('/api/x'));
    expect([lost.status, lost.offline, lost.passing]).toEqual([0, true, true]);
    const statuses = await Promise.all([400, 409, 422, 429, 503].map((status) => failure(clientWith(() => answer(status, {})).client.get('/api/x'))));
    expect(statuses.map((one) => one.passing)).toEqual([false, false, false, true, true]);
  });

  it('tells that the session is over, but not when a password is wrong', async () => {
    const { client, onSignedOut } = clientWith(() => answer(401, {}));
    await failure(client.post('/api/sign-in'));
    expect(onSignedOut).not.toHaveBeenCalled();
    const mistyped = clientWith(() => answer(401, { problem: { number: '401.131', zh: '密码不正确', en: 'wrong' } }));
    await failure(mistyped.client.post('/api/password'));
    expect(mistyped.onSignedOut, 'a mistyped current password signs nobody out').not.toHaveBeenCalled();
    await failure(client.get('/api/coverage/610627000000'));
    expect(onSignedOut).toHaveBeenCalledOnce();
  });

  it('takes a file with its name and rows, and a refusal of one as the problem it is', async () => {
    const head = { 'Content-Disposition': 'attachment; filename="household.xlsx"', 'X-Row-Count': '12' };
    const file = await clientWith(() => new Response('bytes', { headers: head })).client.download('/api/records/household/export', {});
    expect([file.name, file.rows, await file.blob.text()]).toEqual(['household.xlsx', 12, 'bytes']);
    const purpose = { number: '400.63', field: 'purpose', zh: '请写明用途', en: 'State a purpose' };
    const refused = await failure(clientWith(() => answer(400, { problem: purpose })).client.download('/api/records/household/export', {}));
    expect(refused.text('en')).toBe('State a purpose');
  });

  it('leaves blank parameters out of the address', () => {
    expect(queryText({ q: '', place: undefined, cursor: null, limit: 50, where: '{"eq":["sex","1"]}' })).toBe('?limit=50&where=%7B%22eq%22%3A%5B%22sex%22%2C%221%22%5D%7D');
    expect(queryText({})).toBe('');
  });

  it('takes an answer that breaks off, or another network\'s page, for no answer', async () => {
    for (const body of ['{"results":[{"id":"a","sta', '<html>Sign in to the hotel</html>']) {
      const failed = await failure(clientWith(() => answer(200, body)).client.post('/api/push'));
      expect(failed.offline).toBe(true);
    }
  });

  it('tells the server\'s time of each answer', async () => {
    const told: number[] = [];
    const fetch = async () => new Response('{}', { headers: { Date: 'Mon, 03 Feb 2020 00:00:00 GMT' } });
    await new Client({ fetch: fetch as typeof globalThis.fetch, onServerTime: (made) => told.push(made) }).get('/api/session');
    expect(told).toEqual([Date.parse('2020-02-03T00:00:00Z')]);
  });
});
