/** Who gets in and with what: every resource of the iam module that LocalStack has, made by the module's own constructs. */
import {
  AttachUserPolicyCommand,
  GetAccountPasswordPolicyCommand,
  GetLoginProfileCommand,
  GetOpenIDConnectProviderCommand,
  GetSAMLProviderCommand,
  ListAccessKeysCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserPoliciesCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  AccountSettings,
  Group,
  InlinePolicy,
  ManagedPolicy,
  OidcProvider,
  Role,
  RolesAnywhere,
  SamlProvider,
  type Statement,
  serviceTrust,
  User,
} from "../../../../modules/iam";
import { unsupportedType } from "../../../../tools/emulator/unsupported";
import { testClients } from "../../../helpers/emulator";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import type { StackJson } from "../../../helpers/stacks/stack-json";
import { synth } from "../../../helpers/stacks/synth";
import { actions, TestStack } from "../../../helpers/stacks/test-stack";
import { useTempDir } from "../../../helpers/temp-dir";

const READ: Statement = { sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] };
const PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
const PGP_KEY = Buffer.alloc(60, "key").toString("base64");
const METADATA = `<EntityDescriptor>${"x".repeat(1000)}</EntityDescriptor>`;

function stackOf(name: string, changed = false): StackJson {
  const { json } = synth((stack) => {
    const policy = new ManagedPolicy(stack, "policy", { name, statements: [READ] });
    const group = new Group(stack, "group", { name });
    const user = new User(stack, "user", {
      name,
      groups: changed ? [] : [group.groupName],
      accessKey: { unencrypted: "a test" },
      login: { unencrypted: "a test" },
      passwordLength: changed ? 40 : 30,
      managedPolicies: { own: policy.policyArn },
      exclusivePolicies: true,
    });
    new User(stack, "sealed", {
      name: `${name}-sealed`,
      accessKey: { pgpKey: PGP_KEY },
      login: { pgpKey: PGP_KEY },
    });
    const role = new Role(stack, "role", {
      name,
      description: "",
      trust: [serviceTrust("ec2", ENVIRONMENT)],
      managedPolicies: { own: policy.policyArn },
      exclusivePolicies: true,
    });
    new InlinePolicy(stack, "role-inline", { name: "own", attachTo: { role }, statements: [READ] });
    new InlinePolicy(stack, "user-inline", { name: "own", attachTo: { user }, statements: [READ] });
    new OidcProvider(stack, "oidc", {
      url: `https://${name}.example.com`,
      clientIds: changed ? ["a", "b"] : ["a"],
      thumbprints: ["a".repeat(40)],
      tags: { a: changed ? "2" : "1" },
    });
    new SamlProvider(stack, "saml", {
      name,
      metadataDocument: changed ? `${METADATA}\n` : METADATA,
      tags: { a: "1" },
    });
    new AccountSettings(stack, "settings", { alias: name, minimumPasswordLength: changed ? 20 : 16 });
    new RolesAnywhere(stack, "anchor", { name, certificateAuthority: { certificateBundle: PEM } });
  });
  const resource = json.resource as Exclude<StackJson["resource"], undefined>;
  const reference = (type: string, start: string, attribute: string) => {
    const found = Object.keys(resource[type] ?? {}).find((each) => each.startsWith(start));
    return { value: `\${${type}.${found}.${attribute}}`, sensitive: true };
  };
  const output = {
    secret: reference("aws_iam_access_key", "user", "secret"),
    sealed: reference("aws_iam_access_key", "sealed", "encrypted_secret"),
    password: reference("aws_iam_user_login_profile", "user", "password"),
    sealed_password: reference("aws_iam_user_login_profile", "sealed", "encrypted_password"),
  };
  return { resource, output };
}

/** Without the hash that cdktf adds below constructs. */
const plain = (address: string): string => address.replace(/_[0-9A-F]{8}$/, "");

