import { loadPolicies, mutantsOf } from "../../../tools/policy-check";
import { policyText, stackText } from "./stack";

describe("mutantsOf", () => {
  it("takes away or widens one thing at a time", () => {
    const trust = policyText({
      Sid: "T",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::111122223333:root"] },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        Bool: { "aws:MultiFactorAuthPresent": "true" },
        StringLike: { "aws:PrincipalArn": ["a", "b"] },
      },
    });
    const set = loadPolicies(stackText({ aws_iam_role: { r: { name: "r", assume_role_policy: trust } } }));
    expect(mutantsOf(set).map(({ id, endangers }) => `${id} -> ${endangers}`)).toEqual([
      "aws_iam_role.r T: gone -> allowed",
      "aws_iam_role.r T: Action without sts:AssumeRole -> allowed",
      "aws_iam_role.r T: Action without sts:TagSession -> allowed",
      "aws_iam_role.r T: without Bool aws:MultiFactorAuthPresent -> denied",
      "aws_iam_role.r T: without StringLike aws:PrincipalArn -> denied",
      "aws_iam_role.r T: StringLike aws:PrincipalArn without a -> allowed",
      "aws_iam_role.r T: StringLike aws:PrincipalArn without b -> allowed",
      "aws_iam_role.r T: for every action -> denied",
      "aws_iam_role.r T: for everybody -> denied",
    ]);
  });
});
