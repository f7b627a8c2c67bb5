/** How alike two texts are, 0 to 100: by the longest common subsequence, as the desk's rapidfuzz reckons. */

/** Likeness of two texts as they stand. */
export function ratio(one: string, other: string): number {
  const whole = one.length + other.length;
  return norm(whole - 2 * common(one, other), whole);
}

/** Likeness of two names whose words may stand in another order. */
export function tokenSortRatio(one: string, other: string): number {
  return ratio(sorted(one.split(" ")), sorted(other.split(" ")));
}

/** Likeness of two names of which one may have words more: 100 when one's words are all in the other. */
export function tokenSetRatio(one: string, other: string): number {
  const first = new Set(one.split(" ").filter(Boolean));
  const second = new Set(other.split(" ").filter(Boolean));
  if (first.size === 0 || second.size === 0) {
    return 0;
  }
  const shared = [...first].filter((word) => second.has(word));
  const left = sorted([...first].filter((word) => !second.has(word)));
  const right = sorted([...second].filter((word) => !first.has(word)));
  if (shared.length > 0 && (left === "" || right === "")) {
    return 100;
  }
  const sharedLength = shared.join(" ").length;
  const gap = sharedLength > 0 ? 1 : 0;
  const leftWhole = sharedLength + gap + left.length;
  const rightWhole = sharedLength + gap + right.length;
  const distance = left.length + right.length - 2 * common(left, right);
  const apart = norm(distance, leftWhole + rightWhole);
  return sharedLength === 0
    ? apart
    : Math.max(
        apart,
        norm(gap + left.length, sharedLength + leftWhole),
        norm(gap + right.length, sharedLength + rightWhole),
      );
}

function sorted(words: readonly string[]): string {
  return words
    .filter((word) => word !== "")
    .sort()
    .join(" ");
}

function norm(distance: number, whole: number): number {
  return whole > 0 ? 100 - (100 * distance) / whole : 100;
}

const BITS = 31;
const MASKS = new Int32Array(128);

/** Length of the longest common subsequence. Names are keys: letters, digits and spaces of ASCII. */
export function common(one: string, other: string): number {
  return one.length <= BITS ? commonOfShort(one, other) : commonOfLong(one, other);
}

/** Bit by bit (Hyyrö): a whole row of the table in one number. */
function commonOfShort(one: string, other: string): number {
  for (let at = 0; at < one.length; at++) {
    const letter = one.charCodeAt(at) & 127;
    MASKS[letter] = (MASKS[letter] as number) | (1 << at);
  }
  let row = -1;
  for (let at = 0; at < other.length; at++) {
    const both = row & (MASKS[other.charCodeAt(at) & 127] as number);
    row = (row + both) | (row - both);
  }
  for (let at = 0; at < one.length; at++) {
    MASKS[one.charCodeAt(at) & 127] = 0;
  }
  let count = 0;
  for (let left = ~row & ((2 ** one.length - 1) | 0); left !== 0; left &= left - 1) {
    count += 1;
  }
  return count;
}

function commonOfLong(one: string, other: string): number {
  let row = new Uint16Array(other.length + 1);
  for (const letter of one) {
    const next = new Uint16Array(other.length + 1);
    for (let at = 0; at < other.length; at++) {
      next[at + 1] =
        letter === other[at]
          ? (row[at] as number) + 1
          : Math.max(row[at + 1] as number, next[at] as number);
    }
    row = next;
  }
  return row[other.length] as number;
}
