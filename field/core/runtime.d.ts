/** What every JavaScript of today has besides the language itself: browsers, workers and Node alike. */

declare class TextDecoder {
  constructor(label: "utf-8", options: { readonly fatal: boolean });
  decode(part: Uint8Array): string;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

declare function atob(base64: string): string;
