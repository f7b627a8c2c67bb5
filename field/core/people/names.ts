/**
 * Names as people write them, brought to one spelling for searching: the twin of `nyelik.register.names`, which says
 * why. `nameKey` undoes spellings that are the same name to an Indonesian reader; `skeleton` goes further and only
 * proposes candidates. The name itself is kept as typed.
 */

const MUHAMMAD =
  "m muh moh mohd muhd mhd mohamad mohamed mohammed muhamed muhamad mohammad muhammad " +
  "mochamad mochammad mochamat mukamad muchamad muchammad";
const TITLES: ReadonlySet<string> = new Set(
  (
    "dr drg drs dra ir h hj haji hajah hajjah kh ust ustad ustadz ustadzah prof " +
    "tn ny nn sdr sdri an alm almh almarhum almarhumah bapak ibu pak bu bin binti bn bt " +
    "sh se st spd sag skm skep ners amd amdkeb amk mm mpd msi mkes sip skom ssos sked str strkeb sst"
  ).split(" "),
);
const ADDRESS_STOPS: ReadonlySet<string> = new Set(
  "jl jln jalan gg gang no nomor rt rw dusun dsn desa ds kel kec kp blok".split(" "),
);

const all = (words: string, key: string) => words.split(" ").map((word) => [word, key] as const);

/** Whole words, before spelling rules. A single "m" counts only before another word ("M. Yusuf"). */
const SHORT_FORMS: ReadonlyMap<string, string> = new Map([
  ...all(MUHAMMAD, "muhamad"),
  ...all("st sti siti sitti stti", "siti"),
  ...all("abd abdl abdul abdoel abdool", "abdul"),
  ...all("achmad akhmad ahmad ahmat achmat achm", "ahmad"),
  ...all("noor noer nur nor", "nur"),
  ...all("by bayi baby", "bayi"),
]);

/** In this order, on words that are not short forms. */
const SPELLING: readonly (readonly [string, string])[] = [
  ["oe", "u"],
  ["nj", "ny"],
  ["sj", "sy"],
  ["kh", "h"],
  ["ch", "h"],
  ["sy", "s"],
  ["sh", "s"],
  ["ts", "s"],
  ["th", "t"],
  ["dh", "d"],
  ["dz", "z"],
  ["gh", "g"],
  ["ph", "p"],
  ["q", "k"],
  ["x", "ks"],
  ["v", "f"],
  ["ie", "i"],
  ["oo", "u"],
  ["ee", "i"],
  ["iy", "y"],
];

const NOT_LETTERS = /[^a-z0-9]+/g;
const HAMZA = /['`’ʼ]/g;
const TWICE = /(.)\1+/g;
const SILENT = /[aeiouyhw]+/g;
const NOT_ASCII = /[^\p{ASCII}]/u;

/** Small letters without accents; degrees after a comma dropped. */
function plain(text: string): string {
  let letters = text.toLowerCase();
  if (NOT_ASCII.test(letters)) {
    letters = letters.replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "");
  }
  return letters.split(",", 1)[0] as string;
}

/** The words of a name as typed: small letters and digits. */
export function plainWords(text: string): string[] {
  return wordsOf(plain(text).replace(HAMZA, ""));
}

function wordsOf(text: string): string[] {
  return text
    .replace(NOT_LETTERS, " ")
    .split(" ")
    .filter((word) => word !== "");
}

/** One plain word in the common spelling: "djoemadi" becomes "jumadi", "khairoel" becomes "hairul". */
export function wordKey(word: string): string {
  return (word === "m" ? undefined : SHORT_FORMS.get(word)) ?? spelled(word);
}

function spelled(word: string): string {
  let key = word;
  if (/oe|tj|dj/.test(key)) {
    // Spelling of before 1972: its j is today's y, its dj is today's j ("Moeljono", "Soedjono").
    key = key
      .replaceAll("dj", "\0")
      .replaceAll("tj", "c")
      .replaceAll("j", "y")
      .replaceAll("\0", "j");
  }
  for (const [old, now] of SPELLING) {
    key = key.replaceAll(old, now);
  }
  key = key.replace(TWICE, "$1");
  if (key.length > 3 && key.endsWith("h")) {
    key = key.slice(0, -1); // Aminah and Amina are one name
  }
  if (key.length > 3 && key.endsWith("y")) {
    key = `${key.slice(0, -1)}i`;
  }
  return key === "m" ? key : (SHORT_FORMS.get(key) ?? key);
}

/** The name in the common spelling, without titles: "Hj. St. Choiriyyah, S.Pd" becomes "siti hoirya". */
export function nameKey(name: string): string {
  const words = plainWords(name);
  const keys: string[] = [];
  words.forEach((word, place) => {
    const leads = keys.length === 0 && place + 1 < words.length;
    if (word === "m" && leads) {
      keys.push("muhamad");
    } else if (word === "st" && leads) {
      keys.push("siti");
    } else if (!TITLES.has(word)) {
      keys.push(wordKey(word));
    }
  });
  return (keys.length > 0 ? keys : words.map(wordKey)).join(" ");
}

/** Consonants of one key word, for candidates only: "aisah" becomes "as", "fitri" and "pitri" become "ptr". */
export function skeleton(key: string): string {
  if (key === "") {
    return "";
  }
  const joined = key
    .replaceAll("f", "p")
    .replaceAll("z", "s")
    .replaceAll("ny", "n")
    .replaceAll("ng", "n");
  const first = joined.charAt(0);
  const head = "aeiou".includes(first) ? "a" : "hyw".includes(first) ? "" : first;
  return (head + joined.slice(1).replace(SILENT, "")).replace(TWICE, "$1") || first;
}

/** Words of an address worth searching: three letters or more, no "jalan", no numbers. */
export function addressWords(address: string): string[] {
  return wordsOf(plain(address.replaceAll(",", " ")))
    .filter((word) => word.length >= 3 && !/^[0-9]+$/.test(word) && !ADDRESS_STOPS.has(word))
    .map(wordKey);
}
