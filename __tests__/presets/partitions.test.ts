import { brokenClaims } from "../../tools/policy-check";
import { CLAIM_TABLES } from "../helpers/claim-tables";
import { TEST_PARTITIONS } from "../helpers/partitions";

/** Choices that no partition has a say in, and those that are a part of another variant. */
const ALIKE =
  /full root statement|^user for hosts|^object lock|own names|names of its own|^previous keys|deletion window|^source$|^target$|^target of RDS/;

const TABLES = Object.entries(CLAIM_TABLES).flatMap(([preset, { variants }]) =>
  Object.entries(variants)
    .filter(([name]) => !ALIKE.test(name))
    .map(([name, build]) => [`${preset}, ${name}`, build] as const),
);

describe.each(TEST_PARTITIONS.map((where) => [where.partition, where] as const))("in %s", (name, where) => {
  describe.each(TABLES)("the claims of %s", (_, build) => {
    const { policies, claims } = build(where);

    it("hold", async () => {
      expect((await brokenClaims(policies, claims)).join("\n\n")).toBe("");
    });

    it("are about policies that name nothing of another partition", () => {
      const arns = JSON.stringify(policies.policies).match(/arn:aws[a-z-]*/g) ?? [];
      expect([...new Set(arns)]).toEqual([`arn:${name}`]);
    });
  });
});
