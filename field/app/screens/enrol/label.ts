/** What the office calls this phone: its kind and model, as far as the browser says. Nothing of its owner. */

interface Told {
  readonly platform?: string;
  readonly getHighEntropyValues?: (
    names: readonly string[],
  ) => Promise<{ readonly model?: string }>;
}

const KINDS = ["Android", "iPhone", "iPad", "Windows", "Mac", "Linux"] as const;
const MOST = 60;

/** "Android · SM-A042F", or the kind alone; "" where the browser says nothing. */
export async function phoneLabel(navigator: Navigator): Promise<string> {
  const told = (navigator as Navigator & { readonly userAgentData?: Told }).userAgentData;
  const kind = told?.platform || KINDS.find((one) => navigator.userAgent.includes(one)) || "";
  const model = await modelOf(told);
  return [kind, model].filter(Boolean).join(" · ").slice(0, MOST);
}

async function modelOf(told: Told | undefined): Promise<string> {
  try {
    return (await told?.getHighEntropyValues?.(["model"]))?.model ?? "";
  } catch {
    return ""; // refused: the kind is enough
  }
}
