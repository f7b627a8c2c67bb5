/** At which step this phone stands: chosen once in the morning, kept while the app is open. */

export type Stand = number | "arrive" | "all";

class At {
  now = $state<Stand>("arrive");
}

export const at = new At();
