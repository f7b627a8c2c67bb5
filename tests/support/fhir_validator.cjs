// Reads FHIR resources, one JSON a line, and answers each with its faults: the npm package `fhir`, which knows
// nothing of ours, validates against the published R4 definitions.
const { createRequire } = require("node:module");
const path = require("node:path");
const readline = require("node:readline");

const field = path.join(__dirname, "..", "..", "field", "package.json");
const { Fhir } = createRequire(field)("fhir");
const validator = new Fhir();

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const found = validator.validate(JSON.parse(line), { errorOnUnexpected: true });
  const errors = found.messages.filter((message) => message.severity === "error");
  console.log(JSON.stringify(errors.map((error) => `${error.location}: ${error.message}`)));
});
