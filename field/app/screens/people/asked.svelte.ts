/** What was asked last in the list of people, so that coming back finds the same list. Forgotten with the tab. */

class Asked {
  text = $state("");
  area = $state("");
}

export const asked = new Asked();
