/** Imports of the field app point down only. `core` is reckoning alone: it runs in any JavaScript there is. */
module.exports = {
  forbidden: [
    {
      name: "core-imports-nothing-but-core",
      comment: "No DOM, no network, no Node, no package: what it needs is given to it.",
      severity: "error",
      from: { path: "^core/", pathNot: "^core/tests/" },
      to: { pathNot: "^core/(?!tests/)" },
    },
    {
      name: "growth-and-engine-do-not-know-the-card",
      comment:
        "dates and facts, then growth and engine, then outcomes, then cards and their texts.",
      severity: "error",
      from: { path: "^core/(growth|engine)/|^core/(dates|facts|period|bundle)\\.ts$" },
      to: { path: "^core/(outcome|card|hidden|card-text|text|typing|verify|index)\\.ts$" },
    },
    {
      name: "journal-knows-facts-and-dates",
      comment: "Entries become facts before any rule is asked.",
      severity: "error",
      from: { path: "^core/journal/" },
      to: { pathNot: "^core/(journal/|(dates|facts|bundle)\\.ts$)" },
    },
    {
      name: "people-stand-on-engine-and-journal",
      comment: "Lists, search and standings ask outcomes; only the store and screens ask them.",
      severity: "error",
      from: { path: "^core/(?!people/|tests/)" },
      to: { path: "^core/people/" },
    },
    {
      name: "store-knows-core-only",
      comment: "No screens, no Svelte: the store runs in Node too, with a fake database.",
      severity: "error",
      from: { path: "^store/", pathNot: "^store/tests/" },
      to: { pathNot: "^(core|store)/(?!tests/)" },
    },
    {
      name: "screens-are-known-to-nobody",
      severity: "error",
      from: { path: "^(core|store|answer)/" },
      to: { path: "^app/" },
    },
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
