import { Grant, type GrantProps, Key, type KeyProps } from "../../../../modules/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { synth } from "../../../helpers/stacks/synth";

const ROLE = "arn:aws:iam::111122223333:role/x";
const POLICY = { env: ENVIRONMENT, root: { full: "IAM policies of the account decide" } };
const withGrant = (props: Partial<GrantProps>, keyProps: Partial<KeyProps> = {}) =>
  synth((stack) => {
    const key = new Key(stack, "key", { description: "x", policy: POLICY, ...keyProps });
    new Grant(stack, "grant", { key, granteePrincipal: ROLE, operations: ["Decrypt"], ...props });
  });

describe("Grant", () => {
  it("lets a principal use the key, within an encryption context", () => {
    const grant = withGrant({
      name: "reader",
      operations: ["Decrypt", "DescribeKey"],
      retiringPrincipal: ROLE,
      retireOnDelete: true,
      encryptionContextSubset: { app: "billing" },
    }).resource("aws_kms_grant");
    expect(grant).toMatchObject({
      key_id: expect.stringMatching(/^\$\{aws_kms_key\..*\.key_id\}$/),
      grantee_principal: ROLE,
      name: "reader",
      operations: ["Decrypt", "DescribeKey"],
      retiring_principal: ROLE,
      retire_on_delete: true,
      constraints: [{ encryption_context_subset: { app: "billing" } }],
    });
  });

  it("takes the exact encryption context", () => {
    expect(withGrant({ encryptionContextEquals: { a: "b" } }).resource("aws_kms_grant")).toMatchObject({
      constraints: [{ encryption_context_equals: { a: "b" } }],
    });
  });

  it("gives the operations of its kind of key", () => {
    const signing = { keySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" } as const;
    expect(withGrant({ operations: ["Sign"] }, signing).resource("aws_kms_grant")).toMatchObject({
      operations: ["Sign"],
    });
  });

  it.each([1, 256])("takes a name of %d characters", (length) => {
    expect(withGrant({ name: "x".repeat(length) }).resources("aws_kms_grant")).not.toEqual({});
  });

  it.each<[string, Partial<GrantProps>, string]>([
    ["an empty name", { name: "" }, "name must be 1 to 256 letters, digits and ':/_-', got ''"],
    [
      "a name too long",
      { name: "x".repeat(257) },
      "name must be 1 to 256 letters, digits and ':/_-', got 'xxx",
    ],
    ["a name with a blank", { name: "a b" }, "name must be 1 to 256 letters, digits and ':/_-', got 'a b'"],
    [
      "a pattern",
      { granteePrincipal: `${ROLE}*` },
      `granteePrincipal must be one ARN, got the pattern '${ROLE}*'`,
    ],
    [
      "a name for a principal",
      { granteePrincipal: "x" },
      "granteePrincipal must be ARNs of accounts, roles, users or sessions, got 'x'",
    ],
    [
      "both constraints",
      { encryptionContextEquals: { a: "b" }, encryptionContextSubset: { a: "b" } },
      "only one of encryptionContextEquals and encryptionContextSubset must be given",
    ],
    ["an empty constraint", { encryptionContextEquals: {} }, "encryptionContextEquals must name a pair"],
    [
      "a constraint that bounds nothing",
      { operations: ["DescribeKey"], encryptionContextEquals: { a: "b" } },
      "encryptionContextEquals bounds none of the operations DescribeKey",
    ],
    [
      "an operation of another kind of key",
      { operations: ["Sign"] },
      "operation Sign is not one of a key for symmetric encryption: Decrypt, ",
    ],
  ])("fails on %s", (_, props, problem) => {
    expect(() => withGrant(props)).toThrow(`invalid configuration at 'test/grant':\n  - ${problem}`);
  });

  it("fails on an encryption context where requests carry none", () => {
    expect(() =>
      withGrant(
        { operations: ["GenerateMac"], encryptionContextEquals: { a: "b" } },
        { keySpec: "HMAC_256" },
      ),
    ).toThrow(
      "encryptionContextEquals makes no sense on a key for message authentication codes: its requests carry no encryption context",
    );
  });
});
