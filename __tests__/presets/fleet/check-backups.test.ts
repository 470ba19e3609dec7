/** A fleet and its backups in one file are held against each other. */
import { ConfigError, parseConfig } from "../../../config";
import { CLAIM_VARIANTS } from "../../../presets/fleet/claims";

const { verify, fixity } = CLAIM_VARIANTS;
const TRUST = [{ type: "mfa" }];
const role = (name: string, account = "111122223333") => `arn:aws:iam::${account}:role/${name}`;
const fleet = (backups: object = {}, more: object = {}) => ({
  preset: "fleet",
  region: "eu-central-1",
  ...verify,
  backups: { ...verify.backups, roleArn: role("vault-restorer"), ...backups },
  ...more,
});
const vault = (bucket: object = {}, more: object = {}) => ({
  preset: "etcd-ca-backup",
  region: "eu-central-1",
  bucket: { name: verify.backups.bucket, ...bucket },
  ...more,
});

function problems(stacks: object): readonly string[] {
  try {
    parseConfig(JSON.stringify({ stacks, backend: { type: "local", path: "{stack}.tfstate" } }), "s.yaml");
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((text) => text.replace(/^line .*?: /, ""));
    throw error;
  }
  return [];
}

describe("a fleet and its backups in one file", () => {
  it.each<[string, object]>([
    ["that agree", { fleet: fleet(), vault: vault() }],
    [
      "with a tester that is made",
      { fleet: fleet({ roleArn: role("vault-tester") }), vault: vault({}, { tester: { trust: TRUST } }) },
    ],
    ["with a prefix below one of theirs", { fleet: fleet({ prefixes: ["step-ca/a/"] }), vault: vault() }],
    [
      "with a path of roles",
      {
        fleet: fleet({ roleArn: role("team/vault-restorer") }),
        vault: vault({}, { roles: { path: "/team/" } }),
      },
    ],
    [
      "of another account",
      {
        fleet: fleet({ roleArn: role("vault-writer", "444455556666") }),
        vault: vault({}, { accountId: "111122223333" }),
      },
    ],
    ["of another stack", { fleet: fleet({ roleArn: role("vault-two-writer") }), vault: vault() }],
    ["without a role", { fleet: { ...fleet(), ...fixity, function: undefined }, vault: vault() }],
    [
      "in the second region",
      {
        fleet: fleet({ bucket: "second" }, { region: "eu-west-1" }),
        vault: vault(
          { replica: { region: "eu-west-1" } },
          { key: { multiRegion: true, replicaRegions: ["eu-west-1"] } },
        ),
      },
    ],
  ])("pass %s", (_, stacks) => {
    expect(problems(stacks)).toEqual([]);
  });

  it.each<[string, object, string]>([
    [
      "a role that cannot do it",
      { fleet: fleet({ roleArn: role("vault-writer") }), vault: vault() },
      "backups.roleArn: must be the restorer or tester of stack 'vault' for operation 'verify', got its writer",
    ],
    [
      "the restorer for rewrap",
      { fleet: fleet({}, { operation: "rewrap" }), vault: vault() },
      "backups.roleArn: must be the rekeyer of stack 'vault' for operation 'rewrap', got its restorer",
    ],
    [
      "a role that is not made",
      { fleet: fleet({ roleArn: role("vault-tester") }), vault: vault() },
      "backups.roleArn: must be a role that is made: stack 'vault' has no 'tester'",
    ],
    [
      "another bucket",
      { fleet: fleet({ bucket: "other" }), vault: vault() },
      "backups.bucket: must be that of stack 'vault', 'example-backups', got 'other'",
    ],
    [
      "another region",
      { fleet: fleet({}, { region: "eu-west-1" }), vault: vault() },
      "region: must be that of stack 'vault', 'eu-central-1', got 'eu-west-1'",
    ],
    [
      "another prefix",
      { fleet: fleet({ prefixes: ["step-ca/", "x/"] }), vault: vault() },
      "backups.prefixes: must be below the prefixes of stack 'vault', 'step-ca/', 'etcd-default/'; got 'x/'",
    ],
  ])("fail on %s", (_, stacks, expected) => {
    expect(problems(stacks)).toEqual([`stacks.fleet.${expected}`]);
  });
});
