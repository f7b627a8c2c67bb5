// What tests.support.accessibility asks of a page. The whole file is one expression: an object of questions.
(() => {
  const CONTROLS = "button, a[href], input, select, textarea, summary";
  const SHOWN_LETTERS = 40;

  function name(one) {
    const said = (one.innerText || one.value || one.ariaLabel || "").trim().slice(0, SHOWN_LETTERS);
    return `${one.tagName.toLowerCase()}.${one.className} "${said}"`;
  }

  function isShown(one) {
    return one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && one.getClientRects().length > 0;
  }

  const shown = (selector) => [...document.querySelectorAll(selector)].filter(isShown);
  const reachable = () => shown(CONTROLS).filter((one) => !one.disabled && one.tabIndex >= 0);
  const frame = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));

  // A strip of keys may be pushed sideways under the thumb.
  function isInStrip(one) {
    for (let at = one.parentElement; at && at !== document.body; at = at.parentElement) {
      const isSideways = ["auto", "scroll"].includes(getComputedStyle(at).overflowX);
      if (isSideways && at.scrollWidth > at.clientWidth) return true;
    }
    return false;
  }

  function small([tap, link]) {
    return shown(CONTROLS).flatMap((control) => {
      const one = control.matches("[type=checkbox], [type=radio]") ? (control.closest("label") ?? control) : control;
      const { width, height } = one.getBoundingClientRect();
      const least = one.matches(".link, summary, a:not(.button)") ? link : tap;
      const isSmall = height < least - 0.5 || width < link - 0.5;
      return isSmall ? [`${name(one)} is ${Math.floor(width)} x ${Math.floor(height)}`] : [];
    });
  }

  function overflowing() {
    const { scrollWidth } = document.scrollingElement;
    const page = scrollWidth > innerWidth ? [`the page is ${scrollWidth} px wide`] : [];
    const outside = shown(CONTROLS).filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return !isInStrip(one) && (left < -1 || right > innerWidth + 1);
    });
    const cut = shown("button, a[href], summary").filter((one) => one.scrollWidth > one.clientWidth + 2);
    return [...page, ...outside.map((one) => `${name(one)} reaches outside`), ...cut.map((one) => `${name(one)} is cut`)];
  }

  async function large(size) {
    const before = scrollY;
    document.documentElement.style.fontSize = size;
    await frame();
    const found = overflowing();
    document.documentElement.style.fontSize = "";
    await frame();
    scrollTo(0, before);
    return found;
  }

  const weightOf = (one) => Number(getComputedStyle(one).fontWeight);

  function isChosenByColour(one) {
    const isTicked = getComputedStyle(one, "::before").content.includes("✓");
    const other = [...(one.parentElement?.children ?? [])].find((next) => next.matches("[aria-pressed=false]"));
    return Boolean(other) && !isTicked && weightOf(one) <= weightOf(other);
  }

  function colour() {
    const statuses = shown(".status");
    return [
      ...statuses.filter((one) => one.textContent.trim() === "").map((one) => `${name(one)} says nothing`),
      ...statuses.filter((one) => !one.querySelector("svg")).map((one) => `${name(one)} has no shape`),
      ...shown("[aria-pressed=true]").filter(isChosenByColour).map((one) => `${name(one)} is chosen by colour alone`),
    ];
  }

  function isOutlined(one) {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  }

  const reached = new Set();
  const unseen = new Set();

  function begin() {
    reached.clear();
    unseen.clear();
    return reachable().length;
  }

  function step() {
    const one = document.activeElement;
    if (!one || one === document.body) return;
    reached.add(one);
    // The parts of a date or a time mark themselves; a field in a frame may light the frame.
    const isSeen = one.matches("[type=date], [type=time]") || isOutlined(one) || isOutlined(one.parentElement);
    if (!isSeen) unseen.add(`focus is not seen on ${name(one)}`);
  }

  function left() {
    const never = reachable().filter((one) => !reached.has(one));
    document.activeElement?.blur();
    return [...never.map((one) => `${name(one)} is not reached by keys`), ...unseen];
  }

  return { small, large, colour, begin, step, left };
})();
