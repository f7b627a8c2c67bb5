/**
 * Lets a desk ask the phone's engine: one JSON request a line on standard input, one JSON answer a line on standard
 * output. `nyelik check` and the tests drive it; a phone never runs it.
 */

import { createInterface } from "node:readline";
import { answer, Desk } from "./requests.ts";

const desk = new Desk();

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(`${JSON.stringify(reply(line))}\n`);
}

function reply(line: string): unknown {
  try {
    return { answer: answer(desk, JSON.parse(line)) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
