import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import {
  AccountSettings,
  type AccountSettingsProps,
  boundPermissions,
  Group,
  InstanceProfile,
  ManagedPolicy,
  OidcProvider,
  placeRoles,
  Role,
  RolesAnywhere,
  RolesAnywhereProfile,
  rolesAnywhereTrust,
  SamlProvider,
  serviceTrust,
  User,
} from "../../../modules/iam";
import { ENVIRONMENT } from "../../helpers/processes/environment";
import { synth, synthStack, withApp } from "../../helpers/stacks/synth";

const TRUST = [serviceTrust("ec2", ENVIRONMENT)];
const READ = { sid: "Read", actions: ["s3:GetObject"], resources: ["*"] };
const PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

describe("Group", () => {
  it("takes members as the whole membership", () => {
    const synthesized = synth((stack) => {
      new Group(stack, "operators", { name: "operators", members: ["anna", "ben"] });
    });
    expect(synthesized.resource("aws_iam_group_membership")).toMatchObject({ users: ["anna", "ben"] });
  });

  it("fails with all problems at once", () => {
    const build = () =>
      synth((stack) => {
        new Group(stack, "g", { name: "", path: "/x", members: ["anna", "anna"] });
      });
    expect(build).toThrow(`invalid configuration at 'test/g':
  - name must be 1 to 128 characters long, got 0 in ''
  - path must begin and end with a slash and have at most 512 characters, got '/x'
  - members must be unique, got anna, anna`);
  });
});

describe("ManagedPolicy", () => {
  it("takes 128 characters of name and 1000 of description", () => {
    const build = () =>
      synth((stack) => {
        const name = "n".repeat(128);
        new ManagedPolicy(stack, "p", { name, description: "d".repeat(1000), statements: [READ] });
      });
    expect(build).not.toThrow();
  });

  it("fails on one more, on a path without slashes, and on a policy that is too long", () => {
    const build = () =>
      synth((stack) => {
        const name = "n".repeat(129);
        new ManagedPolicy(stack, "p", { name, path: "x", description: "d".repeat(1001), statements: [READ] });
      });
    expect(build).toThrow(
      /name must be 1 to 128.*\n.*description must be a whole number from 0 to 1000, got 1001\n.*path must begin/,
    );
    const long = () =>
      synth((stack) => {
        new ManagedPolicy(stack, "p", {
          name: "p",
          statements: [{ ...READ, resources: ["x".repeat(6144)] }],
        });
      });
    expect(long).toThrow("a managed policy must not exceed 6144 characters");
  });
});

describe("InstanceProfile", () => {
  it("carries a role that exists already", () => {
    const synthesized = synth((stack) => {
      new InstanceProfile(stack, "p", { name: "p", role: { roleName: "old" } });
    });
    expect(synthesized.resource("aws_iam_instance_profile")).toMatchObject({ name: "p", role: "old" });
  });
});

describe("placeRoles", () => {
  it("puts every role below under the path, but those that have one, and no user", () => {
    const synthesized = withApp((app) => {
      const stack = new TerraformStack(app, "test");
      placeRoles(stack, "/platform/");
      new User(stack, "user", { name: "user" });
      new Role(stack, "own", { name: "own", description: "", trust: TRUST, path: "/own/" });
      new Role(stack, "plain", { name: "plain", description: "", trust: TRUST });
      return synthStack(stack);
    });
    const paths = (type: string) => Object.values(synthesized.resources(type)).map(({ path }) => path);
    expect(paths("aws_iam_role")).toEqual(["/own/", "/platform/"]);
    expect(paths("aws_iam_user")).toEqual([undefined]);
  });

  it("fails for what is no path", () => {
    withApp((app) => {
      const stack = new TerraformStack(app, "test");
      expect(() => placeRoles(stack, "platform")).toThrow("path must begin and end with a slash");
    });
  });
});

