/** Where most tests begin: a server with people, a phone that pulled them. */

import type { Desk } from "../../index.ts";
import { personRows } from "./people.ts";
import { Handset, START } from "./phone.ts";
import { FakeServer } from "./server.ts";

export async function started(people = 120): Promise<[FakeServer, Handset, Desk]> {
  const server = new FakeServer(() => START);
  const handset = new Handset(server);
  server.now = () => handset.clock;
  for (let number = 1; number <= people; number += 1) {
    server.add(personRows(number, 2));
  }
  const desk = await handset.enrolled();
  await desk.sync();
  return [server, handset, desk];
}
