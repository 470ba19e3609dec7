import { applicationKeySchema } from "../../../presets/application-key/config";
import { terraformModule } from "../../../tools/hcl-module/module";

describe("a stack as text for Terraform teams", () => {
  it("has what aspects say: the roles' path and boundary, and the perimeter around key and bucket", async () => {
    const permissionsBoundary = "arn:aws:iam::111122223333:policy/bounds";
    const config = applicationKeySchema.parse({
      preset: "application-key",
      region: "eu-central-1",
      roles: { path: "/team/", permissionsBoundary },
      perimeter: { organizationIds: ["o-a1b2c3d4e5"] },
    });
    const { "main.tf": text } = await terraformModule("app", config);
    expect(text.match(/path\s+= "\/team\/"/g)).toHaveLength(1);
    expect(text).toContain(permissionsBoundary);
    expect(text.match(/"DenyOtherOrganizations"/g)).toHaveLength(2);
  });
});