describe("resources of the iam module", () => {
  const folder = useTempDir();
  const { iam } = testClients();
  const skipped = "aws_rolesanywhere_trust_anchor.anchor";

  it("are created, stay as they are, win against what others add, follow the stack, and are removed", async () => {
    const stack = new TestStack(folder());
    const { name } = stack;
    const first = await stack.write(stackOf(name)).apply();
    const { [skipped]: anchor, ...created } = actions(first.changes);
    expect([anchor, [...new Set(Object.values(created))]]).toEqual(["skipped", ["created"]]);
    const again = actions((await stack.apply()).changes);
    expect([...new Set(Object.values(again))].sort()).toEqual(["skipped", "unchanged"]);

    await readsBack(name);
    expect(first.outputs[name]).toEqual({
      secret: expect.stringMatching(/^\S{30,}$/),
      sealed: expect.stringContaining("does not encrypt for PGP keys"),
      password: expect.stringMatching(/^\S{30}$/),
      sealed_password: expect.stringContaining("does not encrypt for PGP keys"),
    });

    const stranger = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    const denied = { Effect: "Deny", Action: "s3:*", Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [denied] });
    await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: "stranger", PolicyDocument }));
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "stranger", PolicyDocument }));
    await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: stranger }));
    const enforced = actions((await stack.apply()).changes);
    expect(
      Object.keys(enforced)
        .filter((address) => enforced[address] === "updated")
        .sort(),
    ).toEqual([
      expect.stringMatching(/^aws_iam_role_policies_exclusive/),
      expect.stringMatching(/^aws_iam_user_policies_exclusive/),
      expect.stringMatching(/^aws_iam_user_policy_attachments_exclusive/),
    ]);
    await readsBack(name);

    const changed = actions((await stack.write(stackOf(name, true)).apply()).changes);
    const moved = Object.entries(changed).filter(([, action]) => !/unchanged|skipped/.test(action));
    // The password's length is read once only, as `ignore_changes` says.
    expect(Object.fromEntries(moved.map(([address, action]) => [plain(address), action]))).toEqual({
      "aws_iam_account_password_policy.settings_passwords": "updated",
      "aws_iam_openid_connect_provider.oidc": "replaced",
      "aws_iam_saml_provider.saml": "updated",
      "aws_iam_user_group_membership.user_groups": "updated",
    });
    const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName: name }));
    expect(Groups).toEqual([]);

    const removed = await stack.destroy();
    expect(removed.map(({ address }) => address).sort()).toEqual(Object.keys(created).sort());
    await expect(iam.send(new GetLoginProfileCommand({ UserName: name }))).rejects.toThrow();
    await expect(iam.send(new GetAccountPasswordPolicyCommand({}))).rejects.toThrow();
  });

  /** As IAM shows them, not as the apply remembers them. */
  async function readsBack(name: string): Promise<void> {
    const account = "arn:aws:iam::000000000000";
    const [inline, attached, ofRole, groups, keys] = await Promise.all([
      iam.send(new ListUserPoliciesCommand({ UserName: name })),
      iam.send(new ListAttachedUserPoliciesCommand({ UserName: name })),
      iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name })),
      iam.send(new ListGroupsForUserCommand({ UserName: name })),
      iam.send(new ListAccessKeysCommand({ UserName: `${name}-sealed` })),
    ]);
    const own = [{ PolicyName: name, PolicyArn: `${account}:policy/${name}` }];
    expect([inline.PolicyNames, attached.AttachedPolicies, ofRole.AttachedPolicies]).toEqual([
      ["own"],
      own,
      own,
    ]);
    expect([groups.Groups?.map(({ GroupName }) => GroupName), keys.AccessKeyMetadata?.length]).toEqual([
      [name],
      1,
    ]);
    const oidc = await iam.send(
      new GetOpenIDConnectProviderCommand({
        OpenIDConnectProviderArn: `${account}:oidc-provider/${name}.example.com`,
      }),
    );
    expect(oidc).toMatchObject({
      ClientIDList: ["a"],
      ThumbprintList: ["a".repeat(40)],
      Tags: [{ Key: "a", Value: "1" }],
    });
    const saml = await iam.send(
      new GetSAMLProviderCommand({ SAMLProviderArn: `${account}:saml-provider/${name}` }),
    );
    expect(saml.SAMLMetadataDocument).toBe(METADATA);
    const { PasswordPolicy } = await iam.send(new GetAccountPasswordPolicyCommand({}));
    expect(PasswordPolicy).toMatchObject({ MinimumPasswordLength: 16, RequireSymbols: true });
  }

  it("that LocalStack lacks are named, with the place where they are asserted", () => {
    for (const type of ["aws_rolesanywhere_trust_anchor", "aws_rolesanywhere_profile"])
      expect(unsupportedType(type)).toMatchObject({ why: "LocalStack has no IAM Roles Anywhere" });
    const { aws_iam_saml_provider: providers } = stackOf("no-name").resource ?? {};
    expect(providers?.saml).toMatchObject({ tags: { a: "1" } });
  });
});
