import { brokenClaims } from "../../tools/policy-check";
import { CLAIM_TABLES } from "../helpers/claim-tables";
import type { Variant } from "../helpers/claim-tables/judged-stack";
import { TEST_PARTITIONS } from "../helpers/stacks/partitions";

/** Choices that no partition has a say in, and those that are a part of another variant. */
const ALIKE =
  /full root statement|^user for hosts|^object lock|^own names$|^names of its own$|^previous keys|deletion window|^source$|^target$|^target of RDS/;

/** Differs from the commercial one in the most: in ARNs and in the domains of services. */
const FARTHEST = "aws-cn";

/** A preset's first variant is judged in every partition; the others, whose claims take minutes, in {@link FARTHEST}. Their ARNs are looked at in all. */
const TABLES = Object.entries(CLAIM_TABLES).flatMap(([preset, { variants }]) =>
  Object.entries(variants)
    .map(([name, build], index) => [`${preset}, ${name}`, build, index === 0] as const)
    .filter(([name, , first]) => first || !ALIKE.test(name.slice(preset.length + 2))),
);

describe.each(TEST_PARTITIONS.map((where) => [where.partition, where] as const))("in %s", (name, where) => {
  describe.each(TABLES)("%s", (_, build, first) => {
    let stack: Variant | undefined;
    beforeAll(() => {
      stack = build(where);
    });
    afterAll(() => {
      stack = undefined; // all of them together take gigabytes
    });

    if (first || name === FARTHEST)
      it("has the claims of everywhere", async () => {
        const { policies, claims } = stack as Variant;
        expect((await brokenClaims(policies, claims)).join("\n\n")).toBe("");
      });

    it("has policies that name nothing of another partition", () => {
      const arns = JSON.stringify(stack?.policies.policies).match(/arn:aws[a-z-]*/g) ?? [];
      expect([...new Set(arns)]).toEqual([`arn:${name}`]);
    });
  });
});
