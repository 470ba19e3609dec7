import { awsEnvironment, Role, SamlProvider } from "../../../../modules/iam";
import {
  accountWithMfaTrust,
  principalsTrust,
  samlTrust,
  serviceTrust,
} from "../../../../modules/iam/trust/trust-policies";
import { loadPolicies } from "../../../../tools/policy-check";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { TEST_PARTITIONS } from "../../../helpers/stacks/partitions";
import { synth } from "../../../helpers/stacks/synth";

const ROLE = "arn:aws:iam::111122223333:role/backup-verifier";
const OTHER_ACCOUNT = "arn:aws:iam::444455556666:user/eve";
const PERMISSION_SET =
  "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Restore_*";

describe("serviceTrust", () => {
  it.each([
    ["ec2", "ec2.amazonaws.com"],
    ["lambda", "lambda.amazonaws.com"],
    ["ec2.amazonaws.com.cn", "ec2.amazonaws.com"],
    ["codedeploy", "codedeploy.amazonaws.com.cn"],
    ["codedeploy.amazonaws.com", "codedeploy.amazonaws.com.cn"],
    ["delivery.logs", "delivery.logs.amazonaws.com"],
  ])("names %s as China does: %s", (service, name) => {
    expect(serviceTrust(service, { dnsSuffix: "amazonaws.com.cn" })).toEqual({
      sid: "TrustService",
      principals: { service: [name] },
      actions: ["sts:AssumeRole"],
    });
  });
});

describe("accountWithMfaTrust", () => {
  it("wants a second factor, and a fresh one where an age is given", () => {
    expect(accountWithMfaTrust(ENVIRONMENT, 900)).toEqual({
      sid: "TrustAccountWithMfa",
      principals: { aws: ["arn:aws:iam::111122223333:root"] },
      actions: ["sts:AssumeRole"],
      conditions: {
        Bool: { "aws:MultiFactorAuthPresent": "true" },
        NumericLessThan: { "aws:MultiFactorAuthAge": 900 },
      },
    });
    expect(accountWithMfaTrust(ENVIRONMENT).conditions).toEqual({
      Bool: { "aws:MultiFactorAuthPresent": "true" },
    });
  });
});

describe("principalsTrust", () => {
  it("names roles and users as principals", () => {
    expect(principalsTrust([ROLE, OTHER_ACCOUNT])).toEqual([
      { sid: "TrustPrincipals", principals: { aws: [ROLE, OTHER_ACCOUNT] }, actions: ["sts:AssumeRole"] },
    ]);
  });

  it("turns a permission set into a condition below its own account", () => {
    expect(principalsTrust([PERMISSION_SET])).toEqual([
      {
        sid: "TrustPermissionSets",
        principals: { aws: ["arn:aws:iam::111122223333:root"] },
        actions: ["sts:AssumeRole"],
        conditions: { ArnLike: { "aws:PrincipalArn": [PERMISSION_SET] } },
      },
    ]);
  });

  it("keeps the two apart, so that the condition does not lock out the others", () => {
    expect(principalsTrust([PERMISSION_SET, ROLE]).map(({ sid }) => sid)).toEqual([
      "TrustPrincipals",
      "TrustPermissionSets",
    ]);
  });
});

describe("samlTrust", () => {
  const audiences = (...args: Parameters<typeof samlTrust>) =>
    samlTrust(...args).conditions?.StringEquals?.["SAML:aud"];
  const TOKEN = "${TfToken[TOKEN.0]}";

  it.each(TEST_PARTITIONS.map((where) => [where.partition, where] as const))(
    "takes only answers meant for the sign-in page of %s",
    (partition, { samlAudience, ...env }) => {
      const provider = `arn:${partition}:iam::111122223333:saml-provider/example`;
      expect(samlTrust([provider])).toEqual({
        sid: "TrustSamlProvider",
        principals: { federated: [provider] },
        actions: ["sts:AssumeRoleWithSAML"],
        conditions: { StringEquals: { "SAML:aud": expect.arrayContaining([samlAudience]) } },
      });
      expect(audiences([TOKEN], env)).toEqual(audiences([provider]));
      expect(audiences([provider], ENVIRONMENT)).toEqual(audiences([provider]));
    },
  );

  it("takes the pages that are named, and nothing else", () => {
    const page = "https://eu-central-1.signin.aws.amazon.com/saml";
    expect(audiences([TOKEN], {}, { audiences: [page] })).toEqual([page]);
  });

  it("fails where nobody says in which partition the provider is", () => {
    expect(() => samlTrust([TOKEN])).toThrow("sign-in page of 'an unknown partition' is not known");
    expect(() => samlTrust([TOKEN], { partition: TOKEN })).toThrow("is not known: pass audiences");
    expect(() => samlTrust(["arn:aws-new:iam::111122223333:saml-provider/x"])).toThrow("'aws-new'");
  });

  it("lets Terraform choose where only that knows the partition", () => {
    const { json } = synth((stack) => {
      const provider = new SamlProvider(stack, "people", {
        name: "people",
        metadataDocument: "x".repeat(1000),
      });
      new Role(stack, "r", {
        name: "r",
        description: "",
        trust: [samlTrust([provider.providerArn], awsEnvironment(stack))],
      });
    });
    for (const { partition, region, samlAudience } of TEST_PARTITIONS) {
      const set = loadPolicies(JSON.stringify({ ...json, provider: { aws: [{ region }] } }));
      expect(set.partition).toBe(partition);
      expect(JSON.stringify(set.policies)).toContain(`"SAML:aud":["${samlAudience}"]`);
    }
  });
});
