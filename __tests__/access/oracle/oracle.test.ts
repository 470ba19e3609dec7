/** Our evaluator against the other one. The full comparison is `npm run bench:access -- --pairs 100000 --claims`. */
import fc from "fast-check";
import { decide } from "../../../access";
import type { PresetName } from "../../../presets";
import { questionOf } from "../../../tools/policy-check";
import { CLAIM_TABLES } from "../../helpers/claim-tables";
import { questions } from "./arbitraries";
import { compare } from "./compare";
import { DIFFERENCES } from "./differences";
import { otherAnswer } from "./iam-simulate";

/**
 * The same pairs each time: what differs next is decided by AWS's documentation, not by whoever runs the tests. The bench looks for it, with a seed of its own each
 * time.
 */
const SEED = 1132801226;

/** On a busy machine. */
const PATIENCE = 300_000;

describe("two evaluators", () => {
  it(
    "agree about generated policies and requests, but for what AWS's documentation decides",
    async () => {
      const counts = { same: 0, allowed: 0, open: 0, refused: 0, explained: 0, different: 0 };
      await fc.assert(
        fc.asyncProperty(questions, async (question) => {
          const outcome = await compare(question);
          counts[outcome.is] += 1;
          if (outcome.is === "same" && outcome.effect === "allowed") counts.allowed += 1;
          if (outcome.is === "different")
            throw new Error(`ours: ${outcome.ours.effect}, ${outcome.ours.why}; the other: ${outcome.other}`);
        }),
        { numRuns: 2000, seed: SEED },
      );
      // A comparison that compares nothing would hold, too.
      expect(counts.same).toBeGreaterThan(1800);
      expect(counts.allowed).toBeGreaterThan(100);
      expect(counts.refused).toBeLessThan(20);
    },
    PATIENCE,
  );

  it.each(["application-key", "s3-replication-destination"] as const)(
    "agree about every fifth claim of %s",
    async (preset: PresetName) => {
      const [build] = Object.values(CLAIM_TABLES[preset].variants);
      if (build === undefined) throw new Error(`${preset} has no variant`);
      const { policies, claims } = build();
      const different: string[] = [];
      for (const claim of claims.filter((_, index) => index % 5 === 0)) {
        const outcome = await compare(questionOf(policies, claim));
        if (outcome.is === "different" || outcome.is === "open")
          different.push(`${claim.says}: ${outcome.is}`);
      }
      expect(different).toEqual([]);
    },
    PATIENCE,
  );
});

describe("where the two differ", () => {
  it.each(DIFFERENCES.map((row) => [row.name, row] as const))(
    "%s: the documentation decides",
    async (_, row) => {
      expect(row.page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
      const ours = decide({ otherKeys: "absent", ...row.example });
      expect([ours.effect, row.isAbout(row.example, ours)]).toEqual([row.says, true]);
      const other = await otherAnswer(row.example);
      expect(other).toBe(row.says === "allowed" ? "denied" : "allowed");
    },
  );
});
