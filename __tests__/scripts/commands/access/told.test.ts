/** What is told of drift, and of findings that a stack accepts, in every form. */

import { openModels } from "../../../../access/read/open";
import { markdown } from "../../../../access/render/markdown";
import type { AccessReport } from "../../../../access/render/report";
import { sarif } from "../../../../access/render/sarif";
import { reportOn } from "../../../../access/report";
import { accessLines } from "../../../../scripts/commands/access/access-lines";
import { accessPage } from "../../../../scripts/core/access-page/page";

const REASON = "the API server encrypts a seed of 32 bytes, and objects with that";
const DIFFERS = "Open has another Condition in the account";

async function report(drifted: boolean): Promise<AccessReport> {
  const models = await openModels("__tests__/golden/kubernetes-kms.json");
  if (!drifted) return reportOn(models, undefined);
  return {
    ...reportOn(models, models),
    drift: [
      {
        stack: "kubernetes-kms",
        differences: [{ at: "aws_kms_key.<b>key</b>", what: DIFFERS }],
        missing: ["aws_iam_role.gone"],
        notRead: ["the policy of aws_s3_bucket.b: AWS denied the request"],
        notCompared: ["aws_sns_topic.t"],
      },
    ],
  };
}

const page = (told: AccessReport) => accessPage(told, { costs: {}, toolVersion: "0.0.0", now: new Date(0) });
const FORMS: readonly (readonly [form: string, tell: (told: AccessReport) => string])[] = [
  ["table", (told) => accessLines(told).join("\n")],
  ["markdown", markdown],
  ["sarif", (told) => sarif(told, "0.0.0")],
  ["page", page],
];

describe.each(FORMS)("the %s", (form, tell) => {
  it("has the reason of a finding that a stack accepts", async () => {
    expect(tell(await report(false))).toContain(REASON);
  });

  it("has what differs, what is missing and what was not read, and no HTML of anybody else's", async () => {
    const told = tell(await report(true));
    for (const words of [DIFFERS, "gone", "AWS denied the request"]) expect(told).toContain(words);
    if (form !== "table" && form !== "sarif") expect(told).not.toContain("<b>key</b>");
  });
});
