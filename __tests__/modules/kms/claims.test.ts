/** Keys made from the modules alone: who may do what with them, in full, and whether a change of a policy would be noticed. */

import type { KeyKind } from "../../../modules/kms/key-spec";
import {
  AUDIENCES,
  type AudienceName,
  audienceTraits,
  SERVICE_ROLES,
} from "../../../modules/kms/policy/audiences";
import { brokenClaims, type Mutant } from "../../../tools/policy-check";
import type { Variant } from "../../helpers/claim-tables/judged-stack";
import { disagreements, judgeMutants } from "../../helpers/judging/claim-mutants";
import { audienceVariant } from "./claims/audiences";
import { consoleKeyVariant } from "./claims/console-key";
import { grantAdministratorsVariant } from "./claims/grant-administrators";
import { grantMethodVariant, ROOTS } from "./claims/grant-methods";
import { grantVariant, multiRegionGrantVariant } from "./claims/grants";
import { KINDS, PERMISSIONS } from "./claims/permissions";
import { UNNOTICED } from "./claims/unnoticed";

const roots = Object.keys(ROOTS) as (keyof typeof ROOTS)[];

/** By name; each is built once. */
const VARIANTS: Readonly<Record<string, () => Variant>> = {
  "the key of the KMS console": () => consoleKeyVariant("keeper", "alice"),
  "the key of the KMS console, one user for all": () => consoleKeyVariant("alice", "alice"),
  "a key with grants": grantVariant,
  "a multi-Region key with grants": multiRegionGrantVariant,
  "keys with grant administrators": grantAdministratorsVariant,
  ...Object.fromEntries(
    KINDS.map((kind: KeyKind) => [`every audience of a key for ${kind}`, () => audienceVariant(kind)]),
  ),
  ...Object.fromEntries(
    KINDS.flatMap((kind) =>
      roots.map((root) => [
        `every grant method of a key for ${kind} whose policy ${root}`,
        () => grantMethodVariant(kind, root),
      ]),
    ),
  ),
};

describe.each(Object.entries(VARIANTS))("claims about %s", (_, build) => {
  const { policies, claims } = build();

  it("hold", async () => {
    expect((await brokenClaims(policies, claims)).join("\n\n")).toBe("");
  }, 60_000);

  it("are sentences of their own", () => {
    const sentences = claims.map(({ says }) => says);
    expect(sentences.filter((says, index) => sentences.indexOf(says) !== index)).toEqual([]);
  });
});

/** Management is the same for every kind of key: judged for one. Trust policies are the iam module's own. */
function isAboutUse({ changed, sid }: Mutant): boolean {
  const management = /^(Root|KeyOwners|(Grant)?KeyAdministrators|DenyEarlierDeletion)$/.test(sid);
  const one = /^[a-z_]+\.(key$|symmetricEncryption)/.test(changed.address);
  if (/^KeyGrantAdministrators/.test(sid)) return /\.grantAdministrators/.test(changed.address);
  return changed.kind !== "trust" && (one || !management);
}

describe("claims about keys of the modules", () => {
  it("know every audience of every kind of key", () => {
    const known = KINDS.flatMap((kind) => Object.keys(PERMISSIONS[kind]).map((name) => `${name} ${kind}`));
    const all = (Object.keys(AUDIENCES) as AudienceName[]).flatMap((name) =>
      Object.keys(audienceTraits(name).actions).map((kind) => `${name} ${kind}`),
    );
    // grantUsers, grantAdministrators, autoscalingRoles and backupRoles have claims of their own: theirs come with a context.
    expect(known.sort()).toEqual(all.filter((row) => !/^(grantUsers|grantAdministrators) /.test(row)).sort());
    expect(Object.keys(SERVICE_ROLES)).toEqual(["autoscalingRoles", "backupRoles"]);
  });

  it("notice every change to the policies but those explained, and nothing that is explained away", async () => {
    const judged = await judgeMutants(Object.values(VARIANTS), isAboutUse);
    expect(judged.size).toBeGreaterThan(500);
    expect(disagreements(judged, UNNOTICED)).toEqual({ unexplained: [], useless: [] });
  }, 300_000);
});
