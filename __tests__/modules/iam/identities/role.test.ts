import { InlinePolicy, Role, type RoleProps, serviceTrust } from "../../../../modules/iam";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { synth } from "../../../helpers/stacks/synth";

const PROPS: RoleProps = {
  name: "etcd-ca-backup-writer",
  description: "Adds backups.",
  trust: [serviceTrust("ec2", ENVIRONMENT)],
};

const withRole = (props: Partial<RoleProps>) =>
  synth((stack) => {
    new Role(stack, "writer", { ...PROPS, ...props });
  });

describe("Role", () => {
  it("has a trust policy and no permissions", () => {
    const synthesized = withRole({});
    const role = synthesized.resource("aws_iam_role");
    expect(role).toMatchObject({ name: "etcd-ca-backup-writer", max_session_duration: 3600 });
    expect(synthesized.statement(role, "TrustService", "assume_role_policy")).toEqual({
      Sid: "TrustService",
      Effect: "Allow",
      Principal: { Service: ["ec2.amazonaws.com"] },
      Action: ["sts:AssumeRole"],
    });
    expect(Object.keys(synthesized.json.resource as object)).toEqual(["aws_iam_role"]);
  });

  it("makes an instance profile when asked", () => {
    const profile = withRole({ instanceProfile: true }).resource("aws_iam_instance_profile");
    expect(profile).toMatchObject({ name: "etcd-ca-backup-writer" });
  });

  it("carries tags and a permissions boundary, where there are any", () => {
    const boundary = "arn:aws:iam::111122223333:policy/boundary";
    const role = withRole({ tags: { team: "platform" }, permissionsBoundary: boundary }).resource(
      "aws_iam_role",
    );
    expect(role).toMatchObject({ tags: { team: "platform" }, permissions_boundary: boundary });
    expect(withRole({}).resource("aws_iam_role")).not.toHaveProperty("tags");
  });

  it.each([3600, 43_200])("accepts sessions of %d seconds", (maxSessionDuration) => {
    expect(withRole({ maxSessionDuration }).resource("aws_iam_role")).toMatchObject({
      max_session_duration: maxSessionDuration,
    });
  });

  it.each([3599, 43_201])("fails at sessions of %d seconds", (maxSessionDuration) => {
    expect(() => withRole({ maxSessionDuration })).toThrow(
      `maxSessionDuration must be a whole number from 3600 to 43200, got ${maxSessionDuration}`,
    );
  });

  it.each(["", "x".repeat(65), "a/b"])("fails on the name '%s'", (name) => {
    expect(() => withRole({ name })).toThrow("invalid configuration at 'test/writer':\n  - name must be");
  });

  it("keeps why a statement is what it is", () => {
    const trust = { ...serviceTrust("ec2", ENVIRONMENT), reason: "older than its account" };
    const json = synth((stack) => {
      const role = new Role(stack, "writer", { ...PROPS, trust: [trust] });
      const statement = { sid: "Later", actions: ["s3:NotYetKnown"], resources: ["*"] };
      const statements = [{ ...statement, acknowledge: { "unknown-action": "announced" } }];
      new InlinePolicy(stack, "policy", { name: "later", attachTo: { role }, statements });
    });
    expect(json.resource("aws_iam_role")["//"]).toMatchObject({
      relaxations: [{ what: "statement TrustService", reason: "older than its account" }],
    });
    expect(json.resource("aws_iam_role_policy")["//"]).toMatchObject({
      relaxations: [{ what: "Later: unknown-action", reason: "announced" }],
    });
  });
});

describe("InlinePolicy", () => {
  it("belongs to the role it is attached to", () => {
    const synthesized = synth((stack) => {
      const role = new Role(stack, "writer", PROPS);
      const statements = [{ sid: "Read", actions: ["s3:GetObject"], resources: ["*"] }];
      new InlinePolicy(stack, "writer-policy", { name: "backup", attachTo: { role }, statements });
    });
    const policy = synthesized.resource("aws_iam_role_policy");
    expect(policy.role).toBe("${aws_iam_role.writer.name}");
    expect(synthesized.statement(policy, "Read").Action).toEqual(["s3:GetObject"]);
  });
});
