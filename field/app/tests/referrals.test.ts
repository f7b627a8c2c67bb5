import assert from "node:assert/strict";
import test from "node:test";
import type { Facility } from "../../store/types.ts";
import { callees, receivers } from "../callees.ts";
import { daysWithin, proposalFor } from "../screens/referrals/proposal.ts";
import {
  answerEntry,
  contactAfter,
  followedEntry,
  type Referral,
  referralsIn,
  sendingEntry,
} from "../screens/referrals/referrals.ts";
import { waitingReferrals } from "../screens/referrals/waiting.ts";
import { byId, engine, listed, standing, subject, TODAY } from "./people.ts";

const VILLAGE = "19.06.01.2004";
const RT = `${VILLAGE}-01-001`;
const facility = (code: string, type: string, area: string, phone = ""): Facility => ({
  code,
  name: code,
  type,
  area,
  phone,
  serves: [],
});
const FACILITIES = [
  facility("far", "pustu", "19.06.01.2003", "0811"),
  facility("health-centre", "puskesmas", "19.06.01", "(0719) 91-234"),
  facility("near", "pustu", VILLAGE, "+62 811-1"),
  facility("post", "posyandu", RT),
];

test("the nearest Pustu is called first, then the others, then the Puskesmas", () => {
  assert.deepEqual(
    callees(FACILITIES, RT).map(({ code, href }) => [code, href]),
    [
      ["near", "tel:+628111"],
      ["far", "tel:0811"],
      ["health-centre", "tel:071991234"],
    ],
  );
  assert.deepEqual(
    receivers(FACILITIES, RT).map(({ code }) => code),
    ["near", "far", "health-centre"],
  );
  assert.deepEqual(callees([facility("near", "pustu", VILLAGE, " - ")], RT), []);
  // Nobody calls themselves: for the Pustu's own worker it is the Puskesmas.
  assert.deepEqual(
    callees(FACILITIES, RT, "pustu").map(({ code }) => code),
    ["health-centre"],
  );
});

test("a referral goes from sent to answered to followed up by patches of one subject", () => {
  const sent = sendingEntry(
    "a",
    "r",
    { to: "near", reason: " pusing ", urgent: true, withinDays: 0, findings: {}, contact: null },
    "2026-06-20T08:00",
  );
  assert.deepEqual(sent.body, { to: "near", reason: "pusing", urgent: true, within_days: 0 });
  const states = [
    {},
    { answered: "2026-06-22T09:00", answer: "treated" },
    { followed_up: "2026-06-23T09:00" },
  ];
  const fields = { ...sent.body };
  const seen = states.map((patch) => {
    Object.assign(fields, patch);
    return referralsIn([subject("referral", { ...fields }, { id: "r" })])[0]?.state;
  });
  assert.deepEqual(seen, ["sent", "answered", "followed"]);
});

test("an answer and its follow-up patch the referral itself, and leave out what is empty", () => {
  const [referral] = referralsIn([subject("referral", { to: "near", reason: "x" }, { id: "r" })]);
  const answer = answerEntry(
    referral as Referral,
    { answer: "seen", advice: " ", followUpOn: "" },
    "2026-07-01T10:00",
  );
  assert.deepEqual([answer.subject, answer.about], ["r", "a"]);
  assert.deepEqual(answer.body, { answered: "2026-07-01T10:00", answer: "seen" });
  const followed = followedEntry(referral as Referral, "c", "2026-07-02T10:00");
  assert.deepEqual(followed.body, { followed_up: "2026-07-02T10:00", contact_after: "c" });
});

test("only a contact since the answer shows that somebody went", () => {
  const contact = (id: string, happened: string) => subject("contact", {}, { id, happened });
  const subjects = [
    contact("before", "2026-06-21T23:00"),
    contact("third", "2026-06-25T08:00"),
    contact("second", "2026-06-22T11:00"),
    { ...contact("taken-back", "2026-06-22T08:00"), retracted: true },
  ];
  const answered = (answeredAt: string) => ({ answeredOn: TODAY - 9, answeredAt });
  assert.equal(contactAfter(answered("2026-06-22T11:00"), subjects)?.id, "second");
  assert.equal(contactAfter(answered("2026-06-22T11:01"), subjects)?.id, "third");
  assert.equal(contactAfter(answered("2026-06-22"), subjects)?.id, "second");
  assert.equal(contactAfter({ answeredOn: null, answeredAt: "" }, subjects), null);
});

test("strange values of a referral become empty, never an error", () => {
  const fields = {
    to: 7,
    reason: null,
    urgent: "yes",
    within_days: "soon",
    answered: "?",
    answer: "x",
  };
  const [referral] = referralsIn([subject("referral", fields)]);
  assert.deepEqual(
    [referral?.to, referral?.reason, referral?.urgent, referral?.withinDays, referral?.state],
    ["", "", false, null, "sent"],
  );
});

test("those who wait are listed by day, without the dead", () => {
  const people = byId([listed("a"), listed("b"), listed("dead", { died: "2026-01-01" })]);
  const one = (id: string, day: number) =>
    standing({ referrals: [{ id, state: "answered", day }] });
  const standings = new Map([
    ["a", one("later", TODAY + 2)],
    ["b", one("sooner", TODAY - 1)],
    ["dead", one("never", TODAY)],
    ["unknown", one("nobody", TODAY)],
  ]);
  assert.deepEqual(
    waitingReferrals(people, standings).map(({ id }) => id),
    ["sooner", "later"],
  );
});

test("times of the rulebook's steps become days", () => {
  const days = (within?: string) => daysWithin(within === undefined ? {} : { within }, TODAY);
  assert.deepEqual(["0 days", "7 days", "2 weeks", "1 months"].map(days), [0, 7, 14, 31]);
  assert.equal(days(), 7);
});

test("the most pressing step of what was found decides where to, how soon and why", () => {
  const findings = [
    { id: "thin", class: "yes", severity: "yellow" },
    { id: "fits", class: "yes", severity: "danger" },
    { id: "named", class: "yes", severity: "yellow" },
  ];
  const asked = { role: "kader", area: RT, facilities: FACILITIES, language: "id" as const };
  assert.deepEqual(proposalFor(engine(), { ...asked, standing: standing({ findings }) }), {
    to: "hospital", // none is known here: the level itself
    reason: "Label thin; Label fits",
    urgent: true,
    withinDays: 0,
    findings: { thin: "yes", fits: "yes" },
  });
  const mild = standing({ findings: findings.slice(0, 1) });
  const { to, urgent, withinDays } = proposalFor(engine(), { ...asked, standing: mild });
  assert.deepEqual([to, urgent, withinDays], ["near", false, 7]);
});

test("nothing found proposes the nearest receiver and no reason", () => {
  const proposed = proposalFor(engine(), {
    standing: standing(),
    role: "kader",
    area: RT,
    facilities: FACILITIES,
    language: "id",
  });
  assert.deepEqual([proposed.to, proposed.reason, proposed.urgent], ["near", "", false]);
});
