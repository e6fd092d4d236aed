// The service worker. The server writes three constants above this text: BUILD (the hash of everything a browser
// downloads), ASSETS (the addresses of all of it, each with the hash in it) and ROUTES (the paths of the app's pages,
// those ending in / with everything below).
//
// It makes two promises: the app opens when the server cannot be reached, and files of two builds never mix, because
// an address names its build and the page kept for bad times is one of the hashed files too.
"use strict";

const PREFIX = "galley-";
const CACHE = PREFIX + BUILD;
const PATIENCE = 5000; // milliseconds a page waits for the server before the kept one is shown

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(asset(event.request));
  else if (event.request.mode === "navigate" && isRoute(url.pathname)) event.respondWith(page(event.request));
});

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(ASSETS);
  await self.skipWaiting();
}

// The build before this one stays, for windows that were opened with it.
async function activate() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

function isRoute(path) {
  return ROUTES.some((route) => path === route || (route !== "/" && route.endsWith("/") && path.startsWith(route)));
}

async function asset(request) {
  return (await caches.match(request.url, { ignoreVary: true })) || fetch(request);
}

// The server is asked first, so that a deploy is seen at once; the kept page stands in when it does not answer.
async function page(request) {
  const kept = await caches.match(shell(), { ignoreVary: true });
  const answer = fetch(request).then((response) => (response.status >= 500 && kept ? kept : response));
  if (!kept) return answer;
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([answer.catch(() => kept), patience]);
}

function shell() {
  const language = navigator.language.startsWith("de") ? "de" : "en";
  return ASSETS.find((path) => path.endsWith("/shell." + language + ".html"));
}
