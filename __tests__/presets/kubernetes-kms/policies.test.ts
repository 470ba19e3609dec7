import { CRYPTOGRAPHIC_ACTIONS, GRANT_ACTION } from "../../../modules/kms/actions";
import { manageKeysStatements } from "../../../presets/common/policies/manage-keys";
import { keyPolicy, nodeStatements } from "../../../presets/kubernetes-kms/policies";
import { ENVIRONMENT } from "../../helpers/processes/environment";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/current";
const PREVIOUS = "arn:aws:kms:eu-central-1:111122223333:key/previous";
const NODE = "arn:aws:iam::111122223333:role/node";
const AUDIENCES = { administrators: ["arn:aws:iam::111122223333:role/administrator"], nodes: [NODE] };
const PLAIN = { encryptionContext: {}, followsAlias: false };
const BOUND = { encryptionContext: { cluster: "prod-1" }, followsAlias: true };
const CONDITION = { StringEquals: { "kms:EncryptionContext:cluster": "prod-1" } };

/** Without the reasons, which are for readers of the code. */
const said = (statements: ReturnType<typeof nodeStatements>) =>
  statements.map(({ acknowledge: _, ...statement }) => statement);

describe("key policy of kubernetes-kms", () => {
  it("lets nodes encrypt and decrypt, under the encryption context", () => {
    const nodes = said(keyPolicy(ENVIRONMENT, BOUND, AUDIENCES, { fullRoot: false })).slice(2);
    const about = { principals: { aws: [NODE] }, resources: ["*"] };
    expect(nodes).toEqual([
      {
        sid: "EncryptAndDecrypt",
        actions: ["kms:Decrypt", "kms:Encrypt"],
        conditions: CONDITION,
        ...about,
      },
    ]);
  });

  it("gives root no use of the key, unless it is full", () => {
    const root = (fullRoot: boolean) =>
      keyPolicy(ENVIRONMENT, PLAIN, AUDIENCES, { fullRoot, reason: "a test" })[0]?.actions;
    for (const action of [...CRYPTOGRAPHIC_ACTIONS, GRANT_ACTION, "kms:*"])
      expect(root(false)).not.toContain(action);
    expect(root(true)).toEqual(["kms:*"]);
  });
});

describe("policy of the nodes", () => {
  it("is what the plugin calls: two operations", () => {
    expect(said(nodeStatements(PLAIN, KEY, []))).toEqual([
      { sid: "EncryptAndDecrypt", actions: ["kms:Decrypt", "kms:Encrypt"], resources: [KEY] },
    ]);
  });

  it("opens with previous keys under the same context, and lists aliases where it follows one", () => {
    const [use, previous, alias] = said(nodeStatements(BOUND, KEY, [PREVIOUS]));
    expect(use?.conditions).toEqual(CONDITION);
    expect(previous).toEqual({
      sid: "DecryptPrevious",
      actions: ["kms:Decrypt"],
      resources: [PREVIOUS],
      conditions: CONDITION,
    });
    expect(alias).toEqual({ sid: "WatchAlias", actions: ["kms:ListAliases"], resources: ["*"] });
  });
});

describe("policy of the administrator", () => {
  it("manages this key and this alias, and uses nothing", () => {
    const statements = manageKeysStatements(ENVIRONMENT, ["alias/K8sKMSKey"], [KEY]);
    expect(statements.map(({ sid, resources }) => [sid, resources])).toEqual([
      ["ManageKey", [KEY]],
      ["ManageAlias", ["arn:aws:kms:eu-central-1:111122223333:alias/K8sKMSKey"]],
    ]);
    const actions = statements.flatMap(({ actions: each = [] }) => each);
    for (const action of [...CRYPTOGRAPHIC_ACTIONS, GRANT_ACTION]) expect(actions).not.toContain(action);
  });
});