describe("boundPermissions", () => {
  it("bounds every role and user below, but those that have a boundary", () => {
    const text = withApp((app) => {
      const stack = new TerraformStack(app, "test");
      boundPermissions(stack, "arn:aws:iam::111122223333:policy/bound");
      new User(stack, "user", { name: "user" });
      new Role(stack, "own", { name: "own", description: "", trust: TRUST, permissionsBoundary: "arn:own" });
      new Role(stack, "plain", { name: "plain", description: "", trust: TRUST });
      return Testing.synth(stack);
    });
    const { resource } = JSON.parse(text) as {
      resource: Record<string, Record<string, { permissions_boundary: string }>>;
    };
    const bounds = (type: string) =>
      Object.values(resource[type] ?? {}).map(({ permissions_boundary }) => permissions_boundary);
    expect(bounds("aws_iam_user")).toEqual(["arn:aws:iam::111122223333:policy/bound"]);
    expect(bounds("aws_iam_role")).toEqual(["arn:own", "arn:aws:iam::111122223333:policy/bound"]);
  });
});

describe("OidcProvider", () => {
  it("knows its issuer as condition keys have it, of a token too", () => {
    const issuers: string[] = [];
    const synthesized = synth((stack) => {
      const url = new TerraformVariable(stack, "url", { type: "string" }).stringValue;
      issuers.push(new OidcProvider(stack, "github", { url: "https://id.example/x/" }).issuer);
      new OidcProvider(stack, "cluster", {
        url,
        tags: { issuer: new OidcProvider(stack, "two", { url }).issuer },
      });
    });
    expect(issuers).toEqual(["id.example/x"]);
    expect(Object.values(synthesized.resources("aws_iam_openid_connect_provider"))).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ url: "https://id.example/x/", client_id_list: ["sts.amazonaws.com"] }),
        expect.objectContaining({ tags: { issuer: '${replace(var.url, "https://", "")}' } }),
      ]),
    );
  });

  it("fails with all problems at once", () => {
    const build = () =>
      synth((stack) => {
        new OidcProvider(stack, "p", { url: "id.example", clientIds: [], thumbprints: ["xyz"] });
      });
    expect(build).toThrow(`invalid configuration at 'test/p':
  - url must be an https:// URL without query and fragment, got 'id.example'
  - clientIds must be 1 to 100, got 0
  - thumbprints must be at most 5, of 40 hexadecimal digits, got 'xyz'`);
  });
});

describe("SamlProvider", () => {
  const provider = (length: number) =>
    synth((stack) => {
      new SamlProvider(stack, "idp", { name: "idp", metadataDocument: "x".repeat(length) });
    });

  it.each([1000, 10_000_000])("takes metadata of %d characters", (length) => {
    expect(provider(length).resource("aws_iam_saml_provider")).toMatchObject({ name: "idp" });
  });

  it.each([999, 10_000_001])("fails on metadata of %d characters", (length) => {
    expect(() => provider(length)).toThrow(`a whole number from 1000 to 10000000, got ${length}`);
  });
});

