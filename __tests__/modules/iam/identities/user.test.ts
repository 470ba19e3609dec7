import { TerraformStack } from "cdktf";
import { InlinePolicy, User, type UserProps } from "../../../../modules/iam";
import { annotations, synth, synthStack, withApp } from "../../../helpers/stacks/synth";

const PGP_KEY = "mQENBF".padEnd(80, "A");

const synthUser = (props: Partial<UserProps> = {}) =>
  withApp((app) => {
    const stack = new TerraformStack(app, "test");
    const user = new User(stack, "host", { name: "host", ...props });
    return { user, synthesized: synthStack(stack), warnings: annotations(stack, "warn") };
  });

describe("User", () => {
  it("has neither an access key nor a login by default", () => {
    const { synthesized, warnings } = synthUser();
    expect(synthesized.resource("aws_iam_user")).toMatchObject({ name: "host" });
    expect(Object.keys(synthesized.json.resource as object)).toEqual(["aws_iam_user"]);
    expect(warnings).toEqual([]);
  });

  it("encrypts the secret of an access key for a PGP key", () => {
    const { synthesized, user, warnings } = synthUser({ accessKey: { pgpKey: PGP_KEY } });
    expect(synthesized.resource("aws_iam_access_key")).toMatchObject({ pgp_key: PGP_KEY });
    expect(user.accessKey?.encryptedSecret).toBeDefined();
    expect(warnings).toEqual([]);
  });

  it("keeps the reason for an access key in clear, and warns", () => {
    const { synthesized, warnings } = synthUser({ accessKey: { unencrypted: "no PGP on this host" } });
    const key = synthesized.resource("aws_iam_access_key");
    expect(key["//"]).toMatchObject({
      relaxations: [{ what: "accessKey", reason: "no PGP on this host" }],
    });
    expect(key).not.toHaveProperty("pgp_key");
    expect(warnings).toEqual([
      expect.stringMatching(/never expires and its secret stands in the Terraform state/),
    ]);
  });

  it("gives a long password for one use", () => {
    const { synthesized } = synthUser({ login: { pgpKey: "keybase:somebody" } });
    expect(synthesized.resource("aws_iam_user_login_profile")).toMatchObject({
      password_length: 32,
      password_reset_required: true,
      pgp_key: "keybase:somebody",
    });
  });

  it("joins groups without taking others out of them", () => {
    const { synthesized } = synthUser({ groups: ["operators"] });
    expect(synthesized.resource("aws_iam_user_group_membership")).toMatchObject({ groups: ["operators"] });
  });

  it.each([6, 128])("takes a password of %d characters", (passwordLength) => {
    expect(() => synthUser({ login: { pgpKey: PGP_KEY }, passwordLength })).not.toThrow();
  });

  it.each([5, 129])("fails on a password of %d characters", (passwordLength) => {
    expect(() => synthUser({ login: { pgpKey: PGP_KEY }, passwordLength })).toThrow(
      `passwordLength must be a whole number from 6 to 128, got ${passwordLength}`,
    );
  });

  it("fails with all problems at once, and shows no key", () => {
    const build = () =>
      synthUser({
        name: "a b",
        path: "ops",
        accessKey: { pgpKey: "-----BEGIN PGP PRIVATE KEY BLOCK-----" },
        login: { unencrypted: "" },
      });
    expect(build).toThrow(`invalid configuration at 'test/host':
  - name must be letters, digits and +=,.@_-, got 'a b'
  - path must begin and end with a slash and have at most 512 characters, got 'ops'
  - accessKey.pgpKey must be base64 of a binary public key, without '-----BEGIN' lines, or keybase:<user>
  - login.unencrypted needs a reason, got an empty one`);
    expect(build).not.toThrow("PRIVATE");
  });

  it("fails on a policy longer than a user may have", () => {
    const resources = ["x".repeat(2048)];
    const build = () =>
      synth((stack) => {
        const user = new User(stack, "host", { name: "host" });
        const statements = [{ sid: "A", actions: ["s3:GetObject"], resources }];
        new InlinePolicy(stack, "host-policy", { name: "backup", attachTo: { user }, statements });
      });
    expect(build).toThrow(/'test\/host-policy':\n {2}- a userInline policy must not exceed 2048 characters/);
  });
});
