/** Svelte 5 with runes everywhere. No inline styles: the Content-Security-Policy refuses them. */
export default {
  compilerOptions: { runes: true },
};
