/** As hostile-text.test.ts, for what names in a bucket, headers, sidecars and KMS say when it is about the keys of backups. */
import { buffer } from "node:stream/consumers";
import { KEY_LIFE_COMMANDS } from "../../../../scripts/cli/rows/key-life-commands";
import type { Services } from "../../../../scripts/commands/io";
import { kmsSealingKeys } from "../../../../scripts/core/crypto/kms/kms-data-keys";
import { sealMessage } from "../../../../scripts/core/crypto/messages";
import type { KeyState } from "../../../../scripts/core/key-life/ports";
import { OperatorError } from "../../../../scripts/errors";
import { type Drive, driveWith, EVIL, EVIL_CONTEXT, EVIL_UNITS, EvilStore } from "../../../helpers/hostile";
import { fakeKms } from "../../../helpers/kms/fake-kms";
import { memoryServices } from "../../../helpers/stores/memory-services";

const ARN = "arn:aws:kms:eu-central-1:111122223333:key/a";
const ID = `${EVIL}/n-20261122T014200Z.tar.gz.kms`;

describe("text from outside, about keys of backups", () => {
  const driven = new Set<string>();
  let store: EvilStore;
  let services: Services;
  let state: KeyState;
  const drive: Drive = (command, argv, options) => {
    driven.add(command);
    return driveWith(services, command, argv, options);
  };
  beforeEach(async () => {
    store = new EvilStore();
    const context = { ...EVIL_CONTEXT, "sealstack:purpose": "backup", "sealstack:backup": ID };
    const flow = sealMessage(kmsSealingKeys([ARN], fakeKms()), { context });
    flow.stream.end();
    store.objects.set(ID, await buffer(flow.stream));
    store.objects.set(`${EVIL}/.sealstack/keys/n-20261122T014200Z/20261123T014200Z.json`, Buffer.from(EVIL));
    state = { arn: ARN, condition: "usable", replicas: [] };
    services = {
      ...memoryServices(store),
      keyLife: async () => ({
        state: async () => state,
        arnOf: async (key) => key,
        reEncrypt: async () => {
          throw new OperatorError("accessDenied", EVIL, { hint: EVIL });
        },
        decrypt: async () => Buffer.alloc(32),
        encrypt: async () => Buffer.alloc(184),
      }),
    };
  });

  it("is harmless in what is told of keys, backups and sidecars", async () => {
    const { data, text } = await drive("keys status", ["--bucket", EVIL]);
    expect(data).toMatchObject({ keys: [{ arn: ARN, only: { oldest: ID } }] });
    expect(text).toContain("\\x1b]0;t");
    state = { ...state, condition: "unknown", kmsState: EVIL, problem: EVIL_UNITS, replicas: [EVIL] };
    const elsewhere = await driveWith(services, "keys status", ["--bucket", EVIL, "--without", EVIL], {
      status: 17,
    });
    expect(elsewhere.text).toContain("\\x1b]0;t");
  });

  it("is harmless in plans, and in what fails", async () => {
    const keys = ["--bucket", EVIL, "--from-key", ARN, "--to-key", `${ARN}b`];
    for (const command of ["rewrap", "reencrypt"]) {
      await drive(command, keys);
      await drive(command, [...keys, EVIL], { status: 2 });
    }
    state = { ...state, arn: EVIL, condition: "disabled" };
    await drive("rewrap", [...keys, "--to-key", EVIL], { status: 7 });
    await drive("reencrypt", ["--to-key", EVIL, "--bucket", EVIL], { status: 2 });
  });

  it("was looked for in every command", () => {
    expect([...driven].sort()).toEqual(KEY_LIFE_COMMANDS.map(({ name }) => name).sort());
  });
});
