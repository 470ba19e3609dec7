import { CRYPTOGRAPHIC_ACTIONS, GRANT_ACTION, KEY_MANAGEMENT_ACTIONS } from "../../../../modules/kms/actions";
import {
  administratorStatement,
  contextCondition,
  delegatedStatement,
  rootStatement,
} from "../../../../modules/kms/policy/key-policy";
import { ENVIRONMENT } from "../../../helpers/processes/environment";

const ROOT = "arn:aws:iam::111122223333:root";
const ROLE = "arn:aws:iam::111122223333:role/x";

describe("key policy", () => {
  it("lets the account manage the key, not use it or grant its use", () => {
    const { principals, actions = [], resources, conditions } = rootStatement(ENVIRONMENT);
    expect({ principals, resources, conditions }).toEqual({ principals: { aws: [ROOT] }, resources: ["*"] });
    expect(actions).toContain("kms:PutKeyPolicy");
    expect(actions.join()).not.toContain("*");
    for (const action of [...CRYPTOGRAPHIC_ACTIONS, GRANT_ACTION]) expect(actions).not.toContain(action);
  });

  it("gives the account everything only when asked, and for a reason", () => {
    expect(rootStatement(ENVIRONMENT, { full: true, reason: "a test" })).toMatchObject({
      actions: ["kms:*"],
      reason: "a test",
    });
    expect(() => rootStatement(ENVIRONMENT, { full: true })).toThrow(
      "full needs a reason beside it, got none",
    );
    expect(() => rootStatement(ENVIRONMENT, { full: true, reason: " " })).toThrow(
      "options.reason must be a reason",
    );
  });

  it("lets administrators manage the key, not use it", () => {
    expect(administratorStatement([ROLE])).toEqual({
      sid: "Administrator",
      principals: { aws: [ROLE] },
      actions: KEY_MANAGEMENT_ACTIONS,
      resources: ["*"],
    });
  });

  it("delegates a use to the identities' own policies, and to nobody else's", () => {
    const use = {
      sid: "Use",
      actions: ["kms:GenerateDataKey"],
      conditions: { ArnEquals: { "aws:SourceArn": "x" }, StringEquals: contextCondition({ a: "b" }) },
    };
    expect(delegatedStatement(ENVIRONMENT, [ROLE], use)).toEqual({
      sid: "Use",
      principals: { aws: [ROOT] },
      actions: ["kms:GenerateDataKey"],
      resources: ["*"],
      conditions: {
        ArnEquals: { "aws:SourceArn": "x", "aws:PrincipalArn": [ROLE] },
        StringEquals: { "kms:EncryptionContext:a": "b" },
      },
    });
  });
});
