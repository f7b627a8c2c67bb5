/** The phone's engine: what a screen may ask of it. */

export { type Bundle, BundleRefused, type Label, type Language, readBundle } from "./bundle.ts";
export { buildCard, type Card, type Due, dueList, type Hidden } from "./card.ts";
export { cardAsData } from "./card-text.ts";
export { type ContactBody, readContact } from "./contact.ts";
export { Engine } from "./engine/engine.ts";
export type { Person, UsedEvent } from "./engine/person.ts";
export { type FactEvent, type Facts, UNKNOWN_MINUTE, type Value } from "./facts.ts";
export { type FieldState, type Filling, type FormState, formState } from "./form.ts";
export { type Filled, filled, formAsData } from "./form-text.ts";
export { type GrowthChart, growthChart } from "./growth/chart.ts";
export {
  type FindingState,
  findingState,
  type IndicatorState,
  indicatorState,
  type ServiceState,
  serviceState,
} from "./outcome.ts";
export { type Period, type PeriodKind, periodHolding } from "./period.ts";
export { Speaker } from "./text.ts";
export { longTrends, pregnancyTrends, type Trend } from "./trends.ts";
export { judge, type TypedProblem, type TypedValue } from "./typed.ts";
export { type Typed, type WhileTyping, whileTyping } from "./typing.ts";
export { openBundle } from "./verify.ts";
