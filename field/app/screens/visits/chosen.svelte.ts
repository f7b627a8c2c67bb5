/** What stays chosen while the worker goes from house to house: the RT of the list. */

class Chosen {
  area = $state("");
}

export const chosen = new Chosen();
