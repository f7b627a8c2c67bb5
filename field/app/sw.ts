/**
 * The service worker: keeps the app's own files on the phone, and nothing else; no answer of a server is ever kept.
 * A new version lies whole beside the one in use before a page may change over to it.
 */

interface Kept {
  readonly url: string;
  /** Null where the name changes with the content. */
  readonly revision: string | null;
}
interface WorkerEvent extends Event {
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly respondWith: (answer: Promise<Response>) => void;
  readonly request: Request;
  readonly data?: unknown;
}
interface AppWorker {
  readonly __WB_MANIFEST: readonly Kept[];
  readonly location: Location;
  readonly skipWaiting: () => Promise<void>;
  readonly addEventListener: (name: string, run: (event: WorkerEvent) => void) => void;
}
declare const self: AppWorker;

const FILES = self.__WB_MANIFEST;
const OURS = "nyelik-app ";
/** One for each version: its files with what they contain. */
const VERSION = OURS + FILES.map(({ url, revision }) => `${url} ${revision}`).join();
const START = addressOf("index.html");
const ADDRESSES: ReadonlySet<string> = new Set(FILES.map(({ url }) => addressOf(url)));

function addressOf(url: string): string {
  return new URL(url, self.location.href).href;
}

/** All files, or the version is not installed: then what came is there for the next try. */
async function install(): Promise<void> {
  const cache = await caches.open(VERSION);
  await Promise.all(FILES.map((file) => keep(cache, file)));
}

async function keep(cache: Cache, { url, revision }: Kept): Promise<void> {
  const address = addressOf(url);
  // What bears its content in its name may lie in an older version's cache: it is not fetched again.
  const known = await (revision === null ? caches : cache).match(address);
  const response =
    known ?? (await fetch(address, { cache: revision === null ? "default" : "reload" }));
  if (!response.ok) {
    throw new Error(`${url}: ${response.status}`);
  }
  await cache.put(address, response);
}

/** Caches of versions before, those of the library that did this earlier among them. */
async function tidy(): Promise<void> {
  const old = (await caches.keys()).filter((name) => /^(nyelik-app|workbox) ?/.test(name));
  await Promise.all(old.filter((name) => name !== VERSION).map((name) => caches.delete(name)));
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(VERSION);
  const kept = await cache.match(request.mode === "navigate" ? START : request);
  return kept ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("message", ({ data }) => {
  if (Object(data).type === "SKIP_WAITING") {
    void self.skipWaiting();
  }
});
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (method === "GET" && (mode === "navigate" || ADDRESSES.has(url))) {
    event.respondWith(answer(event.request));
  }
});

export {};
