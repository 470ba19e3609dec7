import { Key, type KeyProps, rootStatement } from "../../../modules/kms";
import { ENVIRONMENT } from "../../helpers/environment";
import { synth } from "../../helpers/synth";

const withKey = (props: Partial<KeyProps>) =>
  synth((stack) => {
    new Key(stack, "key", { description: "Backups", policy: [rootStatement(ENVIRONMENT)], ...props });
  });

describe("Key", () => {
  it("is symmetric, rotates and is protected by default", () => {
    expect(withKey({}).resource("aws_kms_key")).toMatchObject({
      customer_master_key_spec: "SYMMETRIC_DEFAULT",
      key_usage: "ENCRYPT_DECRYPT",
      enable_key_rotation: true,
      rotation_period_in_days: 365,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
  });

  it("can be left unprotected", () => {
    expect(withKey({ preventDestroy: { off: "a test" } }).resource("aws_kms_key")).toMatchObject({
      lifecycle: { prevent_destroy: false },
    });
  });

  it.each([
    ["rotationPeriodInDays", "rotation_period_in_days", 90],
    ["rotationPeriodInDays", "rotation_period_in_days", 2560],
    ["deletionWindowInDays", "deletion_window_in_days", 7],
    ["deletionWindowInDays", "deletion_window_in_days", 30],
  ])("accepts %s at the edge of its range (%s: %d)", (prop, attribute, days) => {
    expect(withKey({ [prop]: days }).resource("aws_kms_key")).toMatchObject({ [attribute]: days });
  });

  it.each([
    ["rotationPeriodInDays", 89, "90 to 2560"],
    ["rotationPeriodInDays", 2561, "90 to 2560"],
    ["rotationPeriodInDays", 90.5, "90 to 2560"],
    ["deletionWindowInDays", 6, "7 to 30"],
    ["deletionWindowInDays", 31, "7 to 30"],
  ])("fails on %s of %d", (prop, days, range) => {
    expect(() => withKey({ [prop]: days })).toThrow(
      `invalid configuration at 'test/key':\n  - ${prop} must be a whole number from ${range}, got ${days}`,
    );
  });

  it("fails with every problem at once", () => {
    expect(() => withKey({ description: "", rotationPeriodInDays: 1, deletionWindowInDays: 1 })).toThrow(
      /description must be .*\n.*rotationPeriodInDays must be .*\n.*deletionWindowInDays must be /,
    );
  });

  it("fails without a policy", () => {
    expect(() => withKey({ policy: [] })).toThrow("a key policy must hold at least one statement, got none");
  });
});
