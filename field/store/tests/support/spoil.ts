/** Damage on the disk: values of one object store put out of shape, or removed with `undefined`; `only`: of one key. */

import type { Handset } from "./phone.ts";

export async function spoil(
  handset: Handset,
  device: string,
  store: string,
  broken: unknown,
  only?: string | number,
): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = handset.indexedDB.open(`nyelik-${device}`);
    request.onsuccess = () => resolve(request.result);
  });
  const place = database.transaction(store, "readwrite").objectStore(store);
  await new Promise<void>((resolve) => {
    place.transaction.oncomplete = () => resolve();
    place.getAllKeys().onsuccess = ({ target }) => {
      const keys = (target as IDBRequest<IDBValidKey[]>).result;
      for (const key of only === undefined ? keys : [only]) {
        broken === undefined ? place.delete(key) : place.put(broken, key);
      }
    };
  });
  database.close();
}
