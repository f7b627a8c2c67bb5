/** Second copies in the browser's Cache Storage: files of its own, none of which the loss of a database touches. */

import type { SecondPlace } from "./second.ts";

const NAME = "nyelik-second";
/** Never fetched: the address is a name alone. */
const BEGIN = "/second-copy/";

/** Null where the browser has no such store. */
export function cachedPlace(): SecondPlace | null {
  if (typeof caches === "undefined") {
    return null;
  }
  const open = () => caches.open(NAME);
  const address = (name: string) => new URL(BEGIN + encodeURIComponent(name), location.origin).href;
  return {
    names: async () => {
      if (!(await caches.has(NAME))) {
        return [];
      }
      const requests = await (await open()).keys();
      return requests.map(({ url }) =>
        decodeURIComponent(new URL(url).pathname.slice(BEGIN.length)),
      );
    },
    get: async (name) => {
      const found = await (await open()).match(address(name));
      return found === undefined ? null : new Uint8Array(await found.arrayBuffer());
    },
    put: async (name, value) => (await open()).put(address(name), new Response(value)),
    remove: async (name) => void (await (await open()).delete(address(name))),
  };
}
