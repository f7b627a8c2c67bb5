/** What the page of coverage was asked last: stays while somebody goes to the names and back. */

class Asked {
  area = $state("");
  /** Last month instead of this one. */
  isBefore = $state(false);
}

export const asked = new Asked();
