/** A card in words, as plain data: the twin of `nyelik.care.card_text`. */

import type { FindingClass, Rule, Step } from "./bundle.ts";
import type { Because, Card } from "./card.ts";
import { isoDay } from "./dates.ts";
import type { Engine } from "./engine/engine.ts";
import type { FindingState, ServiceState } from "./outcome.ts";
import type { Speaker } from "./text.ts";

const PLACEHOLDER = /\{([^{}]+)\}/g;

/** The card as JSON-ready data, in the speaker's language. The engine still has the card's person in hand. */
export function cardAsData(engine: Engine, card: Card, speaker: Speaker) {
  const { language } = speaker;
  return {
    on: isoDay(card.today),
    rulebook: engine.bundle.rulebook,
    groups: card.groups.map(({ id, ruleset, label }) => ({ id, ruleset, label: label[language] })),
    services: card.services.map((state) => serviceAsData(engine, state, speaker)),
    findings: card.findings.map((state) => findingAsData(engine, state, speaker)),
    undecided: card.undecided.map(({ finding }) => finding.label[language]),
  };
}

/** One service: status, colour, its days, and because. */
export function serviceAsData(engine: Engine, state: Because<ServiceState>, speaker: Speaker) {
  return { ...serviceInWords(engine, state, speaker), because: speaker.because(state.used) };
}

/** One service without because. */
export function serviceInWords(engine: Engine, state: ServiceState, speaker: Speaker) {
  const { service } = state;
  return {
    id: service.id,
    label: service.label[speaker.language],
    status: state.status,
    colour: state.colour,
    from: iso(state.start),
    late: iso(state.late),
    overdue: iso(state.overdue),
    closes: iso(state.closes),
    done: iso(state.done),
    at: service.at ?? [],
    source: sourceOf(service),
    ...originOf(engine, service, speaker),
  };
}

/** One finding: its class, how grave, what to say, the next steps, and because. */
export function findingAsData(engine: Engine, state: Because<FindingState>, speaker: Speaker) {
  return { ...findingInWords(engine, state, speaker), because: speaker.because(state.used) };
}

/** One finding without because. */
export function findingInWords(engine: Engine, state: FindingState, speaker: Speaker) {
  const { finding } = state;
  const found = state.found as FindingClass;
  const { language } = speaker;
  return {
    id: finding.id,
    label: finding.label[language],
    class: found.id,
    class_label: found.label[language],
    severity: found.severity,
    audience: finding.audience,
    plain: found.plain ? found.plain[language] : null,
    say: said(engine, found, speaker),
    then: found.then.map((step) => stepText(engine, step, speaker)),
    source: sourceOf(finding),
    ...originOf(engine, finding, speaker),
  };
}

/** What to say, with its placeholders filled from the facts of the person in hand. */
export function said(engine: Engine, found: FindingClass, speaker: Speaker): string {
  const text = found.say?.[speaker.language] ?? "";
  return text.replace(PLACEHOLDER, (_whole, name: string) => {
    const node = found.placeholders?.[name];
    const value = node === undefined ? null : engine.value(node);
    const word = engine.words.get(found.placeholder_words?.[name] ?? "");
    return value === null ? "?" : speaker.value(value, word?.kind === "choice" ? word : undefined);
  });
}

/** A next step as a short sentence. */
export function stepText(engine: Engine, step: Step, speaker: Speaker): string {
  const { language, phrases } = speaker;
  const topic = engine.bundle.topics?.find(({ id }) => id === step.what);
  const within = (text: string) =>
    (text === "0 days" ? phrases.steps.today : undefined) ??
    filled(phrases.steps.within, length(text, speaker));
  let text = filled(phrases.steps.actions[step.action], topic ? topic.label[language] : "");
  if ((step.action === "visit" || step.action === "revisit") && step.what) {
    text += within(step.what);
  }
  if (step.within) {
    text += within(step.within);
  }
  return step.note ? `${text}. ${step.note[language]}` : text;
}

/** A length of time, which rules write in English: 7 days. */
function length(text: string, { phrases }: Speaker): string {
  return Object.entries(phrases.steps.units).reduce(
    (said, [english, translated]) =>
      said.replace(new RegExp(`\\b${english}s?\\b`, "g"), translated),
    text,
  );
}

function filled(phrase: string, text: string): string {
  return phrase.replace("{0}", () => text);
}

/** That a rule is the district's own or was changed by it; nothing for national rules. */
function originOf({ bundle }: Engine, { id }: Rule, { language }: Speaker): { origin?: string } {
  const origin = bundle.origins?.[id];
  return origin ? { origin: origin[language] } : {};
}

function sourceOf({ source }: Rule): string {
  return `${source.document}, ${source.section}`;
}

function iso(day: number | null): string | null {
  return day === null ? null : isoDay(day);
}
