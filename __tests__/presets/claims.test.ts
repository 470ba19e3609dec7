import { brokenClaims } from "../../tools/policy-check";
import { CLAIM_TABLES } from "../helpers/claim-tables";

const TABLES = Object.entries(CLAIM_TABLES).flatMap(([preset, { variants }]) =>
  Object.entries(variants).map(([name, build]) => [`${preset}, ${name}`, build] as const),
);

describe.each(TABLES)("claims of %s", (_, build) => {
  const { policies, claims } = build();

  it("hold", async () => {
    const problems = await brokenClaims(policies, claims);
    expect(problems.join("\n\n")).toBe("");
  });

  it("are sentences of their own", () => {
    const sentences = claims.map(({ says }) => says);
    expect(sentences.filter((says, index) => sentences.indexOf(says) !== index)).toEqual([]);
  });

  it("deny nobody by principal: a role that is made anew would be another one", () => {
    const denying = policies.policies.flatMap(({ address, document }) =>
      document.Statement.filter(({ Effect, Principal }) => Effect === "Deny" && Principal !== "*").map(
        ({ Sid, Principal }) => [address, Sid, Principal],
      ),
    );
    expect(denying.filter(([, , principal]) => principal !== undefined)).toEqual([]);
  });

  it("need no second factor in a session: only trust policies ask for one", () => {
    const asking = policies.policies.filter(({ document }) =>
      /aws:MultiFactorAuth/i.test(JSON.stringify(document)),
    );
    expect(asking.filter(({ kind }) => kind !== "trust")).toEqual([]);
  });
});
