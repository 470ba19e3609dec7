import { CLAIM_VARIANTS, etcdCaBackupClaims } from "../../presets/etcd-ca-backup/claims";
import { brokenClaims } from "../../tools/policy-check";
import { claimStack } from "../helpers/claim-stack";

describe.each(Object.entries(CLAIM_VARIANTS))("claims of etcd-ca-backup, %s", (_, variant) => {
  const { policies, subject } = claimStack(variant);
  const claims = etcdCaBackupClaims(subject);

  it("hold", async () => {
    const problems = await brokenClaims(policies, claims);
    expect(problems.join("\n\n")).toBe("");
  });

  it("are sentences of their own", () => {
    const sentences = claims.map(({ says }) => says);
    expect(sentences.filter((says, index) => sentences.indexOf(says) !== index)).toEqual([]);
  });

  it("need no second factor in a session: only trust policies ask for one", () => {
    const asking = policies.policies.filter(({ document }) =>
      /aws:MultiFactorAuth/i.test(JSON.stringify(document)),
    );
    expect(asking.filter(({ kind }) => kind !== "trust")).toEqual([]);
  });
});
