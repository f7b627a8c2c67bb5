/** Whether a version such as 2026.11.0 is before another; nothing is before what is not known. */
export function isOlder(version: string, minimum: string): boolean {
  const parts = (text: string): number[] => text.split(".").map(Number);
  const [own, least] = [parts(version), parts(minimum)];
  const at = least.findIndex((part, place) => part !== (own[place] ?? 0));
  return at >= 0 && (own[at] ?? 0) < (least[at] as number);
}
