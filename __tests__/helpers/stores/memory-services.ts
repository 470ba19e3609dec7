import { startProgram } from "../../../scripts/clients/programs/start-program";
import type { Services } from "../../../scripts/commands/io";
import type { MessageCipher } from "../../../scripts/core/ports";
import { OperatorError } from "../../../scripts/errors";
import { rawCipher } from "../kms/raw-cipher";
import type { MemoryStore } from "./memory-store";
import { MemoryVersions } from "./memory-versions";

/** Services without AWS: a bucket in memory, a real cipher under a raw key, no programs. */
export function memoryServices(store: MemoryStore, cipher: MessageCipher = rawCipher()): Services {
  return {
    store: async () => store,
    versions: async () => {
      if (store instanceof MemoryVersions) return store;
      throw new OperatorError("refused", "this bucket in memory keeps no versions");
    },
    cipher: async () => cipher,
    keyImport: noKms,
    keyLife: noKms,
    fleetHandler: noKms,
    fleetFolder: () => "nowhere",
    batchJobs: noKms,
    keySetup: noKms,
    keyEvents: noKms,
    rotation: noKms,
    signatures: noKms,
    macs: noKms,
    snapshots: noKms,
    uploads: noKms,
    items: noKms,
    stateKeys: noKms,
    notifyPorts: () => ({ post: noKms, publish: noKms, variable: () => undefined }),
    startProgram,
    caller: async () => undefined,
    identity: noKms,
    inspection: () => ({
      credentials: noKms,
      metadata: noKms,
      reach: noKms,
      bucket: noKms,
      simulate: noKms,
      quota: noKms,
      busiestMinute: noKms,
    }),
    account: noKms,
    runTool: async () => ({ status: undefined, stdout: "", stderr: "" }),
    runSelf: async () => ({ status: undefined, stdout: "", stderr: "" }),
  };
}

const noKms = (): Promise<never> => Promise.reject(new Error("there is no KMS in memory"));
