import type { Statement } from "../../../modules/iam/policies/policy-document";
import type { AwsEnvironment } from "../../../modules/iam/policies/principals";
import {
  accountWithMfaTrust,
  principalsTrust,
  samlTrust,
  serviceTrust,
} from "../../../modules/iam/trust/trust-policies";
import { rolesAnywhereTrust } from "../../../modules/iam/trust/workloads";
import type { Trust } from "../config/trust-schema";

/** The trust policy of a role: everybody on the list may assume it. */
export function trustStatements(trusts: readonly Trust[], env: AwsEnvironment): readonly Statement[] {
  return trusts.flatMap((trust) => trustStatement(trust, env));
}

function trustStatement(trust: Trust, env: AwsEnvironment): readonly Statement[] {
  switch (trust.type) {
    case "rolesAnywhere": {
      const { trustAnchorArn, commonNames } = trust;
      return [
        rolesAnywhereTrust({
          trustAnchorArns: [trustAnchorArn],
          certificate: { commonName: commonNames },
        }),
      ];
    }
    case "ec2":
      return [serviceTrust("ec2", env)];
    case "mfa":
      return [accountWithMfaTrust(env, trust.maxAgeSeconds)];
    case "principals":
      return principalsTrust(trust.arns, { wholeAccount: "the account is named in the configuration" });
    case "saml":
      return [
        samlTrust(
          trust.providerArns,
          env,
          trust.audiences === undefined ? {} : { audiences: trust.audiences },
        ),
      ];
  }
}
