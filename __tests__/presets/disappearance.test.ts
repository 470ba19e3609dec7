import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PresetName } from "../../presets";
import type { Claim } from "../../presets/common/claims/claim";
import { DISAPPEARANCE } from "../../presets/common/claims/effects";
import { breaksAnyClaim, type PolicySet } from "../../tools/policy-check";
import { CLAIM_TABLES } from "../helpers/claim-tables";

const EFFECTS = new Set<string>(Object.values(DISAPPEARANCE).map(({ says }) => says));
/** The claims that are made from effects. */
const isEffect = ({ says }: Claim) => [...EFFECTS].some((effect) => says.includes(` ${effect}: `));

/** The same, with a statement that lets one role do one thing, and without what would refuse it all the same. */
function letting(set: PolicySet, arn: string, action: string): PolicySet {
  const Allow = { Sid: "Mutant", Effect: "Allow", Action: [action], Resource: ["*"] } as const;
  return {
    ...set,
    policies: set.policies.map((policy) => {
      const { Version, Statement } = policy.document;
      if (policy.kind === "identity" && policy.attachedTo === arn)
        return { ...policy, document: { Version, Statement: [...Statement, Allow] } };
      const left = Statement.filter(({ Effect }) => Effect === "Allow");
      return policy.kind === "bucket" ? { ...policy, document: { Version, Statement: left } } : policy;
    }),
  };
}

/** The default of each preset, and what has every role. */
const STACKS: readonly (readonly [PresetName, string])[] = [
  ["etcd-ca-backup", "default"],
  ["etcd-ca-backup", "alerts and a trail"],
  ["etcd-ca-backup", "user for hosts"],
  ["etcd-ca-backup", "keeper, tester and rekeyer"],
  ["kubernetes-kms", "default"],
  ["signing", "default"],
  ["signing", "with an HMAC key"],
  ["application-key", "default"],
];

/** What a stack is for, although it brings an effect about; its bucket keeps versions. */
const MEANT: Readonly<Record<string, readonly string[]>> = {
  // The user of an application writes its files.
  "application-key, default": ["s3:PutObject"],
  // The keeper hides backups behind delete markers, the rekeyer puts new versions in their place.
  "etcd-ca-backup, keeper, tester and rekeyer": ["s3:DeleteObject", "s3:PutObject"],
};

describe.each(STACKS)("disappearance of data in %s, %s", (preset, variant) => {
  const build = CLAIM_TABLES[preset].variants[variant];
  if (build === undefined) throw new Error(`'${preset}' has no variant '${variant}'`);
  const { policies, claims } = build();
  const effects = claims.filter(isEffect);
  const hasBucket = Object.keys(policies.buckets).length > 0;
  const meant = MEANT[`${preset}, ${variant}`] ?? [];
  const holders = policies.policies
    .filter(({ kind }) => kind === "identity")
    .map(({ attachedTo }) => attachedTo);

  it("is claimed about every role of the stack, for every action on what the stack has", () => {
    const named = new Set(effects.flatMap(({ principal }) => ("arn" in principal ? [principal.arn] : [])));
    expect([...named].sort()).toEqual([...new Set(holders)].sort());
    const claimed = new Set(effects.map(({ action }) => action));
    const here = Object.values(DISAPPEARANCE)
      .flatMap(({ by }) => Object.entries(by))
      .filter(([target]) => hasBucket || !["object", "bucket"].includes(target))
      .filter(([target]) => target !== "user" || holders.some((arn) => arn?.includes(":user/")))
      .flatMap(([, actions]) => actions);
    expect([...claimed].sort()).toEqual([...here].sort());
  });

  it("is refused but for what ends the key, which is the administrator's", () => {
    const allowed = effects.filter(
      ({ expect: outcome, action }) => outcome === "allowed" && !meant.includes(action),
    );
    expect(
      new Set(allowed.map(({ principal }) => ("arn" in principal ? principal.arn.split("-").at(-1) : ""))),
    ).toEqual(new Set(["administrator"]));
    expect([...new Set(allowed.map(({ action }) => action))].sort()).toEqual([
      "kms:DeleteImportedKeyMaterial",
      "kms:DisableKey",
      "kms:PutKeyPolicy",
      "kms:ScheduleKeyDeletion",
    ]);
  });

  it("is noticed wherever a role is given an action that brings it about", async () => {
    const unnoticed: string[] = [];
    for (const { action, principal, expect: outcome } of effects) {
      if (outcome === "allowed" || !("arn" in principal)) continue;
      const own = effects.filter((claim) => claim.action === action && claim.principal === principal);
      if (!(await breaksAnyClaim(letting(policies, principal.arn, action), own)))
        unnoticed.push(`${principal.arn} ${action}`);
    }
    expect(unnoticed).toEqual([]);
  }, 60_000);
});

describe("docs/permissions.md", () => {
  const text = readFileSync(join(__dirname, "../../docs/permissions.md"), "utf8");

  it.each(Object.values(DISAPPEARANCE).map(({ says }) => [says]))("says who can %s", (says) => {
    expect(text).toContain(`| ${says} |`);
  });

  it("names an action for each", () => {
    for (const { by } of Object.values(DISAPPEARANCE)) {
      const actions: readonly string[] = Object.values(by).flat();
      expect(actions.some((action) => text.includes(`\`${action}\``))).toBe(true);
    }
  });
});
