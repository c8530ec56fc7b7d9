// Serves this build's own files from a cache, so that Tandem opens without a network.
// It touches nothing else: no other address, no method but GET, no data of the user.
//
// `cargo xtask dist` fills in BUILD and FILES. Contract with boot.js: the message "skip-waiting"
// makes a waiting worker take over.

const BUILD = "{build}";
// [path relative to the scope, integrity]; "./" is the page itself.
const FILES = [];

const scope = self.registration.scope;
// Several copies of Tandem may live under one origin, each with its own scope.
const prefix = `tandem ${scope} `;
const cacheName = prefix + BUILD;
const own = new Set(FILES.map(([path]) => new URL(path, scope).href));

self.addEventListener("install", (event) => event.waitUntil(precache()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => {
  if (event.data === "skip-waiting") self.skipWaiting();
});
self.addEventListener("notificationclick", (event) => event.waitUntil(lead(event.notification)));
self.addEventListener("fetch", (event) => {
  const address = ownAddress(event.request);
  if (address) event.respondWith(answer(address, event.request));
});

// All or nothing: a host in the middle of an upload must not leave a mixture behind.
async function precache() {
  const cache = await caches.open(cacheName);
  await Promise.all(FILES.map(async ([path, integrity]) => {
    const url = new URL(path, scope).href;
    const response = await fetch(url, { integrity, cache: "no-cache", credentials: "same-origin" });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    await cache.put(url, response.redirected ? await direct(response) : response);
  }));
}

// A browser refuses to open a page from an answer that was redirected.
async function direct(response) {
  return new Response(await response.blob(), { headers: response.headers });
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

// A press on a notice leads to what it tells of, in a window that is open if there is one.
async function lead(notice) {
  notice.close();
  const url = new URL(notice.data ?? "", scope).href;
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const own = open.find((client) => client.url.startsWith(scope));
  if (!own) return self.clients.openWindow(url);
  await own.focus();
  return own.navigate(url);
}

function ownAddress(request) {
  if (request.method !== "GET") return null;
  const url = new URL(request.url);
  url.hash = "";
  if (request.mode === "navigate") {
    url.search = "";
    url.pathname = url.pathname.replace(/\/index\.html$/, "/");
  }
  return own.has(url.href) ? url.href : null;
}

async function answer(address, request) {
  const cache = await caches.open(cacheName);
  return (await cache.match(address)) ?? fetch(request);
}
