/**
 * Which rules a reader may be told of. What is hidden from a worker is not sent to their phone, so a rule that looks at
 * it would be wrong there (a test that was done would stay due) or tell it: such a rule is left out as a whole.
 */

import type { Finding, NodeAt, Rule, Service } from "./bundle.ts";
import type { Engine } from "./engine/engine.ts";

/** Which kinds of sensitive matter the reader may not see. */
export type Hidden = ReadonlySet<string>;

/** The services that look at nothing hidden. */
export function servicesTold(
  engine: Engine,
  services: readonly Service[],
  hidden: Hidden,
): readonly Service[] {
  return told(engine, services, hidden, (one) => [
    one.eligible,
    one.start,
    one.done,
    one.late,
    one.overdue,
    one.overdue_when,
    one.closes,
    ...(one.not_before ?? []),
  ]);
}

/** The findings that look at nothing hidden. */
export function findingsTold(
  engine: Engine,
  findings: readonly Finding[],
  hidden: Hidden,
): readonly Finding[] {
  return told(engine, findings, hidden, (one) => [
    one.eligible,
    ...one.classes.map(({ when }) => when),
  ]);
}

function told<Kind extends Rule>(
  engine: Engine,
  rules: readonly Kind[],
  hidden: Hidden,
  nodesOf: (rule: Kind) => readonly (NodeAt | undefined)[],
): readonly Kind[] {
  return hidden.size === 0
    ? rules
    : rules.filter((rule) => kindsOf(engine, rule, nodesOf).every((kind) => !hidden.has(kind)));
}

const KINDS = new WeakMap<Rule, readonly string[]>();

/** The kinds of sensitive matter that a rule looks at, worked out once. */
function kindsOf<Kind extends Rule>(
  engine: Engine,
  rule: Kind,
  nodesOf: (rule: Kind) => readonly (NodeAt | undefined)[],
): readonly string[] {
  let kinds = KINDS.get(rule);
  if (kinds === undefined) {
    const nodes = nodesOf(rule).filter((node) => node !== undefined);
    const marks = [...engine.codesOf(nodes)].map((code) => engine.words.get(code)?.sensitive);
    kinds = [...new Set(marks.filter((mark) => mark !== undefined))];
    KINDS.set(rule, kinds);
  }
  return kinds;
}
