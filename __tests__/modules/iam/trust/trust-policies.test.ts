import {
  accountWithMfaTrust,
  principalsTrust,
  samlTrust,
  serviceTrust,
} from "../../../../modules/iam/trust/trust-policies";
import { ENVIRONMENT } from "../../../helpers/environment";

const ROLE = "arn:aws:iam::111122223333:role/backup-verifier";
const OTHER_ACCOUNT = "arn:aws:iam::444455556666:user/eve";
const PERMISSION_SET =
  "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Restore_*";

describe("serviceTrust", () => {
  it.each([
    ["ec2", "ec2.amazonaws.com.cn"],
    ["lambda", "lambda.amazonaws.com"],
    ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"],
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
  it.each([
    ["aws", "https://signin.aws.amazon.com/saml"],
    ["aws-cn", "https://signin.amazonaws.cn/saml"],
    ["aws-us-gov", "https://signin.amazonaws-us-gov.com/saml"],
  ])("takes only answers meant for the sign-in page of %s", (partition, audience) => {
    const provider = `arn:${partition}:iam::111122223333:saml-provider/example`;
    expect(samlTrust([provider])).toEqual({
      sid: "TrustSamlProvider",
      principals: { federated: [provider] },
      actions: ["sts:AssumeRoleWithSAML"],
      conditions: { StringEquals: { "SAML:aud": [audience] } },
    });
  });
});
