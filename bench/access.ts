/**
 * `tsx bench/access.ts [--pairs N] [--seed N] [--claims]`: our evaluator against the other one (iam-simulate), on generated pairs of policies and request, and with
 * `--claims` on the claims of all presets and on their mutants; then how long ours takes for the claims, and how many questions a second it answers. Times are of
 * the processor. Without a seed the pairs are others each time, and their seed is told. Ends with status 1 where the two differ and no row of the differences is
 * about it.
 */
import { parseArgs } from "node:util";
import fc from "fast-check";
import { questions } from "../__tests__/access/oracle/arbitraries";
import { compare, type Outcome } from "../__tests__/access/oracle/compare";
import { CLAIM_TABLES } from "../__tests__/helpers/claim-tables";
import { decide, type Question } from "../access";
import { brokenClaims, claimsAffected, mutantsOf, questionOf } from "../tools/policy-check";
import { program } from "../tools/program";
import { say } from "../tools/say";

const SHOWN = 5;
/** Of the claims that a mutant can break: all of them together are hundreds of thousands of questions. */
const MUTANT_CLAIMS = 2;

class Tally {
  private readonly counts = new Map<string, number>();
  different = 0;

  async add(question: Question): Promise<void> {
    const outcome = await compare(question);
    const name = nameOf(outcome);
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    if (outcome.is !== "different") return;
    this.different += 1;
    if (this.different <= SHOWN)
      say(JSON.stringify({ ours: outcome.ours.why, other: outcome.other, question }));
  }

  print(title: string): void {
    say(`${title}:`);
    for (const [name, count] of [...this.counts].sort()) say(`  ${count} ${name}`);
  }
}

function nameOf(outcome: Outcome): string {
  if (outcome.is === "explained") return `explained: ${outcome.by}`;
  return outcome.is === "same" ? `the same, ${outcome.effect}` : outcome.is;
}

const variants = () =>
  Object.values(CLAIM_TABLES).flatMap((table) => Object.values(table.variants).map((build) => build()));

async function compareClaims(): Promise<Tally> {
  const claims = new Tally();
  const mutants = new Tally();
  const done = new Set<string>();
  const once = async (tally: Tally, question: Question) => {
    const text = JSON.stringify(question);
    if (done.has(text)) return;
    done.add(text);
    await tally.add(question);
  };
  const tried = new Set<string>();
  const all = variants();
  for (const { policies, claims: list } of all)
    for (const claim of list) await once(claims, questionOf(policies, claim));
  claims.print("claims of all presets");
  for (const { policies, claims: list } of all) {
    for (const mutant of mutantsOf(policies)) {
      if (tried.has(mutant.id)) continue;
      tried.add(mutant.id);
      // The claims that notice it stand in front.
      for (const claim of claimsAffected(mutant, list).slice(0, MUTANT_CLAIMS))
        await once(mutants, questionOf(mutant.policies, claim));
    }
  }
  mutants.print(`claims about ${tried.size} mutants`);
  claims.different += mutants.different;
  return claims;
}

function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function speed(asked: readonly Question[]): void {
  const pairs = processorMs(() => {
    for (const question of asked) decide(question);
  });
  say(`${Math.round(asked.length / (pairs / 1000))} answers a second, each about policies of its own`);
  const [build] = Object.values(CLAIM_TABLES["etcd-ca-backup"].variants);
  if (build === undefined) throw new Error("etcd-ca-backup has no variant");
  const { policies, claims } = build();
  const first = processorMs(() => brokenClaims(policies, claims));
  say(`${claims.length} claims of etcd-ca-backup: ${Math.round(first)} ms the first time`);
  const again = processorMs(() => {
    for (let round = 0; round < 10; round++) brokenClaims(policies, claims);
  });
  say(`${Math.round((claims.length * 10) / (again / 1000))} answers a second, about policies that are known`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pairs: { type: "string", default: "10000" },
      seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
      claims: { type: "boolean", default: false },
    },
  });
  say(`seed ${values.seed}`);
  const asked = fc.sample(questions, { numRuns: Number(values.pairs), seed: Number(values.seed) });
  const pairs = new Tally();
  for (const question of asked) await pairs.add(question);
  pairs.print(`${asked.length} pairs of policies and request`);
  const claims = values.claims ? await compareClaims() : undefined;
  speed(asked.slice(0, 10_000));
  process.exitCode = pairs.different + (claims?.different ?? 0) > 0 ? 1 : 0;
}

if (require.main === module) void program(main);
