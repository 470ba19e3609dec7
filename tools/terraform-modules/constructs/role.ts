import {
  type AwsEnvironment,
  accountTrust,
  accountWithMfaTrust,
  awsEnvironment,
  githubTrust,
  InlinePolicy,
  irsaTrust,
  oidcTrust,
  organizationTrust,
  podIdentityTrust,
  principalsTrust,
  Role,
  rolesAnywhereTrust,
  type Statement,
  samlTrust,
  serviceTrust,
} from "../../../modules/iam";
import { parsePolicy } from "../../../modules/iam/policies/parse-policy";
import { type ConstructModule, camelKeys } from "./construct";
import { ROLE_CONFIGURATIONS, ROLE_REFUSED, type RoleValues, type Trust } from "./role-values";

export const role: ConstructModule<RoleValues> = {
  partials: ["data"],
  configurations: ROLE_CONFIGURATIONS,
  refused: ROLE_REFUSED,
  build: (stack, _, { trust, inline_policies = {}, managed_policy_arns, ...values }) => {
    const env = awsEnvironment(stack);
    const made = new Role(stack, "role", {
      path: "/",
      ...camelKeys({ ...values }),
      ...(managed_policy_arns === undefined ? {} : { managedPolicies: managed_policy_arns }),
      trust: trust.flatMap((one) => trusted(one, env)),
      instanceProfile: trust.some(({ type }) => type === "ec2"),
    } as unknown as ConstructorParameters<typeof Role>[2]);
    for (const [name, text] of Object.entries(inline_policies))
      new InlinePolicy(stack, name, {
        name,
        attachTo: { role: made },
        statements: parsePolicy(text).statements,
      });
    return {
      role_arn: made.roleArn,
      role_name: made.roleName,
      instance_profile_name: made.instanceProfileName ?? "",
    };
  },
};

type Given = Readonly<Record<string, never>>;

/** Each type of trust, made by the builder of its name. */
const TRUST: Readonly<
  Record<string, (given: Given, env: AwsEnvironment) => Statement | readonly Statement[]>
> = {
  ec2: (_, env) => serviceTrust("ec2", env),
  service: ({ service, organizationId, ...given }, env) =>
    serviceTrust(service ?? "", env, {
      ...given,
      ...(organizationId === undefined ? {} : { sourceOrganizationId: organizationId }),
    }),
  mfa: ({ maxAgeSeconds = 3600 }, env) => accountWithMfaTrust(env, maxAgeSeconds),
  principals: ({ arns = [] }) => principalsTrust(arns),
  account: ({ accountId, arns, ...given }, env) =>
    accountTrust(
      { partition: env.partition, accountId: accountId ?? "" },
      { ...given, ...(arns === undefined ? {} : { principalArns: arns }) },
    ),
  organization: ({ organizationId, organizationPaths, arns, ...given }) =>
    organizationTrust(organizationId ?? "", {
      ...given,
      ...(organizationPaths === undefined ? {} : { paths: organizationPaths }),
      ...(arns === undefined ? {} : { principalArns: arns }),
    }),
  saml: ({ providerArns = [], ...given }, env) => samlTrust(providerArns, env, given),
  oidc: ({ providerArns = [], ...given }) =>
    oidcTrust({ ...given, providerArn: providerArns[0] ?? "" } as unknown as Parameters<typeof oidcTrust>[0]),
  github: ({ providerArns = [], ...given }) =>
    githubTrust({ ...given, providerArn: providerArns[0] ?? "" } as unknown as Parameters<
      typeof githubTrust
    >[0]),
  irsa: ({ providerArns = [], ...given }) =>
    irsaTrust({ ...given, providerArn: providerArns[0] ?? "" } as unknown as Parameters<typeof irsaTrust>[0]),
  podIdentity: (given) => podIdentityTrust(given),
  rolesAnywhere: ({ trustAnchorArns, sid, ...fields }) =>
    rolesAnywhereTrust({
      trustAnchorArns: trustAnchorArns ?? [],
      ...(sid === undefined ? {} : { sid }),
      // Of several values one must match, so the module has each in the plural.
      certificate: Object.fromEntries(
        Object.entries(fields).map(([name, values]) => [name.replace(/s$/, ""), values]),
      ),
    }),
};

function trusted({ type, ...given }: Trust, env: AwsEnvironment): readonly Statement[] {
  const build = TRUST[type];
  return build === undefined ? [] : [build(camelKeys(given) as unknown as Given, env)].flat();
}
