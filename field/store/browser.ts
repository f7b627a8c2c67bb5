/** The platform of a browser: the one place where clock, chance, network and database are taken from the world. */

import { cachedPlace } from "./cached.ts";
import type { Gzip, Platform } from "./platform.ts";

/** What a page gives the store. `app` is the version of the app: 2026.11.0. */
export function browserPlatform(app: string): Platform {
  return {
    app,
    now: () => Date.now(),
    monotonic: () => performance.now(),
    zone: (ms) => -new Date(ms).getTimezoneOffset(),
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    crypto: crypto.subtle,
    indexedDB,
    second: cachedPlace(),
    locks: navigator.locks ?? null,
    fetch: (...request) => fetch(...request),
    gzip: streamGzip(),
    estimate: async () => {
      const found = await navigator.storage?.estimate?.();
      return found ? { used: found.usage ?? 0, quota: found.quota ?? 0 } : null;
    },
    persist: async () => {
      await navigator.storage?.persist?.();
    },
    pause,
    later: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
}

/** Until whatever waits had its turn. By a message: the timers of a chain wait 4 ms each, at least. */
function pause(): Promise<void> {
  return new Promise((go) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      go();
    };
    port2.postMessage(null);
  });
}

/** Gzip by the browser's own streams; null where it has none (before Chrome 80). */
export function streamGzip(): Gzip | null {
  if (typeof CompressionStream === "undefined" || typeof DecompressionStream === "undefined") {
    return null;
  }
  return {
    pack: (bytes) => through(bytes, new CompressionStream("gzip")),
    unpack: (bytes) => through(bytes, new DecompressionStream("gzip")),
  };
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter();
  const written = writer.write(bytes).then(() => writer.close()); // no Blob: it would go by another process
  const [out] = await Promise.all([new Response(stream.readable).arrayBuffer(), written]);
  return new Uint8Array(out);
}
