/* global self, caches, fetch, Request, URL */
// The field app without a network: the pages of one version are kept whole, or not at all. What the server says (/api/)
// never passes through here. tools/web/pwa.mjs fills in the two constants.
const version = '__VERSION__';
const files = ['__FILES__'];
const prefix = 'field-';
const own = prefix + version;
const home = new URL('index.html', self.registration.scope).href;

self.addEventListener('install', (event) => event.waitUntil(keepAll()));
self.addEventListener('activate', (event) => event.waitUntil(tidy().then(() => self.clients.claim())));
self.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(self.skipWaiting());
});
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || !url.href.startsWith(self.registration.scope)) return;
  event.respondWith(answer(event.request));
});

// A file whose name carries its hash is taken over from the version before: an update costs only what changed.
async function keepAll() {
  const cache = await caches.open(own);
  await Promise.all(files.map(async (name) => {
    const url = new URL(name, self.registration.scope).href;
    const known = name.startsWith('assets/') ? await caches.match(url) : undefined;
    const response = known || (await fetch(new Request(url, { cache: 'no-cache' })));
    if (!response.ok) throw new Error(`${response.status} ${name}`);
    await cache.put(url, response);
  }));
}

// The version before stays: a page of it that is still open may yet need one of its files.
async function tidy() {
  const older = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== own);
  await Promise.all(older.slice(0, -1).map((name) => caches.delete(name)));
}

async function answer(request) {
  const cache = await caches.open(own);
  if (request.mode === 'navigate') return (await cache.match(home)) || fetch(request);
  return (await cache.match(request, { ignoreSearch: true })) || (await caches.match(request, { ignoreSearch: true })) || fetch(request);
}