describe("RolesAnywhere", () => {
  it("goes from the anchor to the role and on to the profile", () => {
    const synthesized = synth((stack) => {
      const certificateAuthority = { certificateBundle: PEM };
      const hosts = new RolesAnywhere(stack, "hosts", { name: "step ca", certificateAuthority });
      const role = new Role(stack, "writer", {
        name: "writer",
        description: "",
        trust: [
          rolesAnywhereTrust({
            trustAnchorArns: [hosts.trustAnchorArn],
            certificate: { commonName: "etcd-1" },
          }),
        ],
      });
      new RolesAnywhereProfile(stack, "profile", { name: "writer", roles: [role] });
    });
    expect(synthesized.resource("aws_rolesanywhere_trust_anchor")).toMatchObject({
      name: "step ca",
      enabled: true,
      source: { source_type: "CERTIFICATE_BUNDLE", source_data: { x509_certificate_data: PEM } },
    });
    const role = synthesized.resource("aws_iam_role");
    expect(synthesized.statement(role, "TrustCertificates", "assume_role_policy").Condition).toMatchObject({
      ArnEquals: {
        "aws:SourceArn": [expect.stringMatching(/^\$\{aws_rolesanywhere_trust_anchor\..*\.arn\}$/)],
      },
    });
    expect(synthesized.resource("aws_rolesanywhere_profile")).toMatchObject({
      duration_seconds: 3600,
      enabled: true,
      role_arns: [expect.stringMatching(/^\$\{aws_iam_role\..*\.arn\}$/)],
    });
  });

  it("takes a private CA of AWS", () => {
    const acmPcaArn = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/x";
    const synthesized = synth((stack) => {
      new RolesAnywhere(stack, "hosts", { name: "pca", certificateAuthority: { acmPcaArn }, enabled: false });
    });
    expect(synthesized.resource("aws_rolesanywhere_trust_anchor")).toMatchObject({
      enabled: false,
      source: { source_type: "AWS_ACM_PCA", source_data: { acm_pca_arn: acmPcaArn } },
    });
  });

  it("fails on a private key, and does not show it", () => {
    const bundle = "-----BEGIN EC PRIVATE KEY-----\nsecret";
    const build = () =>
      synth((stack) => {
        new RolesAnywhere(stack, "hosts", {
          name: "a/b",
          certificateAuthority: { certificateBundle: bundle },
        });
      });
    expect(build).toThrow(`invalid configuration at 'test/hosts':
  - name must be letters, digits, blanks, - and _, got 'a/b'
  - certificateBundle must hold certificates only, got a private key`);
    expect(build).not.toThrow("secret");
  });

  it.each([900, 43_200])("takes sessions of %d seconds", (durationSeconds) => {
    expect(() => profile(durationSeconds)).not.toThrow();
  });

  it.each([899, 43_201])("fails on sessions of %d seconds", (durationSeconds) => {
    expect(() => profile(durationSeconds)).toThrow(
      `durationSeconds must be a whole number from 900 to 43200, got ${durationSeconds}`,
    );
  });

  it("fails on a profile without roles", () => {
    expect(() => profile(900, [])).toThrow("roles must name at least one role, got none");
  });

  const profile = (durationSeconds: number, roles = [{ roleArn: "arn:x" }]) =>
    synth((stack) => {
      new RolesAnywhereProfile(stack, "p", { name: "p", roles, durationSeconds });
    });
});

describe("AccountSettings", () => {
  const settings = (props: AccountSettingsProps) =>
    synth((stack) => {
      new AccountSettings(stack, "account", props);
    });

  it("asks for strong passwords, and leaves the alias alone", () => {
    const synthesized = settings({});
    expect(synthesized.resource("aws_iam_account_password_policy")).toMatchObject({
      minimum_password_length: 14,
      password_reuse_prevention: 24,
      require_lowercase_characters: true,
      require_uppercase_characters: true,
      require_numbers: true,
      require_symbols: true,
    });
    expect(synthesized.resources("aws_iam_account_alias")).toEqual({});
    const named = settings({ alias: "acme-prod" });
    expect(named.resource("aws_iam_account_alias")).toMatchObject({ account_alias: "acme-prod" });
  });

  it.each<AccountSettingsProps>([
    { minimumPasswordLength: 6, passwordReusePrevention: 1, maxPasswordAgeInDays: 1 },
    { minimumPasswordLength: 128, passwordReusePrevention: 24, maxPasswordAgeInDays: 1095 },
  ])("takes the edges %p", (props) => {
    expect(() => settings(props)).not.toThrow();
  });

  it.each<[AccountSettingsProps, string]>([
    [{ minimumPasswordLength: 5 }, "minimumPasswordLength must be a whole number from 6 to 128, got 5"],
    [{ minimumPasswordLength: 129 }, "from 6 to 128, got 129"],
    [{ passwordReusePrevention: 0 }, "from 1 to 24, got 0"],
    [{ passwordReusePrevention: 25 }, "from 1 to 24, got 25"],
    [{ maxPasswordAgeInDays: 0 }, "from 1 to 1095, got 0"],
    [{ maxPasswordAgeInDays: 1096 }, "from 1 to 1095, got 1096"],
    [{ alias: "Acme--prod" }, "alias must be 3 to 63 lower-case letters"],
  ])("fails on %p", (props, problem) => {
    expect(() => settings(props)).toThrow(problem);
  });
});
