/** Houses under the heading of their RT, the RT with the most urgent house first. */

import type { Area } from "../../../store/types.ts";
import { isWithin } from "../../callees.ts";
import type { House } from "./houses.ts";

export interface Street {
  readonly area: string;
  readonly name: string;
  readonly houses: readonly House[];
}

/** In the order in which houses come: the first house of a street decides where it stands. */
export function streets(houses: readonly House[], places: readonly Area[]): Street[] {
  const names = new Map(places.map(({ code, name }) => [code, name]));
  const byArea = new Map<string, House[]>();
  for (const house of houses) {
    const street = byArea.get(house.area);
    if (street) {
      street.push(house);
    } else {
      byArea.set(house.area, [house]);
    }
  }
  return [...byArea].map(([area, inside]) => ({
    area,
    name: names.get(area) ?? area,
    houses: inside,
  }));
}

/** The houses of one area and everything within it; all of them for an empty code. */
export function inArea(houses: readonly House[], area: string): readonly House[] {
  return area === "" ? houses : houses.filter((house) => isWithin(house.area, area));
}

/** What a filter offers: the areas in which somebody lives, and the larger ones (dusun, desa) where there are several. */
export function filters(houses: readonly House[], places: readonly Area[]): Area[] {
  const lived = new Set(houses.map(({ area }) => area));
  const kept = places.filter(({ code }) => [...lived].some((area) => isWithin(area, code)));
  const all = lived.size;
  return kept.filter(({ code }) => {
    const within = [...lived].filter((area) => isWithin(area, code)).length;
    return within < all || lived.has(code); // what holds everything is no filter
  });
}
