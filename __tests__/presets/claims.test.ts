import { CLAIM_VARIANTS, etcdCaBackupClaims } from "../../presets/etcd-ca-backup/claims";
import { brokenClaims } from "../../tools/policy-check";
import { claimStack } from "../helpers/claim-stack";

describe.each(Object.entries(CLAIM_VARIANTS))("claims of etcd-ca-backup, %s", (_, variant) => {
  it("hold", async () => {
    const { policies, subject } = claimStack(variant);
    const claims = etcdCaBackupClaims(subject);
    const problems = await brokenClaims(policies, claims);
    expect(problems.join("\n\n")).toBe("");
  });
});
