import { loadPolicies, PolicyCheckError, policiesOf } from "../../../tools/policy-check";
import { DELEGATE, policyText, ROLE, stackText, TRUST } from "./stack";

const READ = {
  Sid: "Read",
  Effect: "Allow",
  Action: ["s3:GetObject"],
  Resource: ["${aws_s3_bucket.b.arn}/*"],
} as const;

describe("loadPolicies", () => {
  it("resolves references inside policies, and escaped IAM variables to themselves", () => {
    const set = loadPolicies(
      stackText({
        aws_iam_role: { reader: { name: "reader", assume_role_policy: TRUST } },
        aws_iam_role_policy: {
          own: {
            role: "${aws_iam_role.reader.name}",
            policy: policyText({ ...READ, Resource: ["${aws_s3_bucket.b.arn}/$${aws:username}/*"] }),
          },
        },
        aws_s3_bucket: {
          b: { bucket: "b-${data.aws_caller_identity.me.account_id}-${data.aws_region.there.region}" },
        },
      }),
    );
    const [policy] = policiesOf(set, "identity", ROLE);
    expect(policy?.document.Statement[0]?.Resource).toEqual([
      "arn:aws:s3:::b-111122223333-eu-west-1/${aws:username}/*",
    ]);
    expect(Object.keys(set.buckets)).toEqual(["arn:aws:s3:::b-111122223333-eu-west-1"]);
  });

  it("finds the aliases of each key", () => {
    const set = loadPolicies(
      stackText({
        aws_kms_key: { a: { policy: policyText(DELEGATE) }, b: { policy: policyText(DELEGATE) } },
        aws_kms_alias: { one: { name: "alias/one", target_key_id: "${aws_kms_key.b.key_id}" } },
      }),
    );
    expect(Object.values(set.keys)).toEqual([[], ["alias/one"]]);
  });

  it("invents the same key id each time", () => {
    const text = stackText({ aws_kms_key: { a: { policy: policyText(DELEGATE) } } });
    expect(loadPolicies(text).keys).toEqual(loadPolicies(text).keys);
  });

  it("attaches managed policies and boundaries where the stack does", () => {
    const set = loadPolicies(
      stackText({
        aws_iam_policy: {
          limit: { name: "limit", policy: policyText({ ...READ, Resource: ["*"] }) },
          extra: { name: "extra", policy: policyText({ ...READ, Resource: ["*"] }) },
        },
        aws_iam_role: {
          reader: {
            name: "reader",
            assume_role_policy: TRUST,
            permissions_boundary: "${aws_iam_policy.limit.arn}",
          },
        },
        aws_iam_role_policy_attachment: {
          extra: { role: "${aws_iam_role.reader.name}", policy_arn: "${aws_iam_policy.extra.arn}" },
        },
      }),
    );
    expect(policiesOf(set, "boundary", ROLE).map(({ address }) => address)).toEqual(["aws_iam_policy.limit"]);
    expect(policiesOf(set, "identity", ROLE).map(({ address }) => address)).toEqual(["aws_iam_policy.extra"]);
  });

  it.each([
    [
      "a type that may carry a policy",
      { aws_sqs_queue_policy: { q: { policy: "{}" } } },
      /may carry a policy/,
    ],
    [
      "inline policies, which are not collected",
      { aws_iam_role: { r: { name: "r", assume_role_policy: TRUST, inline_policy: [] } } },
      /'inline_policy' of 'aws_iam_role.r' is not collected/,
    ],
    ["a key without a policy", { aws_kms_key: { k: {} } }, /'aws_kms_key.k' has no policy/],
    [
      "a reference to what is not there",
      { aws_kms_key: { k: { policy: "${aws_iam_role.gone.arn}" } } },
      /'aws_iam_role.gone' is referred to, but not in the stack/,
    ],
    [
      "a value that only AWS knows",
      {
        aws_s3_bucket: { b: { bucket: "b" } },
        aws_kms_key: { k: { policy: "${aws_s3_bucket.b.hosted_zone_id}" } },
      },
      /'aws_s3_bucket.b.hosted_zone_id' cannot be known before deployment/,
    ],
    [
      "a policy for a role that is not in the stack",
      { aws_iam_role_policy: { p: { role: "gone", policy: TRUST } } },
      /'role' of 'aws_iam_role_policy.p' is 'gone', which is not in the stack/,
    ],
  ])("fails on %s", (_, resources, message) => {
    expect(() => loadPolicies(stackText(resources as never))).toThrow(PolicyCheckError);
    expect(() => loadPolicies(stackText(resources as never))).toThrow(message);
  });
});
